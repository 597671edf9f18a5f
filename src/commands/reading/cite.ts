import { platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { latestDigest, outcomesOfDigest } from '../../digest/stored-digests.ts'
import { count } from '../../digest/write/texts.ts'
import { readerOf } from '../../library/paper-history.ts'
import { savedPapers } from '../../library/saved.ts'
import { findNextAgenda } from '../../meetings/next-agenda.ts'
import { insertDeliveries } from '../../outbox/deliveries.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import { citationFormats } from '../../papers/citations/citations.ts'
import { findPapers } from '../../papers/papers.ts'
import { type ActionVerb, type Asker, type CommandContext, reply, type Verb } from '../verb.ts'
import { searchAs } from './search-reply.ts'
import { showTop } from './top.ts'
import { resolvePaper } from './why.ts'

const MAX_PAPERS = 500

/** `about` is what follows the list's name: the words of a search, the span of a top list. */
type ReadList = (context: CommandContext, asked: Asker, about: string) => Promise<PaperId[]>

/** What can be cited as a whole. */
const lists: { called: RegExp; papers: ReadList }[] = [
  {
    called: /^saved$/i,
    papers: async ({ store }, { person }) => (await savedPapers(store.db, person, 0, MAX_PAPERS)).papers,
  },
  { called: /^today$/i, papers: latestPostedPapers },
  {
    called: /^top(?: (week|month))?$/i,
    papers: async (context, { channel }, span) =>
      (await showTop(context, channel, span.toLowerCase() || 'week')).cards.flatMap(({ paper }) => paper ?? []),
  },
  {
    called: /^agenda$/i,
    papers: async ({ store, now }, { channel }) =>
      (await findNextAgenda({ store }, teamOf(channel), now()))?.items.map(({ paper }) => paper) ?? [],
  },
  { called: /^search (\S[\s\S]*)$/i, papers: searchedPapers },
]

export const cite: Verb = {
  name: 'cite',
  usage: 'cite TITLE|saved|today|top|agenda',
  does: 'files for your reference manager',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  run: (context, asked, [what = '']) => citePapers(context, asked, what),
}

/** A button says what somebody would type. */
export const citeAction: ActionVerb = {
  name: 'cite',
  access: 'anyone',
  run: (context, { channel, person, value }) => citePapers(context, { channel, person }, value),
}

async function citePapers(context: CommandContext, asked: Asker, what: string): Promise<Reply> {
  for (const { called, papers } of lists) {
    const [whole, about = ''] = called.exec(what) ?? []
    if (whole === undefined) continue
    const ids = await papers(context, asked, about)
    const found = await findPapers(context.store.db, ids)
    const listed = ids.flatMap((id) => found.get(id) ?? [])
    return listed.length === 0 ? reply('There is nothing on that list.') : sendFiles(context, asked, listed)
  }
  const paper = await resolvePaper(context, what, asked)
  if (!paper) return reply(`No paper here is called “${what}”. Its link or arXiv identifier finds it surely.`)
  return sendFiles(context, asked, [paper])
}

/** Files go by direct message: an answer that only the asker sees can hold none. */
async function sendFiles({ store, now, deliver }: CommandContext, { person }: Asker, papers: Paper[]): Promise<Reply> {
  // A terminal takes no files, and shows a long text as it is.
  if (platformOf(person) === 'terminal') return reply(renderBibtex(papers))
  const at = now()
  const files = citationFormats.map(({ extension, type, render }) => ({
    name: `papers.${extension}`,
    type,
    text: render(papers),
  }))
  const subject = { kind: 'said' as const, message: notice(`To cite: ${count(papers.length, 'paper')}.`), files }
  const key = `cite:${person}:${at}`
  const delivery = { key, place: person, team: teamOf(person), seq: at * 1000, parent: null, subject, plannedAt: at }
  await insertDeliveries(store.db, [delivery])
  await deliver()
  const kinds = citationFormats.map(({ label }) => label).join(', ')
  return reply(
    `${count(papers.length, 'paper')} for your reference manager: on the way to you by direct message (${kinds}).`,
  )
}

async function latestPostedPapers({ store: { db } }: CommandContext, { channel }: Asker): Promise<PaperId[]> {
  const digest = await latestDigest(db, channel)
  const outcomes = digest ? await outcomesOfDigest(db, channel, digest.date) : []
  return outcomes.flatMap(({ outcome, paper }) => (outcome === 'posted' || outcome === 'thread' ? [paper] : []))
}

async function searchedPapers(context: CommandContext, asked: Asker, query: string): Promise<PaperId[]> {
  const { hits } = await searchAs(context, readerOf(context, asked), query, { offset: 0, limit: MAX_PAPERS })
  return hits.map(({ paper }) => paper.id)
}
