import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import type { Store } from '../../db/open.ts'

/** `extension`: the file that teaches SQLite to compare vectors. `problem`: why they cannot be compared here, as a clause. */
export type Extension = { extension: string | null; problem: string | null }

/** PostgreSQL compares vectors by itself; SQLite with an extension, which is tried once before anything depends on it. */
export const loadExtension = ({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<Extension> =>
  dialect === 'sqlite' ? loadSqliteVec() : requireBitCount(db)

/** There are systems that sqlite-vec was not made for, and installations that left it out. */
async function loadSqliteVec(): Promise<Extension> {
  try {
    const { getLoadablePath } = await import('sqlite-vec')
    const extension = getLoadablePath()
    const trial = new DatabaseSync(':memory:', { allowExtension: true })
    trial.loadExtension(extension)
    trial.close()
    return { extension, problem: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { extension: null, problem: `sqlite-vec does not load here (${reason})` }
  }
}

async function requireBitCount(db: Store['db']): Promise<Extension> {
  const works = await sql`select bit_count(B'1')`.execute(db).then(
    () => true,
    () => false,
  )
  return { extension: null, problem: works ? null : 'it needs PostgreSQL 14 or newer' }
}
