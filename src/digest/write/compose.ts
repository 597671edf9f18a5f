import type { ChannelSettings } from '../../channels/settings.ts'
import type { Message } from '../../core/message.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import type { Subject } from '../../outbox/delivery.ts'
import type { Summaries } from '../../summaries/team-summaries.ts'
import type { Outcome } from '../choose/choose.ts'
import type { PaperReader } from './read-papers.ts'
import {
  type DigestFacts,
  headingMessage,
  letterMessage,
  listedCard,
  listMessage,
  nothingMessage,
  paperMessage,
  type TeamNews,
  tailMessage,
} from './texts.ts'

/** What the messages of a digest are written from, stored or drafted. `outcomes`: best first. */
export type DigestView = {
  settings: ChannelSettings
  facts: DigestFacts
  outcomes: { paper: PaperId; outcome: Outcome; rank: number | null }[]
}

type ComposeSources = {
  papers: PaperReader
  summaries: Summaries
  /** What a letter of a day says of the team of its reader. */
  news?: (date: IsoDay) => Promise<TeamNews | null>
}

type DigestPart = Exclude<Subject, { kind: 'said' }>

/** The message of one part of a digest. Throws when a paper that it needs is not stored. */
export async function composePart(part: DigestPart, view: DigestView, sources: ComposeSources): Promise<Message> {
  const { settings, facts, outcomes } = view
  const { papers, summaries } = sources
  const idsOf = (wanted: Outcome) => outcomes.flatMap(({ paper, outcome }) => (outcome === wanted ? [paper] : []))
  if (part.kind === 'heading') return headingMessage(facts)
  if (part.kind === 'nothing') return nothingMessage(facts)
  if (part.kind === 'paper') return composePaper(part.paper, settings, sources)
  if (part.kind === 'tail') {
    const posted = await papers(idsOf('posted'))
    return tailMessage(facts, await Promise.all(posted.map(({ paper }) => summaries(paper, settings))))
  }
  if (part.kind === 'letter') {
    const { date } = part
    const posts = await Promise.all(idsOf('posted').map((paper) => composePaper(paper, settings, sources)))
    const list = await composePart({ kind: 'list', date, from: 0, to: outcomes.length }, view, sources)
    const tail = await composePart({ kind: 'tail', date }, view, sources)
    return letterMessage(facts, posts, list, { tail, news: (await sources.news?.(date)) ?? null })
  }
  const all = idsOf('thread')
  const ranks = new Map(outcomes.map(({ paper, rank }) => [paper, rank]))
  const listed = await papers(all.slice(part.from, part.to))
  const cards = listed.map(({ paper, popularity }) => listedCard(paper, popularity, ranks.get(paper.id) ?? null))
  return listMessage(cards, part.from === 0 ? all.length : null)
}

/** One paper as a post. Throws when it is not stored. */
export async function composePaper(
  id: PaperId,
  settings: Pick<ChannelSettings, 'language' | 'layout' | 'summaries'>,
  { papers, summaries }: ComposeSources,
): Promise<Message> {
  const [known] = await papers([id])
  if (!known) throw new Error(`${id} was chosen but is not on record.`)
  const { paper, popularity } = known
  const message = paperMessage(paper, popularity, await summaries(paper, settings))
  const picture = (settings.layout === 'pictures' && paper.facts.picture) || null
  return { ...message, cards: message.cards.map((card) => ({ ...card, picture })) }
}
