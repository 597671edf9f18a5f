import { type ChannelId, teamOf } from '../core/chat.ts'
import type { Card } from '../core/message.ts'
import type { Store } from '../db/open.ts'
import { lineCard } from '../digest/write/texts.ts'
import { findPapers } from '../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../papers/popularity.ts'
import { countVotes } from '../voting/resync.ts'

const MAX_CARDS = 10

/** What a channel's team voted for of the papers posted since then (milliseconds), most votes first; counts alone, never names. */
export async function topCards(store: Store, channel: ChannelId, since: number): Promise<Card[]> {
  const shown = (await countVotes(store, teamOf(channel), since)).slice(0, MAX_CARDS)
  const ids = shown.map(({ paper }) => paper)
  const [papers, popularity] = [await findPapers(store.db, ids), await popularityOf(store.db, ids)]
  return shown.flatMap(({ paper: id, votes }, index) => {
    const paper = papers.get(id)
    if (!paper) return []
    const card = lineCard(paper, popularity.get(id) ?? NO_POPULARITY, index + 1)
    return [{ ...card, facts: [`${votes} 👍`, ...card.facts] }]
  })
}
