import { platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { latestDigest, postedIn } from '../../digest/stored-digests.ts'
import { count } from '../../digest/write/texts.ts'
import { readerOf } from '../../library/paper-history.ts'
import { savedPapers } from '../../library/saved.ts'
import { findNextAgenda } from '../../meetings/agenda/next-agenda.ts'
import { planMessage } from '../../outbox/plan-deliveries.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import { citationFormats } from '../../papers/citations/citations.ts'
import { findPapers } from '../../papers/papers.ts'
import { reply } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type Verb } from '../verb.ts'
import { onNamedPaper } from './find-paper.ts'
import { searchAs } from './search-reply.ts'
import { topMessage } from './top.ts'

const MAX_PAPERS = 500

/** `about` is what follows the list's name: the words of a search, the span of a top list. */
type ReadList = (context: CommandContext, asked: Asker, about: string) => Promise<PaperId[]>

/** The lists that can be cited as a whole. */
const lists: { pattern: RegExp; papers: ReadList }[] = [
  {
    pattern: /^saved$/i,
    papers: async ({ store }, { person }) => (await savedPapers(store.db, person, 0, MAX_PAPERS)).papers,
  },
  {
    pattern: /^today$/i,
    async papers({ store: { db } }, { channel }) {
      const digest = await latestDigest(db, channel)
      return digest ? (await postedIn(db, digest)).map(({ paper }) => paper) : []
    },
  },
  {
    pattern: /^top(?: (week|month))?$/i,
    papers: async (context, { channel }, span) =>
      (await topMessage(context, channel, span.toLowerCase() || 'week')).cards.flatMap(({ paper }) => paper ?? []),
  },
  {
    pattern: /^agenda$/i,
    papers: async (context, { channel }) =>
      (await findNextAgenda(context, teamOf(channel), context.now()))?.items.map(({ paper }) => paper) ?? [],
  },
  {
    pattern: /^search (\S[\s\S]*)$/i,
    async papers(context, asked, query) {
      const { hits } = await searchAs(context, readerOf(context, asked), query, { offset: 0, limit: MAX_PAPERS })
      return hits.map(({ paper }) => paper.id)
    },
  },
]

export const cite: Verb = {
  name: 'cite',
  usage: 'cite TITLE|saved|today|top|agenda',
  does: 'files for your reference manager',
  access: 'anyone',
  parse: anyWords,
  run: (context, asked, [what = '']) => citePapers(context, asked, what),
}

/** Its value is what somebody would type. */
export const citeAction: ActionVerb = {
  name: 'cite',
  access: 'anyone',
  run: (context, { channel, person, value }) => citePapers(context, { channel, person }, value),
}

async function citePapers(context: CommandContext, asked: Asker, what: string): Promise<Reply> {
  for (const { pattern, papers } of lists) {
    const [whole, about = ''] = pattern.exec(what) ?? []
    if (whole === undefined) continue
    const ids = await papers(context, asked, about)
    const found = await findPapers(context.store.db, ids)
    const listed = ids.flatMap((id) => found.get(id) ?? [])
    return listed.length === 0 ? reply('There is nothing on that list.') : sendFiles(context, asked, listed)
  }
  return onNamedPaper((_, paper) => sendFiles(context, asked, [paper]))(context, asked, [what])
}

/** By direct message: an answer that only the asker sees can hold no files. */
async function sendFiles(context: CommandContext, { person }: Asker, papers: Paper[]): Promise<Reply> {
  const { store, adapters, now, deliver } = context
  const takesFiles = adapters.get(platformOf(person))?.features.includes('files') ?? false
  if (!takesFiles) return reply(renderBibtex(papers))
  const files = citationFormats.map(({ extension, type, render }) => ({
    name: `papers.${extension}`,
    type,
    text: render(papers),
  }))
  const papersInWords = count(papers.length, 'paper')
  const [at, message] = [now(), notice(`To cite: ${papersInWords}.`)]
  await planMessage(store.db, { key: `cite:${person}:${at}`, to: { person }, message, files, now: at })
  await deliver()
  const formats = citationFormats.map(({ label }) => label).join(', ')
  return reply(`${papersInWords} for your reference manager: on the way to you by direct message (${formats}).`)
}
