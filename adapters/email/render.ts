import type { Message } from '../../src/core/message.ts'
import { shorten } from '../../src/core/text/shorten.ts'
import { titleOf } from '../shared/cards.ts'
import { type LetterLinks, renderHtml } from './render/html.ts'
import { renderText } from './render/text.ts'

export type Letter = { subject: string; html: string; text: string }

/** Characters: what a list of letters shows of a subject on a desktop. */
const SUBJECT_LENGTH = 60

/** A message as a letter: HTML for the programs that show it, the same words as plain text for the others. */
export function renderLetter(message: Message, links: LetterLinks): Letter {
  return { subject: subjectOf(message), html: renderHtml(message, links), text: renderText(message, links) }
}

/** The best paper’s own title, “and 21 more”; a letter about no papers is headed by what it says. */
function subjectOf({ heading, cards, note }: Message): string {
  const papers = new Set(cards.flatMap(({ paper }) => paper ?? []))
  const best = cards.find((card) => card.paper !== null && card.size === 'full')
  if (!best) return shorten(oneLine(heading ?? note ?? 'Paperboy'), SUBJECT_LENGTH)
  const others = papers.size > 1 ? ` and ${papers.size - 1} more` : ''
  return shorten(oneLine(titleOf(best)), SUBJECT_LENGTH - others.length) + others
}

/** A second line would be a header of its own. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
