import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { checkCopy, copyDatabase } from '../db/backup/copy.ts'
import { keepToOwner } from '../db/backup/owner-only.ts'
import { sqlitePath } from '../db/open.ts'
import type { Config } from './settings/config.ts'
import { type CliVerb, print, UsageError } from './verb.ts'

export const backupVerbs =
  (read: () => Config): CliVerb =>
  (program) => {
    program
      .command('backup')
      .description('Copy the database to a file, also while the bot runs (SQLite).')
      .argument('<file>')
      .action(async (file: string) => print(await backUp(ownDatabase(read(), 'pg_dump'), file)))
    program
      .command('restore')
      .description('Put a backup in the place of the database; overwrites nothing.')
      .argument('<file>')
      .action((file: string) => print(restoreDatabase(ownDatabase(read(), 'pg_restore'), file)))
  }

function ownDatabase({ DATABASE_URL }: Config, tool: string): string {
  if (!DATABASE_URL.startsWith('file:')) throw new UsageError(`The database is PostgreSQL; use ${tool}.`)
  return sqlitePath(DATABASE_URL)
}

async function backUp(database: string, file: string): Promise<string> {
  if (!existsSync(database)) throw new Error(`There is no database at ${database} yet; nothing to back up.`)
  await copyDatabase(database, file)
  return `Backed up ${database} to ${file} (${(statSync(file).size / 1e6).toFixed(1)} MB).`
}

function restoreDatabase(database: string, file: string): string {
  // A write-ahead log left from another database would be replayed into this one.
  const inTheWay = ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`).find((path) => existsSync(path))
  if (inTheWay) throw new Error(`${inTheWay} exists; restore overwrites nothing. Move it away first.`)
  if (!existsSync(file)) throw new Error(`There is no backup at ${file}.`)
  checkCopy(file)
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 })
  const partial = `${database}.partial`
  copyFileSync(file, partial)
  // The copy has the permissions of the backup, which may have been made elsewhere.
  keepToOwner([partial])
  renameSync(partial, database)
  return `Restored ${database} from ${file}.`
}
