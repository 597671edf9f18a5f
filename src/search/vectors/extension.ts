import { DatabaseSync } from 'node:sqlite'
import type { Dialect } from '../../store/open.ts'

/** `extension`: the file that teaches SQLite to compare vectors. `problem`: why they cannot be compared here, as a clause. */
export type Extension = { extension: string | null; problem: string | null }

/** There are systems that sqlite-vec was not made for, and installations that left it out. PostgreSQL needs none. */
export async function loadExtension(dialect: Dialect): Promise<Extension> {
  if (dialect === 'postgres') return { extension: null, problem: null }
  try {
    const { getLoadablePath } = await import('sqlite-vec')
    const extension = getLoadablePath()
    const trial = new DatabaseSync(':memory:', { allowExtension: true })
    trial.loadExtension(extension)
    trial.close()
    return { extension, problem: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { extension: null, problem: `sqlite-vec does not load here: ${reason}` }
  }
}
