import { localDate } from '../core/schedule.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'

/** Requests about papers that were posted before, of one day in UTC. */
export const DAILY_REQUESTS = 200

/** What was spent, by day: `2026-03-31 120` */
const META_KEY = 'requests about posted papers'

/** Takes up to `wanted` of the day's requests before they are made, and tells how many; a crash gives none back. */
export const takeRequests = (store: Store, now: number, wanted: number): Promise<number> =>
  store.write(async (db) => {
    const today = localDate('UTC', now)
    const [day, spent] = ((await getMeta(db, META_KEY)) ?? '').split(' ')
    const before = day === today ? Number(spent) : 0
    const taken = Math.min(wanted, DAILY_REQUESTS - before)
    await setMeta(db, META_KEY, `${today} ${before + taken}`)
    return taken
  })
