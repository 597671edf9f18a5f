import { type Action, type Reply, teamOf } from '../../core/chat.ts'
import { linkedPapers } from '../../core/identifiers/linked-papers.ts'
import { paperIdOf, readNamedPaper } from '../../core/identifiers/paper-id.ts'
import { type Button, messageOf } from '../../core/message.ts'
import { linksOf, type Paper, type PaperId } from '../../core/paper.ts'
import { lineCards } from '../../digest/write/read-papers.ts'
import { postingsOf } from '../../outbox/postings.ts'
import { stemsOf } from '../../papers/index/tokenize.ts'
import { findPaper, findPapersByTitle } from '../../papers/papers.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import { askButton, reply, show } from '../replies.ts'
import { type ActionVerb, type Asker, type CommandContext, isForOne, type Verb } from '../verb.ts'

const MAX_CANDIDATES = 10
const MAX_READ = 50

/**
 * The paper that a text names beyond doubt: by link, identifier or whole title, or as the only one posted in the
 * asker's team whose title has all its words. Else those whose titles have them, the team's first.
 */
export async function resolvePaper(
  { store: { db }, search, signal }: Pick<CommandContext, 'store' | 'search' | 'signal'>,
  text: string,
  asked: Asker | null,
): Promise<Paper | Paper[]> {
  const whole = readNamedPaper(text)
  const [named, ...rest] = [...(await resolveNamedPapers(db, whole ? [whole] : linkedPapers(text))).values()]
  if (whole || (named && rest.length === 0)) return named ?? []
  const [titled, ...others] = await findPapersByTitle(db, text.trim().replace(/^[“"](.*)[”"]$/, '$1'))
  if (titled) return others.length === 0 ? titled : [titled, ...others]
  if (stemsOf(text).length === 0) return []
  const asker = asked && { team: teamOf(asked.channel), person: asked.person, channels: [] }
  const { hits, correction } = await search.search(text, { asker, limit: MAX_READ, offset: 0, signal })
  const words = new Set(stemsOf(correction?.corrected.map((span) => span.text).join('') ?? text))
  const fitting = hits.map(({ paper }) => paper).filter(({ title }) => words.isSubsetOf(new Set(stemsOf(title))))
  const postings = await postingsOf(db, idsOf(fitting))
  const own = new Set(postings.filter(({ channel }) => asker?.team === teamOf(channel)).map(({ paper }) => paper))
  const { ofTeam = [], ofOthers = [] } = Object.groupBy(fitting, ({ id }) => (own.has(id) ? 'ofTeam' : 'ofOthers'))
  const [only, ...more] = ofTeam
  if (only && more.length === 0 && correction === null && hits.length < MAX_READ) return only
  return [...ofTeam, ...ofOthers].slice(0, MAX_CANDIDATES)
}

export const idsOf = (papers: Paper[]): PaperId[] => papers.map(({ id }) => id)

export const describeUnknown = (text: string): string =>
  `No paper here is called “${text.slice(0, 200)}”. Its link or arXiv identifier finds it surely.`

/** What a verb does whose words name one paper; `action` is the button that does the same. */
export const onNamedPaper =
  (
    action: string,
    work: (context: CommandContext, paper: Paper, asked: Asker) => Promise<Reply>,
  ): ((...asked: Parameters<Verb['run']>) => Promise<Reply>) =>
  async (context, asked, [text = '']) => {
    const found = await resolvePaper(context, text, asked)
    if (!Array.isArray(found)) return work(context, found, asked)
    if (found.length > 0) return show(await whichPaper(context, idsOf(found), action))
    return unknownPaper(context, asked, text)
  }

/** What can be done about a paper that is not here. */
export function unknownPaper(context: CommandContext, { channel }: Asker, text: string): Reply {
  const id = paperIdOf(text)
  if (!id) return reply(describeUnknown(text), askButton('Search for these words', `search ${text}`))
  const isForMany = !context.isDirect(channel) && !isForOne(context, channel)
  const post: Button = { label: 'Post it here', action: 'add', value: id }
  const page: Button = { label: 'Open its page', url: linksOf(id).abstract }
  return reply('That paper is not known here.', ...(isForMany ? [post] : []), page)
}

/** Lets the asker choose among papers; `action` is what is done with the chosen one, `about` goes before its id. */
export async function whichPaper({ store }: CommandContext, papers: PaperId[], action: string, about = '') {
  const cards = (await lineCards(store.db, papers)).map((card) => ({
    ...card,
    buttons: [{ label: 'Choose a paper', action, value: about + card.paper }],
  }))
  return messageOf({ kind: 'list', heading: 'Which one?', cards })
}

/** What a button does whose value is the identifier of a paper. */
export const onPaper =
  (work: (context: CommandContext, paper: Paper, action: Action) => Promise<Reply | null>): ActionVerb['run'] =>
  async (context, action) => {
    const paper = await findPaper(context.store.db, action.value as PaperId)
    return paper ? work(context, paper, action) : reply('That paper is not here any more.')
  }
