import { findChannel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { type Message, notice } from '../../core/message.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { dueDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { isDelivery, planMessage } from '../../outbox/deliveries.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { postingsOf } from '../../outbox/postings.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { weeklyKey } from '../weekly.ts'
import { type Follow, type Followed, listFollows, markNotified, unnotifiedPapers } from './follows.ts'

const MAX_CARDS = 10

export type NotifyContext = IsolationContext & { defaults: Defaults }

/** Plans at most one message a day for each place with news, at or after its channel's posting time. */
export async function notifyFollowers(context: NotifyContext, now: number): Promise<void> {
  const news = Map.groupBy(await unnotifiedPapers(context.store.db), ({ place }) => place)
  for (const [place, found] of news)
    await isolated(context, { kind: 'follow', name: place, step: 'tell' }, async () => {
      const follow = (await listFollows(context.store.db, place)).at(-1)
      const date = follow ? await dateDue(context, follow, now) : null
      if (follow && date) await planNews(context, { follow, found, date, now })
    })
}

/** The local day that the place may hear of its news on; null while it is to wait. */
async function dateDue({ store, defaults }: NotifyContext, { place, channel: asked }: Follow, now: number) {
  const channel = await findChannel(store.db, asked)
  const date = dueDate(effectiveSettings(channel?.settings ?? {}, defaults), now, null)
  if (date === null || (await isDelivery(store.db, deliveryId(keyOf(place, date))))) return null
  if (place !== asked) return date
  // A channel gets its digest first, and nothing else on a day with a look back.
  const isReady = channel?.state === 'active' && channel.lastDigestOn !== null && channel.lastDigestOn >= date
  return isReady && !(await isDelivery(store.db, deliveryId(weeklyKey(asked, date)))) ? date : null
}

const keyOf = (place: Follow['place'], date: IsoDay): string => `follow:${place}:${date}`

async function planNews(
  { store }: NotifyContext,
  { follow: { place, channel }, found, date, now }: { follow: Follow; found: Followed[]; date: IsoDay; now: number },
): Promise<void> {
  try {
    await store.write(async (db) => {
      await markNotified(
        db,
        place,
        found.map(({ paper }) => paper),
        now,
      )
      const fresh = place === channel ? await withoutPosted(db, channel, found) : found
      if (fresh.length === 0) return
      await planMessage(db, {
        key: keyOf(place, date),
        place,
        message: await newsMessage(db, fresh, place === channel),
        now,
      })
    })
  } catch (err) {
    // Another process may have been faster.
    if (!(await isDelivery(store.db, deliveryId(keyOf(place, date))))) throw err
  }
}

async function withoutPosted(db: Db, channel: Follow['channel'], found: Followed[]): Promise<Followed[]> {
  const postings = await postingsOf(
    db,
    found.map(({ paper }) => paper),
  )
  const posted = new Set<PaperId>(postings.flatMap((posting) => (posting.channel === channel ? [posting.paper] : [])))
  return found.filter(({ paper }) => !posted.has(paper))
}

/** In a channel each can be posted for everybody; who follows alone can read on. */
async function newsMessage(db: Db, found: Followed[], isChannel: boolean): Promise<Message> {
  const ids = found.slice(0, MAX_CARDS).map(({ paper }) => paper)
  const [papers, popularity] = [await findPapers(db, ids), await popularityOf(db, ids)]
  const cards = found.slice(0, MAX_CARDS).flatMap(({ paper: id, query }) => {
    const paper = papers.get(id)
    if (!paper) return []
    const card = lineCard(paper, popularity.get(id) ?? NO_POPULARITY, null)
    const button = isChannel
      ? { label: 'Post one here', action: 'add', value: id }
      : { label: 'Abstract', action: 'abstract', value: id }
    return [{ ...card, facts: [...card.facts, `matches ${query}`], buttons: [button] }]
  })
  const more = found.length - cards.length
  return {
    ...notice(''),
    kind: 'list',
    heading: isChannel ? 'New papers this channel follows' : 'New papers you follow',
    cards,
    note: `${more > 0 ? `And ${more} more. ` : ''}\`/papers follow\` shows and changes what is followed.`,
  }
}
