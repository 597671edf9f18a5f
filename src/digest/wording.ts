import type { Subject } from '../delivery/delivery.ts'
import type { Message } from '../message.ts'
import type { PaperId } from '../paper.ts'
import type { Db } from '../store/open.ts'
import { attentionOf, findPaper, findPapers, NO_ATTENTION } from '../store/papers.ts'
import type { Outcome } from './choose.ts'
import type { ChannelSettings } from './settings.ts'
import type { Summaries } from './summaries.ts'
import {
  type DigestWords,
  headingMessage,
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

export type Part = Exclude<Subject, { kind: 'said' }>

/** The message of one part of a digest. Throws when a paper that it needs is not on record. */
export async function wordPart(
  part: Part,
  { settings, words, outcomes }: DigestView,
  { db, summaries }: { db: Db; summaries: Summaries },
): Promise<Message> {
  if (part.kind === 'heading') return headingMessage(words)
  if (part.kind === 'nothing') return nothingMessage(words)
  if (part.kind === 'paper') return wordPaper(part.paper, settings, { db, summaries })
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

/** One paper as a post. Throws when it is not on record. */
export async function wordPaper(
  id: PaperId,
  settings: Pick<ChannelSettings, 'language' | 'summaries'>,
  { db, summaries }: { db: Db; summaries: Summaries },
): Promise<Message> {
  const paper = await findPaper(db, id)
  if (!paper) throw new Error(`${id} was chosen but is not on record.`)
  const attention = (await attentionOf(db, [id])).get(id) ?? NO_ATTENTION
  return paperMessage(paper, attention, await summaries(paper, settings))
}
