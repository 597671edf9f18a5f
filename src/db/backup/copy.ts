import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
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
    using copy = new DatabaseSync(address, { readOnly: true })
    const answer = copy.prepare('PRAGMA quick_check(1)').get()
    if (answer?.quick_check !== 'ok') throw new Error(String(answer?.quick_check))
    copy.prepare('SELECT name FROM migrations LIMIT 1').get()
  } catch (cause) {
    throw new Error(`${file} is not an intact Paperboy database.`, { cause })
  }
}

/** Copies are named after the first step of the upgrade that they were kept before; these many stay. */
const KEPT = 3

/** Copies the database before an upgrade. Throws a sentence when it cannot: nothing is upgraded without a way back. */
export async function keepBeforeUpgrade(database: string, step: string): Promise<string> {
  const copy = `${database}.before-${step}`
  try {
    // Another process that starts at the same time may have made it.
    if (!existsSync(copy)) await copyDatabase(database, copy)
  } catch (cause) {
    throw new Error('no copy could be kept before the upgrade, and nothing was changed', { cause })
  }
  const newestFirst = copiesOf(database).toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const old of newestFirst.slice(KEPT)) rmSync(old)
  return copy
}

export function copiesOf(database: string): string[] {
  const prefix = `${basename(database)}.before-`
  return readdirSync(dirname(database))
    .filter((name) => name.startsWith(prefix) && /^[\w-]+$/.test(name.slice(prefix.length)))
    .map((name) => join(dirname(database), name))
}
