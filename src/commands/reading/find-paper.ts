import { type Action, type Reply, teamOf } from '../../core/chat.ts'
import { type Paper, paperIdOf } from '../../core/paper.ts'
import { findPaper, findPapersByTitle } from '../../papers/papers.ts'
import { resolvePaperIds } from '../../papers/resolve-ids.ts'
import { reply } from '../replies.ts'
import type { ActionVerb, Asker, CommandContext, Verb } from '../verb.ts'

/** The paper that a link, an identifier or a title names; else the best match of a search. */
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

export const describeUnknown = (text: string): string =>
  `No paper here is called “${text}”. Its link or arXiv identifier finds it surely.`

/** What a verb does whose words name one paper. */
export const onNamedPaper =
  (work: (context: CommandContext, paper: Paper, asked: Asker) => Promise<Reply>): Verb['run'] =>
  async (context, asked, [text = '']) => {
    const paper = await resolvePaper(context, text, asked)
    return paper ? work(context, paper, asked) : reply(describeUnknown(text))
  }

/** What a button does whose value is the identifier of a paper. */
export const onPaper =
  (work: (context: CommandContext, paper: Paper, action: Action) => Promise<Reply | null>): ActionVerb['run'] =>
  async (context, action) => {
    const id = paperIdOf(action.value)
    const paper = id ? await findPaper(context.store.db, id) : null
    return paper ? work(context, paper, action) : reply('That paper is not here any more.')
  }
