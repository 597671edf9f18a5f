import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingPostgres, startPostgres } from '../postgres.ts'

/** The names of what is measured, and how each makes an empty database: the address of it. */
export type Databases = Map<string, () => Promise<string>>

/** SQLite, and with POSTGRES=1 PostgreSQL; `folder` is deleted with them when the work is done. */
export async function withDatabases(work: (databases: Databases, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'))
  const server = process.env.POSTGRES && !missingPostgres ? await startPostgres() : null
  const databases: Databases = new Map([
    ['SQLite', async () => `file:${folder}/${crypto.randomUUID()}.db`],
    ...(server ? ([['PostgreSQL', server.createDatabase]] as const) : []),
  ])
  try {
    await work(databases, folder)
  } finally {
    await server?.close()
    await rm(folder, { recursive: true })
  }
}
