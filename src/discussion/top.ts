import { type ChannelId, teamOf } from '../chat.ts'
import { lineCard } from '../digest/words.ts'
import type { Card } from '../message.ts'
import { attentionOf, NO_ATTENTION } from '../store/attention.ts'
import type { Store } from '../store/open.ts'
import { findPapers } from '../store/papers.ts'
import { countVotes } from './votes.ts'

const SHOWN = 10

/** What a channel's team voted for of the papers posted since then (milliseconds), most votes first; counts alone, never names. */
export async function topCards(store: Store, channel: ChannelId, since: number): Promise<Card[]> {
  const shown = (await countVotes(store, teamOf(channel), since)).slice(0, SHOWN)
  const ids = shown.map(({ paper }) => paper)
  const [papers, attention] = [await findPapers(store.db, ids), await attentionOf(store.db, ids)]
  return shown.flatMap(({ paper: id, votes }, index) => {
    const paper = papers.get(id)
    if (!paper) return []
    const card = lineCard(paper, attention.get(id) ?? NO_ATTENTION, index + 1)
    return [{ ...card, facts: [`${votes} 👍`, ...card.facts] }]
  })
}
