import { type NotNull, sql } from 'kysely'
import { findChannels } from '../channels/channels.ts'
import { type Defaults, effectiveSettings, wantsChanges } from '../channels/settings.ts'
import type { ChannelId } from '../core/chat.ts'
import { type Message, messageOf } from '../core/message.ts'
import type { Db } from '../db/db.ts'
import { lineCards } from '../digest/write/read-papers.ts'
import { followersOf, recordFollowed } from '../library/follows/follows.ts'
import { capitalized, changeLine } from '../library/paper-changes.ts'
import { markPaperChanged } from '../meetings/agenda/stored-agendas.ts'
import { planMessage } from '../outbox/plan-deliveries.ts'
import { rewordPost } from '../outbox/posts.ts'
import type { PaperChange } from '../papers/changes.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { markTallyDue } from '../voting/update-tallies.ts'

type AnnounceContext = IsolationContext & { defaults: Defaults }

/**
 * Tells of what became of papers, each change once: its posts say so, whoever presents or follows the paper hears of
 * it, and a paper that was taken back is named in the thread. All of it is planned in one transaction.
 */
export async function announceChanges(context: AnnounceContext, now: number): Promise<void> {
  for (const change of await untoldChanges(context.store.db))
    await isolated(context, { kind: 'step', name: 'changes', step: change.paper }, () => announce(context, change, now))
}

const untoldChanges = (db: Db): Promise<PaperChange[]> =>
  db
    .selectFrom('paper_changes')
    .select(['paper_id as paper', 'change', 'url', 'at'])
    .where('told_at', 'is', null)
    .orderBy('at')
    .execute()

const announce = ({ store, defaults }: AnnounceContext, found: PaperChange, now: number): Promise<void> =>
  store.write(async (db) => {
    const { paper, change, at } = found
    const posts = await postsBefore(db, found)
    const channels = await findChannels(db, [...new Set(posts.map(({ channel }) => channel))])
    const shown = posts.filter(({ channel: id }) => {
      const channel = channels.get(id)
      return channel?.state === 'active' && wantsChanges(effectiveSettings(channel.settings, defaults))
    })
    for (const { id, message } of shown) if (message !== null) await rewordPost(db, id, withChange(message, found), now)
    for (const team of new Set(shown.map(({ team }) => team))) await markTallyDue(db, team, paper, now)
    if (isTakenBack(found)) {
      await markPaperChanged(db, paper, now)
      for (const [channel, [post]] of Map.groupBy(shown, (one) => one.channel))
        if (post) await planNotice(db, { channel, parent: post.thread }, found, now)
    }
    const people = [...(await presentersOf(db, found)), ...(await followersOf(db, paper))]
    const followed = people.map((person) => ({ ...person, paper, change }))
    await recordFollowed(db, followed, now)
    const told = db.updateTable('paper_changes').set({ told_at: now })
    await told.where(({ and }) => and({ paper_id: paper, change, at })).execute()
  })

const isTakenBack = ({ change }: PaperChange): boolean => change === 'withdrawn' || change === 'retracted'

/**
 * The posts of a paper that were planned before the change, the newest first; later ones show it by themselves.
 * `thread` is the key of the post whose thread is below it, or around it; an old post has no words.
 */
async function postsBefore(db: Db, { paper, at }: PaperChange) {
  const rows = await db
    .selectFrom('deliveries as d')
    .leftJoin('deliveries as p', 'p.id', 'd.parent_id')
    .select(['d.id', 'd.team', 'd.place', 'd.message', sql<string>`coalesce(p.key, d.key)`.as('thread')])
    .where('d.paper_id', '=', paper)
    .where('d.place_kind', '=', 'channel')
    .where('d.planned_at', '<', at)
    .where('d.state', 'not in', ['planned', 'held', 'dead'])
    .orderBy('d.planned_at', 'desc')
    .execute()
  return rows.map(({ place, message, ...post }) => {
    const said: Message | null = message === null ? null : JSON.parse(message)
    return { ...post, channel: place as ChannelId, message: said }
  })
}

/** Its words stay. What was released is a link, and a quiet line; a paper that was taken back is headed so. */
function withChange(message: Message, found: PaperChange): Message {
  const [line, { url }] = [changeLine(found), found]
  if (url === null) return { ...message, heading: [line, message.heading].filter(Boolean).join(' · ') }
  const link = { label: capitalized(found.change), url }
  const [card, ...cards] = message.cards
  const linked = card ? [{ ...card, links: [...card.links, link] }, ...cards] : []
  return { ...message, cards: linked, note: [message.note, line].filter(Boolean).join('\n') }
}

/** The one new message of a change in a channel. */
async function planNotice(
  db: Db,
  { channel, parent }: { channel: ChannelId; parent: string },
  { paper, change }: PaperChange,
  now: number,
): Promise<void> {
  const [card] = await lineCards(db, [paper], null)
  const note = `This paper was ${change} after it was posted here.`
  const message = messageOf({ kind: 'notice', cards: card ? [card] : [], note })
  const key = `changed:${channel}:${paper}:${change}`
  await planMessage(db, { key, to: { channel }, message, parent, now })
}

/** Who said that they present it at a meeting that is still to come. */
async function presentersOf(db: Db, { paper, at }: PaperChange) {
  const rows = await db
    .selectFrom('agenda_items as i')
    .innerJoin('agendas as a', (join) => join.onRef('a.team', '=', 'i.team').onRef('a.date', '=', 'i.date'))
    .select(['i.presenter', 'a.channel_id'])
    .where(({ and }) => and({ 'i.paper_id': paper, 'i.state': 'listed', 'i.answer': 'accepted' }))
    .where('i.presenter', 'is not', null)
    .$narrowType<{ presenter: NotNull }>()
    .where('a.meets_at', '>', at)
    .execute()
  return rows.map(({ presenter, channel_id: channel }) => ({ to: { person: presenter }, query: '', channel }))
}
