import type { PaperLink, Reply } from '../chat.ts'
import { lineCard } from '../digest/words.ts'
import { notice } from '../message.ts'
import { findMeantPapers } from '../store/meant.ts'
import { attentionOf, NO_ATTENTION } from '../store/papers.ts'
import { papersIn } from './links.ts'
import { type CommandContext, say } from './verb.ts'

/** The papers that a message links to. */
export async function lookUp({ store }: CommandContext, { text }: PaperLink): Promise<Reply> {
  const ids = papersIn(text)
  const [papers, attention] = [await findMeantPapers(store.db, ids), await attentionOf(store.db, ids)]
  const cards = ids.flatMap((id) => {
    const paper = papers.get(id)
    if (!paper) return []
    const card = lineCard(paper, attention.get(id) ?? NO_ATTENTION, null)
    return [{ ...card, buttons: [{ label: 'Abstract', action: 'abstract', value: id }] }]
  })
  if (cards.length === 0) return say('This message links to no paper that is known here.')
  return { message: { ...notice(''), kind: 'results', heading: 'In this message', cards, note: null }, to: 'asker' }
}
