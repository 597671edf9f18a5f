import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Store } from '../../db/open.ts'
import type { State } from '../../state/state.ts'

const MIN_FREE_BYTES = 500_000_000

/** Says while there is time that the disk with the database fills up. A server's disk is for that server to watch. */
export async function checkDiskSpace({ store, state }: { store: Store; state: State }): Promise<void> {
  if (store.dialect !== 'sqlite') return
  const folder = dirname(store.place)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const megabytes = Math.floor(free / 1_000_000)
  const problem = `${megabytes} MB are free for ${folder}; once it is full, nothing is posted until there is space again`
  state.record({ kind: 'disk', name: 'database' }, free < MIN_FREE_BYTES ? problem : null)
}
