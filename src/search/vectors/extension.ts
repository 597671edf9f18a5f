import { DatabaseSync } from 'node:sqlite'
import { describeError } from '../../core/error-words.ts'
import type { Store } from '../../db/open.ts'

/**
 * `extension`: the file with SQLite's vector functions. `problem`: why vectors cannot be compared here, as a clause.
 */
type Extension = { extension: string | null; problem: string | null }

/** SQLite compares vectors with an extension, which is loaded once as a test; PostgreSQL can by itself. */
export const loadExtension = async ({ dialect }: Pick<Store, 'dialect'>): Promise<Extension> =>
  dialect === 'sqlite' ? loadSqliteVec() : { extension: null, problem: null }

/** sqlite-vec is not built for every system, and some installations leave it out. */
async function loadSqliteVec(): Promise<Extension> {
  try {
    const { getLoadablePath } = await import('sqlite-vec')
    const extension = getLoadablePath()
    const trial = new DatabaseSync(':memory:', { allowExtension: true })
    trial.loadExtension(extension)
    trial.close()
    return { extension, problem: null }
  } catch (error) {
    return { extension: null, problem: `sqlite-vec does not load here (${describeError(error)})` }
  }
}
