import { platformOf, type Reply, teamOf } from '../chat.ts'
import { count } from '../digest/words.ts'
import { findNextAgenda } from '../discussion/next-agenda.ts'
import { renderBibtex } from '../export/bibtex.ts'
import { citationFormats } from '../export/citations.ts'
import { notice } from '../message.ts'
import type { Paper, PaperId } from '../paper.ts'
import { insertDeliveries } from '../store/deliveries.ts'
import { latestDigest, outcomesOfDigest } from '../store/digests.ts'
import { findPapers } from '../store/papers.ts'
import { savedPapers } from '../store/saved.ts'
import { type Asked, type CommandContext, say, type Verb } from './verb.ts'
import { findMeant } from './why.ts'

const MOST = 500

type List = (context: CommandContext, asked: Asked) => Promise<PaperId[]>

/** The lists that have a name. */
const lists = new Map<string, List>([
  ['saved', async ({ store }, { person }) => (await savedPapers(store.db, person, 0, MOST)).papers],
  ['today', postedToday],
  [
    'agenda',
    async ({ store, now }, { channel }) =>
      (await findNextAgenda({ store }, teamOf(channel), now()))?.items.map(({ paper }) => paper) ?? [],
  ],
])

export const cite: Verb = {
  name: 'cite',
  usage: 'cite TITLE|saved|today|agenda',
  does: 'files for your reference manager',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [what = '']) {
    const list = lists.get(what.toLowerCase())
    const paper = list ? null : await findMeant(context, what, asked)
    if (!list && !paper) return say(`No paper here is called “${what}”. Its link or arXiv identifier finds it surely.`)
    const ids = list ? await list(context, asked) : []
    const papers = paper ? [paper] : [...(await findPapers(context.store.db, ids)).values()]
    return papers.length === 0 ? say('There is nothing on that list.') : send(context, asked, papers)
  },
}

/** Files go by direct message: an answer that only the asker sees can hold none. */
async function send({ store, now, deliver }: CommandContext, { person }: Asked, papers: Paper[]): Promise<Reply> {
  // A terminal takes no files, and shows a long text as it is.
  if (platformOf(person) === 'terminal') return say(renderBibtex(papers))
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
  return say(
    `${count(papers.length, 'paper')} for your reference manager: on the way to you by direct message (${kinds}).`,
  )
}

async function postedToday({ store: { db } }: CommandContext, { channel }: Asked): Promise<PaperId[]> {
  const digest = await latestDigest(db, channel)
  const outcomes = digest ? await outcomesOfDigest(db, channel, digest.date) : []
  return outcomes.flatMap(({ outcome, paper }) => (outcome === 'posted' || outcome === 'thread' ? [paper] : []))
}
