import { findChannel, listChannels } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { idOf, type Place } from '../../core/chat.ts'
import { type Message, messageOf } from '../../core/message.ts'
import type { IsoDay } from '../../core/paper.ts'
import { addDays, dueDate, localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import { loadPool } from '../../digest/choose/candidates.ts'
import { lineCardsOf } from '../../digest/write/read-papers.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { isDelivery, planMessage } from '../../outbox/plan-deliveries.ts'
import { postingsOf } from '../../outbox/postings.ts'
import { highest } from '../../papers/popularity.ts'
import { matches } from '../../search/matches.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { describeChange } from '../paper-changes.ts'
import { weeklyKey } from '../weekly.ts'
import { type Follow, type Followed, listFollows, markNotified, recordFollowed, unnotifiedPapers } from './follows.ts'

/** When new papers were last looked through, in milliseconds. */
const META_KEY = 'follows looked at'

/** Of one message. */
const MAX_CARDS = 10

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

/** Plans at most one message a day for each place with news, at or after its channel's posting time. */
export async function notifyFollowers(context: FollowContext, now: number): Promise<void> {
  const { db } = context.store
  for (const [place, found] of Map.groupBy(await unnotifiedPapers(db), ({ to }) => JSON.stringify(to))) {
    const to: Place = JSON.parse(place)
    await isolated(context, { kind: 'follow', name: idOf(to), step: 'tell' }, async () => {
      const channel = found.at(-1)?.channel
      const date = channel ? await dateDue(context, { to, channel }, now) : null
      if (channel && date) await planNews(context, { to, channel }, found, { date, now })
    })
  }
}

/** Who is told, at the posting time of which channel. */
type Told = Pick<Followed, 'to' | 'channel'>

/** The local day whose message may be planned now; null while the place has to wait. */
async function dateDue({ store, defaults }: FollowContext, { to, channel: id }: Told, now: number) {
  const channel = await findChannel(store.db, id)
  const date = dueDate(effectiveSettings(channel?.settings ?? {}, defaults), now, null)
  if (date === null || (await wasTold(store.db, to, date))) return null
  if ('person' in to) return date
  // A channel gets its digest first, and nothing else on a day with a look back.
  const isReady = channel?.state === 'active' && channel.lastDigestOn !== null && channel.lastDigestOn >= date
  return isReady && !(await isDelivery(store.db, deliveryId(weeklyKey(id, date)))) ? date : null
}

/** Before an upgrade on that day, the key of a channel did not say that it is one. */
const wasTold = async (db: Db, to: Place, date: IsoDay): Promise<boolean> =>
  (await isDelivery(db, deliveryId(keyOf(to, date)))) ||
  ('channel' in to && isDelivery(db, deliveryId(`follow:${to.channel}:${date}`)))

const keyOf = (to: Place, date: IsoDay): string =>
  'channel' in to ? `follow:here:${to.channel}:${date}` : `follow:${to.person}:${date}`

async function planNews(
  { store }: FollowContext,
  { to, channel }: Told,
  found: Followed[],
  { date, now }: { date: IsoDay; now: number },
): Promise<void> {
  const key = keyOf(to, date)
  const papers = found.map(({ paper }) => paper)
  const isChannel = 'channel' in to
  try {
    await store.write(async (db) => {
      await markNotified(db, to, papers, now)
      const postings = isChannel ? await postingsOf(db, papers) : []
      const posted = new Set(postings.filter((one) => one.channel === channel).map(({ paper }) => paper))
      const fresh = found.filter(({ paper }) => !posted.has(paper))
      if (fresh.length === 0) return
      await planMessage(db, { key, to, message: await newsMessage(db, fresh, isChannel), now })
    })
  } catch (err) {
    // Another process may have planned it.
    if (!(await isDelivery(store.db, deliveryId(key)))) throw err
  }
}

/** In a channel each paper can be posted for everybody; a person can read on. What changed is never left out. */
async function newsMessage(db: Db, found: Followed[], isChannel: boolean): Promise<Message> {
  const [changed, fresh] = [found.filter(({ change }) => change !== ''), found.filter(({ change }) => change === '')]
  const shown = [...changed, ...fresh.slice(0, Math.max(0, MAX_CARDS - changed.length))]
  const papers = [...Map.groupBy(shown, ({ paper }) => paper)].map(([paper, reasons]) => ({ paper, reasons }))
  const button = isChannel ? { label: 'Post one here', action: 'add' } : { label: 'Abstract', action: 'abstract' }
  const cards = await lineCardsOf(db, papers, ({ paper, reasons }, { facts }) => ({
    facts: [...reasons.map(reasonOf), ...facts],
    buttons: [{ ...button, value: paper }],
  }))
  const more = found.length - shown.length
  return messageOf({
    kind: 'list',
    heading: isChannel ? 'New papers this channel follows' : headingOf(changed.length, fresh.length),
    cards,
    note: `${more > 0 ? `And ${more} more. ` : ''}\`/papers follow\` shows and changes what is followed.`,
  })
}

const headingOf = (changed: number, fresh: number): string =>
  changed === 0 ? 'New papers you follow' : fresh === 0 ? 'What changed' : 'What changed, and new papers you follow'

const reasonOf = ({ change, query }: Followed): string => (change === '' ? `matches ${query}` : describeChange[change])
