import { type Action, type Reply, teamOf } from '../../core/chat.ts'
import { linkedPapers } from '../../core/identifiers/linked-papers.ts'
import { readNamedPaper } from '../../core/identifiers/paper-id.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { findPaper, findPapersByTitle } from '../../papers/papers.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import { reply } from '../replies.ts'
import type { ActionVerb, Asker, CommandContext, Verb } from '../verb.ts'

/** The paper that a link, an identifier or a title names; else the best match of a search. */
export async function resolvePaper(
  { store, search, signal }: Pick<CommandContext, 'store' | 'search' | 'signal'>,
  text: string,
  asked: Asker | null,
): Promise<Paper | null> {
  const whole = readNamedPaper(text)
  const [named, ...more] = [...(await resolveNamedPapers(store.db, whole ? [whole] : linkedPapers(text))).values()]
  if (whole || (named && more.length === 0)) return named ?? null
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
    const paper = await findPaper(context.store.db, action.value as PaperId)
    return paper ? work(context, paper, action) : reply('That paper is not here any more.')
  }
