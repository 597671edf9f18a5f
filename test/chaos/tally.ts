import type { Store } from '../../src/db/open.ts'
import type { Post } from '../fakes/chat-platform.ts'

export type Tally = {
  owed: number
  /** Neither on the platform nor reported. */
  lost: number
  /** More than once on the platform. */
  doubled: number
  /** Paper posts that are on the platform without their first reaction. */
  unseeded: number
  /** Held or dead: reported to people, who decide. */
  held: number
  /** Places where people saw messages in another order than they were planned in. */
  disordered: number
}

/** What was owed against what people see; only what the platform shows counts, not what the database believes. */
export async function takeStock({ db }: Store, platform: string, posts: Post[]): Promise<Tally> {
  const owed = await db
    .selectFrom('deliveries')
    .select(['id', 'state', 'place', 'seq', 'seed'])
    .where('platform', '=', platform)
    .orderBy('seq')
    .execute()
  const shown = new Map<string, number>()
  for (const { delivery } of posts) shown.set(delivery, (shown.get(delivery) ?? 0) + 1)
  const toSeed = new Set(owed.flatMap(({ id, seed }) => (seed === null ? [] : [id])))
  const isReported = (state: string) => state === 'held' || state === 'dead'
  const order = new Map(owed.map(({ id }, index) => [id, index]))
  const disordered = new Set<string>()
  const last = new Map<string, number>()
  for (const { place, delivery } of posts) {
    const index = order.get(delivery) ?? -1
    if (index < (last.get(place) ?? -1)) disordered.add(place)
    last.set(place, index)
  }
  return {
    owed: owed.length,
    lost: owed.filter(({ id, state }) => !shown.has(id) && !isReported(state)).length,
    doubled: [...shown.values()].reduce((sum, times) => sum + times - 1, 0),
    unseeded: posts.filter(({ delivery, seeds }) => toSeed.has(delivery) && seeds.size === 0).length,
    held: owed.filter(({ state }) => isReported(state)).length,
    disordered: disordered.size,
  }
}
