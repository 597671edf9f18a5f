import { type ChannelId, teamOf } from '../chat.ts'
import { lineCard } from '../digest/words.ts'
import { countVotes } from '../discussion/votes.ts'
import { type Message, notice } from '../message.ts'
import { attentionOf, findPapers, NO_ATTENTION } from '../store/papers.ts'
import type { CommandContext, Verb } from './verb.ts'

const SHOWN = 10
const SPANS = new Map([
  ['week', 7],
  ['month', 31],
])
const DAY_MS = 86_400_000

export const top: Verb = {
  name: 'top',
  usage: 'top [week|month]',
  does: 'most 👍',
  access: 'anyone',
  parse: (rest) => (rest === '' || SPANS.has(rest) ? [rest || 'week'] : null),
  run: async (context, { channel }, [span = 'week']) => ({
    message: await showTop(context, channel, span),
    to: 'asker',
  }),
}

/** What this team voted for; counts alone, never names. */
export async function showTop({ store, now }: CommandContext, channel: ChannelId, span: string): Promise<Message> {
  const tallies = await countVotes(store, teamOf(channel), now() - (SPANS.get(span) ?? 7) * DAY_MS)
  const shown = tallies.slice(0, SHOWN)
  const ids = shown.map(({ paper }) => paper)
  const [papers, attention] = [await findPapers(store.db, ids), await attentionOf(store.db, ids)]
  const cards = shown.flatMap(({ paper: id, votes }, index) => {
    const paper = papers.get(id)
    if (!paper) return []
    const card = lineCard(paper, attention.get(id) ?? NO_ATTENTION, index + 1)
    return [{ ...card, facts: [`${votes} 👍`, ...card.facts] }]
  })
  const nothing = `Nobody has voted this ${span}. 👍 on a paper says: I want to discuss this.`
  return {
    ...notice(''),
    kind: 'list',
    heading: `Most 👍 this ${span}`,
    cards,
    note: cards.length === 0 ? nothing : null,
  }
}
