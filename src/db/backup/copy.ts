import { existsSync, renameSync, rmSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { openSqlite } from '../sqlite.ts'
import { keepToOwner } from './owner-only.ts'

/** Copies a live SQLite database, consistently. The copy appears under its name only when it is whole. */
export async function copyDatabase(database: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} exists already; a backup overwrites nothing. Choose another name.`)
  const source = openSqlite(database, { readOnly: true })
  const partial = `${file}.partial`
  try {
    await backup(source, partial)
    keepToOwner([partial])
    checkCopy(partial)
    renameSync(partial, file)
  } finally {
    source.close()
    rmSync(partial, { force: true })
  }
}

/** Throws a sentence unless the file is a whole database of Paperboy's. */
export function checkCopy(file: string): void {
  try {
    // Nobody else writes to it; else SQLite would leave a log beside it.
    const address = pathToFileURL(file)
    address.searchParams.set('immutable', '1')
    const copy = new DatabaseSync(address, { readOnly: true })
    try {
      const answer = copy.prepare('PRAGMA quick_check(1)').get()
      if (answer?.quick_check !== 'ok') throw new Error(String(answer?.quick_check))
      copy.prepare('SELECT name FROM migrations LIMIT 1').get()
    } finally {
      copy.close()
    }
  } catch (cause) {
    throw new Error(`${file} is not an intact Paperboy database.`, { cause })
  }
}
