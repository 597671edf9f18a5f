import { listChannels } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import { loadPool, type PooledPaper } from '../../digest/pool.ts'
import { matches } from '../../search/matches.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { type Follow, type Followed, listFollows, recordFollowed } from './follows.ts'

/** When new papers were last looked through, in milliseconds. */
const META_KEY = 'follows looked at'

/** Notes down which new papers match what people follow. What sources listed days ago is history, and no news. */
export async function findFollowed(context: IsolationContext & { defaults: Defaults }, now: number): Promise<void> {
  const { store, defaults } = context
  const looked = await getMeta(store.db, META_KEY)
  const follows = looked === null ? [] : await listFollows(store.db, null)
  const found = follows.length === 0 ? [] : await look()
  await store.write(async (db) => {
    await recordFollowed(db, found, now)
    await setMeta(db, META_KEY, String(now))
  })

  async function look(): Promise<Followed[]> {
    const today = localDate('UTC', now)
    const pool = await loadPool(store.db, {
      sources: defaults.sources,
      since: addDays(today, -OVERLAP_DAYS),
      until: today,
      seenAfter: Number(looked) + 1,
    })
    if (pool.size === 0) return []
    const channels = new Map((await listChannels(store.db)).map(({ id, settings }) => [id, settings]))
    const matching = ({ place, query, channel }: Follow): Followed[] => {
      const { sources } = effectiveSettings(channels.get(channel) ?? {}, defaults)
      const wanted = parseQuery(query, now)
      return [...pool.values()]
        .map((pooled) => ({ ...pooled, sightings: pooled.sightings.filter(({ source }) => sources.includes(source)) }))
        .filter(({ paper, sightings }) => sightings.length > 0 && matches(wanted, paper, searchFactsOf(sightings)))
        .map(({ paper }) => ({ place, paper: paper.id, query }))
    }
    const found: Followed[] = []
    for (const follow of follows) {
      const part = { kind: 'follow', name: follow.place, step: 'follow' } as const
      found.push(...((await isolated(context, part, () => matching(follow))) ?? []))
    }
    return found
  }
}

function searchFactsOf(sightings: PooledPaper['sightings']) {
  const upvotes = sightings.flatMap((sighting) => sighting.upvotes ?? [])
  return { upvotes: upvotes.length > 0 ? Math.max(...upvotes) : null, days: sightings }
}
