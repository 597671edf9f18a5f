import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { paperIdOf } from '../../core/paper.ts'
import { historyFacts, historyLines, loadPaperHistories, NO_HISTORY, readerOf } from '../../library/paper-history.ts'
import { explain } from '../../library/why.ts'
import { findPapersByTitle } from '../../papers/papers.ts'
import { resolvePaperIds } from '../../papers/resolve-ids.ts'
import { type Asker, type CommandContext, reply, type Verb } from '../verb.ts'

export const why: Verb = {
  name: 'why',
  usage: 'why TITLE|LINK',
  does: 'why it was posted, or not',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [text = '']) {
    const paper = await resolvePaper(context, text, asked)
    if (!paper) return reply(`No paper here is called “${text}”. Its link or arXiv identifier finds it surely.`)
    return reply((await explainTo(context, paper, asked)).join('\n'))
  },
}

/** Where a paper came from and what became of it, the discussion in the asker's team included. */
export async function explainTo(context: CommandContext, paper: Paper, asked: Asker): Promise<string[]> {
  const { store } = context
  const reader = readerOf(context, asked)
  const history = (await loadPaperHistories(store, [paper.id], reader)).get(paper.id) ?? NO_HISTORY
  const facts = await historyFacts(store, history, reader)
  return [
    ...(await explain(store, paper, asked.channel)),
    ...(facts.length > 0 ? [`In your team: ${facts.join(', ')}.`] : []),
    ...historyLines(history),
  ]
}

/** The paper a link, an identifier, a title or the best match means to whoever asks. */
export async function resolvePaper(
  { store, search, signal }: Pick<CommandContext, 'store' | 'search' | 'signal'>,
  text: string,
  asked: Asker | null,
): Promise<Paper | null> {
  const id = paperIdOf(text)
  if (id) return (await resolvePaperIds(store.db, [id])).get(id) ?? null
  const [titled] = await findPapersByTitle(store.db, text.trim())
  if (titled) return titled
  const asker = asked && { team: teamOf(asked.channel), person: asked.person, channels: [] }
  const { hits } = await search.search(text, { asker, limit: 1, offset: 0, signal })
  return hits[0]?.paper ?? null
}
