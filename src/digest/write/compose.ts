import type { ChannelSettings } from '../../channels/settings.ts'
import type { Message } from '../../core/message.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import type { Subject } from '../../outbox/delivery.ts'
import type { Summaries } from '../../summaries/team-summaries.ts'
import type { Outcome } from '../choose/choose.ts'
import type { PaperReader } from './read-papers.ts'
import {
  type DigestWords,
  headingMessage,
  letterMessage,
  listedCard,
  listMessage,
  nothingMessage,
  paperMessage,
  tailMessage,
} from './texts.ts'

/** A digest as whoever words it needs it: from the record of one, or from a draft. Best first. */
export type DigestView = {
  settings: ChannelSettings
  words: DigestWords
  outcomes: { paper: PaperId; outcome: Outcome; rank: number | null }[]
}

type ComposeSources = { papers: PaperReader; summaries: Summaries }

export type DigestPart = Exclude<Subject, { kind: 'said' }>

/** The message of one part of a digest. Throws when a paper that it needs is not on record. */
export async function composePart(part: DigestPart, view: DigestView, reading: ComposeSources): Promise<Message> {
  const { settings, words, outcomes } = view
  const { papers, summaries } = reading
  if (part.kind === 'heading') return headingMessage(words)
  if (part.kind === 'nothing') return nothingMessage(words)
  if (part.kind === 'paper') return composePaper(part.paper, settings, reading)
  if (part.kind === 'letter') return composeLetter(part.date, view, reading)
  const idsOf = (wanted: Outcome) => outcomes.flatMap(({ paper, outcome }) => (outcome === wanted ? [paper] : []))
  if (part.kind === 'tail') {
    const posted = await papers(idsOf('posted'))
    return tailMessage(words, await Promise.all(posted.map(({ paper }) => summaries(paper, settings))))
  }
  const all = idsOf('thread')
  const ranks = new Map(outcomes.map(({ paper, rank }) => [paper, rank]))
  const listed = await papers(all.slice(part.from, part.to))
  const cards = listed.map(({ paper, popularity }) => listedCard(paper, popularity, ranks.get(paper.id) ?? null))
  return listMessage(cards, part.from === 0 ? all.length : null)
}

/** The whole digest in one message: the same parts, one below the other. */
async function composeLetter(date: IsoDay, view: DigestView, reading: ComposeSources): Promise<Message> {
  const posted = view.outcomes.filter(({ outcome }) => outcome === 'posted')
  const papers = posted.map(({ paper }) => composePaper(paper, view.settings, reading))
  const list = composePart({ kind: 'list', date, from: 0, to: view.outcomes.length }, view, reading)
  const tail = composePart({ kind: 'tail', date }, view, reading)
  return letterMessage(view.words, await Promise.all(papers), await list, await tail)
}

/** One paper as a post. Throws when it is not on record. */
export async function composePaper(
  id: PaperId,
  settings: Pick<ChannelSettings, 'language' | 'summaries'>,
  { papers, summaries }: ComposeSources,
): Promise<Message> {
  const [known] = await papers([id])
  if (!known) throw new Error(`${id} was chosen but is not on record.`)
  return paperMessage(known.paper, known.popularity, await summaries(known.paper, settings))
}
