import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Store } from '../db/open.ts'
import { indexPapers, recordFacts } from '../papers/index/indexing.ts'
import { corpusSize, findPapers } from '../papers/papers.ts'

// About 20 ms of writing at a time, so that no other writer waits longer.
const ROWS_AT_ONCE = 50

/** Rebuilds the index of every stored paper. Searches see the part that is done; it can be stopped at any time. */
export async function reindex(
  store: Store,
  onProgress: (progress: { done: number; of: number }) => void,
  signal?: AbortSignal,
): Promise<number> {
  const { papers: of } = await corpusSize(store.db)
  if (store.dialect === 'postgres') await clearIndex(store)
  let [after, done] = [0, 0]
  for (;;) {
    const last = await store.write(async (db) => {
      await takeAdvisoryLock(db, store.dialect, 'papers')
      const query = db.selectFrom('papers').select(['id', 'seq']).where('seq', '>', after)
      const rows = await query.orderBy('seq').limit(ROWS_AT_ONCE).execute()
      const ids = rows.map(({ id }) => id)
      const papers = await findPapers(db, ids)
      await indexPapers(db, store.dialect, [...papers.values()], papers)
      await recordFacts(db, [...papers.values()])
      done += rows.length
      return rows.at(-1)?.seq ?? null
    })
    if (last === null || signal?.aborted) return done
    after = last
    onProgress({ done, of })
    await nextTurn()
  }
}

/** PostgreSQL counts words as papers come; they are counted anew. */
async function clearIndex(store: Store): Promise<void> {
  await store.write(async (db) => {
    await takeAdvisoryLock(db, store.dialect, 'papers')
    await sql`truncate paper_index, paper_stems, vocabulary`.execute(db)
  })
}
