import { listChannels } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { idOf } from '../../core/chat.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import { loadPool } from '../../digest/pool.ts'
import { highest } from '../../papers/popularity.ts'
import { matches } from '../../search/matches.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { type Follow, type Followed, listFollows, recordFollowed } from './follows.ts'

/** When new papers were last looked through, in milliseconds. */
const META_KEY = 'follows looked at'

type FollowContext = IsolationContext & { defaults: Defaults }

/** Records which new papers match what people follow. What sources listed days ago is no news. */
export async function findFollowed(context: FollowContext, now: number): Promise<void> {
  const { store } = context
  const lookedAt = await getMeta(store.db, META_KEY)
  const all = lookedAt === null ? [] : await listFollows(store.db, null)
  const follows = all.filter(({ paper }) => paper === null)
  const found = follows.length === 0 ? [] : await matchFollows(context, follows, Number(lookedAt), now)
  await store.write(async (db) => {
    await recordFollowed(db, found, now)
    await setMeta(db, META_KEY, String(now))
  })
}

async function matchFollows(
  context: FollowContext,
  follows: Follow[],
  lookedAt: number,
  now: number,
): Promise<Followed[]> {
  const { store, defaults } = context
  const until = localDate('UTC', now)
  const window = { since: addDays(until, -OVERLAP_DAYS), until, seenAfter: lookedAt + 1 }
  const pool = await loadPool(store.db, { sources: defaults.sources, ...window })
  if (pool.size === 0) return []
  const channels = new Map((await listChannels(store.db)).map(({ id, settings }) => [id, settings]))
  const found: Followed[] = []
  for (const { to, query, channel } of follows)
    await isolated(context, { kind: 'follow', name: idOf(to), step: 'follow' }, () => {
      const { sources } = effectiveSettings(channels.get(channel) ?? {}, defaults)
      const wanted = parseQuery(query, now)
      for (const { paper, sightings } of pool.values()) {
        const days = sightings.filter(({ source }) => sources.includes(source))
        const upvotes = highest(days.map((sighting) => sighting.upvotes))
        if (days.length > 0 && !paper.facts.standing && matches(wanted, paper, { upvotes, days }))
          found.push({ to, paper: paper.id, query, channel, change: '' })
      }
    })
  return found
}
