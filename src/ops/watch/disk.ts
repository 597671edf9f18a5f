import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Store } from '../../db/open.ts'
import type { State } from '../../state/state.ts'

const MIN_FREE_BYTES = 500_000_000

export async function checkDiskSpace({ store, state }: { store: Store; state: State }): Promise<void> {
  if (store.dialect === 'sqlite') state.record({ kind: 'disk', name: 'database' }, await describeLowDisk(store))
}

/** Null while there is space. A database server watches its own disk. */
export async function describeLowDisk(store: Pick<Store, 'dialect' | 'place'>): Promise<string | null> {
  if (store.dialect !== 'sqlite') return null
  const folder = dirname(store.place)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= MIN_FREE_BYTES) return null
  const free = `${Math.floor((bavail * bsize) / 1_000_000)} MB are free for ${folder}`
  return `${free}; once it is full, nothing is posted until there is space again`
}
