import type { Card, Message } from '../../src/core/message.ts'
import type { ReaderLinks } from '../../src/core/setup.ts'
import { shorten } from '../../src/core/text/shorten.ts'
import { factsOf, isHeading, rankOf, titleOf } from '../shared/cards.ts'
import { webAddress, wrapWords } from '../shared/text.ts'
import { renderHtml } from './render/html.ts'

/** Characters: what a list of letters shows of a subject on a desktop. */
const SUBJECT_LENGTH = 60

/** A message as a letter: HTML for the programs that show it, the same words as plain text for the others. */
export const renderLetter = (message: Message, links: ReaderLinks) => ({
  subject: subjectOf(message),
  html: renderHtml(message, links),
  text: renderText(message, links),
})

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

/** Characters of a line, so that it stays one when it is quoted. */
const WIDTH = 72

export function renderText({ heading, cards, note, buttons }: Message, links: ReaderLinks): string {
  const leading = buttons.flatMap((button) => ('url' in button ? [`${button.label}:\n${button.url}`] : []))
  const noted = (note ?? '').split('\n').map((line) => wrap(line))
  const notes = note === null ? [] : [noted.join('\n')]
  return [
    ...(heading === null ? [] : [underlined(heading, '=')]),
    ...(cards.length === 0 ? notes : []),
    ...leading,
    ...cards.map(cardText),
    ...(cards.length === 0 ? [] : notes),
    [
      '-- ',
      ...(cards.length === 0 ? [] : [`Change what you get: ${links.settings}`]),
      `Unsubscribe: ${links.unsubscribe}`,
    ].join('\n'),
  ].join('\n\n')
}

function cardText(card: Card): string {
  if (isHeading(card)) return underlined(titleOf(card), '-')
  const facts = factsOf(card).join(' · ')
  const links = [
    webAddress(card.url),
    ...card.links.map(({ label, url }) => webAddress(url) && `${label}: ${webAddress(url)}`),
  ]
  return [
    wrap(rankOf(card) + titleOf(card)),
    ...(facts === '' ? [] : [wrap(facts)]),
    ...card.lines.map((line) => wrap(line, '* ', '  ')),
    ...(card.size === 'full' ? links : links.slice(0, 1)).filter((line) => line !== null),
  ].join('\n')
}

const underlined = (text: string, mark: string): string => `${wrap(text)}\n${mark.repeat(Math.min(text.length, WIDTH))}`

const wrap = (text: string, first = '', rest = ''): string =>
  wrapWords(text.split(/\s+/), { first, rest, width: WIDTH, widthOf: ({ length }) => length })
