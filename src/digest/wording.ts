import type { Subject } from '../delivery/delivery.ts'
import type { Message } from '../message.ts'
import type { IsoDay, PaperId } from '../paper.ts'
import type { Db } from '../store/open.ts'
import { attentionOf, findPaper, findPapers, NO_ATTENTION } from '../store/papers.ts'
import type { Outcome } from './choose.ts'
import type { ChannelSettings } from './settings.ts'
import type { Summaries } from './summaries.ts'
import {
  type DigestWords,
  headingMessage,
  letterMessage,
  listedCard,
  listMessage,
  nothingMessage,
  paperMessage,
  tailMessage,
} from './words.ts'

/** A digest as whoever words it needs it: from the record of one, or from a draft. Best first. */
export type DigestView = {
  settings: ChannelSettings
  words: DigestWords
  outcomes: { paper: PaperId; outcome: Outcome; rank: number | null }[]
}

type Reading = { db: Db; summaries: Summaries }

export type Part = Exclude<Subject, { kind: 'said' }>

/** The message of one part of a digest. Throws when a paper that it needs is not on record. */
export async function wordPart(part: Part, view: DigestView, reading: Reading): Promise<Message> {
  const { settings, words, outcomes } = view
  const { db, summaries } = reading
  if (part.kind === 'heading') return headingMessage(words)
  if (part.kind === 'nothing') return nothingMessage(words)
  if (part.kind === 'paper') return wordPaper(part.paper, settings, reading)
  if (part.kind === 'letter') return wordLetter(part.date, view, reading)
  const idsOf = (wanted: Outcome) => outcomes.flatMap(({ paper, outcome }) => (outcome === wanted ? [paper] : []))
  if (part.kind === 'tail') {
    const posted = await findPapers(db, idsOf('posted'))
    return tailMessage(words, await Promise.all([...posted.values()].map((paper) => summaries(paper, settings))))
  }
  const all = idsOf('thread')
  const ids = all.slice(part.from, part.to)
  const [papers, attention] = [await findPapers(db, ids), await attentionOf(db, ids)]
  const ranks = new Map(outcomes.map(({ paper, rank }) => [paper, rank]))
  const cards = ids.flatMap((id) => {
    const paper = papers.get(id)
    return paper ? [listedCard(paper, attention.get(id) ?? NO_ATTENTION, ranks.get(id) ?? null)] : []
  })
  return listMessage(cards, part.from === 0 ? all.length : null)
}

/** The whole digest in one message: the same parts, one below the other. */
async function wordLetter(date: IsoDay, view: DigestView, reading: Reading): Promise<Message> {
  const posted = view.outcomes.filter(({ outcome }) => outcome === 'posted')
  const papers = posted.map(({ paper }) => wordPaper(paper, view.settings, reading))
  const list = wordPart({ kind: 'list', date, from: 0, to: view.outcomes.length }, view, reading)
  const tail = wordPart({ kind: 'tail', date }, view, reading)
  return letterMessage(view.words, await Promise.all(papers), await list, await tail)
}

/** One paper as a post. Throws when it is not on record. */
export async function wordPaper(
  id: PaperId,
  settings: Pick<ChannelSettings, 'language' | 'summaries'>,
  { db, summaries }: Reading,
): Promise<Message> {
  const paper = await findPaper(db, id)
  if (!paper) throw new Error(`${id} was chosen but is not on record.`)
  const attention = (await attentionOf(db, [id])).get(id) ?? NO_ATTENTION
  return paperMessage(paper, attention, await summaries(paper, settings))
}
