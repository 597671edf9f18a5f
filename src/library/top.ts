import { votesIn } from '../channels/team-settings.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import type { Card } from '../core/message.ts'
import type { Store } from '../db/open.ts'
import { lineCards } from '../digest/write/line-cards.ts'
import { countVotes } from '../voting/tally.ts'

const MAX_CARDS = 10

/** The team's most voted papers of those posted since `since` (milliseconds). Counts, never names. */
export async function topCards(store: Store, channel: ChannelId, vote: string, since: number): Promise<Card[]> {
  const shown = (await countVotes(store, teamOf(channel), since)).slice(0, MAX_CARDS)
  const votes = new Map(shown.map((tally) => [tally.paper, tally.votes]))
  const cards = await lineCards(store.db, [...votes.keys()])
  return cards.map((card) => ({
    ...card,
    facts: [votesIn((card.paper && votes.get(card.paper)) ?? 0, vote), ...card.facts],
  }))
}
