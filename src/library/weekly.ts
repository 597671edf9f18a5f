import { channelsOpenTo, personAt } from '../access/invited-readers.ts'
import { type ArchiveLinks, STAY_DAYS } from '../access/reader-links.ts'
import { type Channel, findChannel, findSubscribed, listChannels } from '../channels/channels.ts'
import { type Defaults, effectiveSettings, wantsWeekly } from '../channels/settings.ts'
import { emojiName, votesIn } from '../channels/team-settings.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import { type Card, headingLine, messageOf } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import { addDays, DAY_MS, dueDate, formatDay, isFirstOfWeek } from '../core/schedule.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { lineCardsOf } from '../digest/write/read-papers.ts'
import type { TeamNews } from '../digest/write/texts.ts'
import { findNextAgenda } from '../meetings/agenda/view.ts'
import { latestDiscussions } from '../meetings/discussions.ts'
import type { OfferContext } from '../meetings/presenters.ts'
import { planMessage } from '../outbox/plan-deliveries.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { countVotes } from '../voting/tally.ts'
import { linkedTeams, voteOf } from '../voting/voter-groups.ts'
import { changedCards } from './paper-changes.ts'

const WEEK_DAYS = 7
const WEEK_MS = WEEK_DAYS * DAY_MS
const MAX_CARDS = 10
/** Of a kind, in a letter. */
const MOST = 5

export const weeklyKey = (channel: Channel['id'], date: IsoDay): string => `top:${channel}:${date}`

/** After a week's first digest, where the channel wants it: the most voted papers of seven days, and what changed. */
export async function planWeekly(context: IsolationContext & { defaults: Defaults }, now: number): Promise<void> {
  const { store, defaults } = context
  for (const channel of await listChannels(store.db)) {
    const settings = effectiveSettings(channel.settings, defaults)
    if (channel.state !== 'active' || !wantsWeekly(settings)) continue
    await isolated(context, { kind: 'channel', name: channel.id, step: 'weekly' }, async () => {
      const date = dueDate(settings, now, null)
      const isTime = date !== null && date === channel.lastDigestOn && isFirstOfWeek(settings, date)
      if (isTime) await planLookBack(store, channel, { date, now })
    })
  }
}

/** Once a date, though people may vote later that day. */
async function planLookBack(store: Store, { id, team }: Channel, { date, now }: { date: IsoDay; now: number }) {
  const metaKey = `week looked back on in ${id}`
  if ((await getMeta(store.db, metaKey)) === date) return
  const vote = await voteOf(store.db, team)
  const top = await topCards(store, id, vote, now - WEEK_MS)
  const cards = [...top, ...(await changedCards(store.db, id, now - WEEK_MS))]
  const heading = top.length > 0 ? `Most ${emojiName(vote)} last week` : 'Last week'
  const message = messageOf({ kind: 'list', heading, cards })
  await store.write(async (db) => {
    await setMeta(db, metaKey, date)
    if (cards.length > 0) await planMessage(db, { key: weeklyKey(id, date), to: { channel: id }, message, now })
  })
}

type NewsContext = OfferContext & { store: Store; defaults: Defaults; archive: ArchiveLinks | null }

/**
 * What the first letter of a week says of the channels that its reader was let into: the most voted papers, the next
 * agenda, verdicts, and a link to the archive. Counts, never names; all others get what is public.
 */
export async function readTeamNews(context: NewsContext, reader: ChannelId, date: IsoDay): Promise<TeamNews | null> {
  const { store, defaults, archive } = context
  const open = await channelsOpenTo(store.db, reader)
  const schedule = effectiveSettings((await findChannel(store.db, reader))?.settings ?? {}, defaults)
  if (open.length === 0 || !isFirstOfWeek(schedule, date)) return null
  const channels = (await Promise.all(open.map((id) => findSubscribed(store.db, id)))).filter((one) => one !== null)
  const cards: Card[] = []
  for (const { id, team } of channels) cards.push(...(await newsOf(context, id, team, addDays(date, -WEEK_DAYS))))
  const buttons = channels.flatMap(({ id }) =>
    archive ? [{ label: 'Open the archive', url: archive.open(id, personAt(reader), STAY_DAYS) }] : [],
  )
  // Links alone: their papers are not those that the letter is about.
  return { cards: cards.map((card) => ({ ...card, paper: null, rank: null, buttons: [] })), buttons }
}

async function newsOf(context: NewsContext, channel: ChannelId, team: string, since: string): Promise<Card[]> {
  const { store } = context
  const { db } = store
  const vote = await voteOf(db, team)
  const top = (await topCards(store, channel, vote, store.now() - WEEK_MS)).slice(0, MOST)
  const next = await findNextAgenda(context, team, store.now())
  const agenda = next ? await lineCardsOf(db, next.items, ({ votes }) => ({ facts: [votesIn(votes, vote)] })) : []
  const discussed = await latestDiscussions(db, await linkedTeams(db, team), since, MOST)
  const verdicts = discussed.filter(({ verdict }) => verdict !== null)
  const [, ...changed] = await changedCards(db, channel, store.now() - WEEK_MS)
  const sections: [string, Card[]][] = [
    [`Most ${emojiName(vote)} in your team this week`, top],
    [next ? `Next meeting: ${formatDay(next.meeting.date)}, ${next.settings.time} ${next.settings.zone}` : '', agenda],
    ['What changed', changed],
    ['Your team’s verdicts', await lineCardsOf(db, verdicts, ({ verdict }) => ({ facts: [], lines: [verdict ?? ''] }))],
  ]
  return sections.flatMap(([heading, cards]) => (cards.length === 0 ? [] : [headingLine(heading), ...cards]))
}

/** The team's most voted papers of those posted since `since` (milliseconds). Counts, never names. */
export async function topCards(store: Store, channel: ChannelId, vote: string, since: number): Promise<Card[]> {
  const shown = (await countVotes(store, teamOf(channel), since)).slice(0, MAX_CARDS)
  return lineCardsOf(store.db, shown, ({ votes }, { facts }) => ({ facts: [votesIn(votes, vote), ...facts] }), 1)
}
