import { channelsOpenTo, personAt } from '../access/invited-readers.ts'
import { type ArchiveLinks, STAY_DAYS } from '../access/reader-links.ts'
import { findChannel, findSubscribed } from '../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../channels/settings.ts'
import { emojiName, votesIn } from '../channels/team-settings.ts'
import type { ChannelId } from '../core/chat.ts'
import { type Card, headingLine } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import { addDays, DAY_MS, formatDay, isFirstOfWeek } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { lineCards } from '../digest/write/line-cards.ts'
import type { TeamNews } from '../digest/write/texts.ts'
import { findNextAgenda } from '../meetings/agenda/next-agenda.ts'
import { latestDiscussions } from '../meetings/discussions.ts'
import type { OfferContext } from '../meetings/offers.ts'
import { linkedTeams, voteOf } from '../voting/voter-groups.ts'
import { changedCards } from './paper-changes.ts'
import { topCards } from './top.ts'

const MOST = 5
const WEEK_DAYS = 7

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
  const top = (await topCards(store, channel, vote, store.now() - WEEK_DAYS * DAY_MS)).slice(0, MOST)
  const next = await findNextAgenda(context, team, store.now())
  const agenda = next ? await cardsOf(db, next.items, ({ votes }) => ({ facts: [votesIn(votes, vote)] })) : []
  const discussed = await latestDiscussions(db, await linkedTeams(db, team), since, MOST)
  const verdicts = discussed.filter(({ verdict }) => verdict !== null)
  const [, ...changed] = await changedCards(db, channel, store.now() - WEEK_DAYS * DAY_MS)
  const sections: [string, Card[]][] = [
    [`Most ${emojiName(vote)} in your team this week`, top],
    [next ? `Next meeting: ${formatDay(next.meeting.date)}, ${next.settings.time} ${next.settings.zone}` : '', agenda],
    ['What changed', changed],
    ['Your team’s verdicts', await cardsOf(db, verdicts, ({ verdict }) => ({ facts: [], lines: [verdict ?? ''] }))],
  ]
  return sections.flatMap(([heading, cards]) => (cards.length === 0 ? [] : [headingLine(heading), ...cards]))
}

async function cardsOf<Item extends { paper: Parameters<typeof lineCards>[1][number] }>(
  db: Db,
  items: Item[],
  say: (item: Item) => Partial<Card>,
): Promise<Card[]> {
  const cards = await lineCards(
    db,
    items.map(({ paper }) => paper),
    null,
  )
  return cards.flatMap((card) => {
    const item = items.find(({ paper }) => paper === card.paper)
    return item ? [{ ...card, ...say(item) }] : []
  })
}
