import type { Card, Message } from '../../../src/core/message.ts'
import { factsOf, isHeading, rankOf, titleOf } from '../../shared/cards.ts'
import { webAddress } from '../../shared/text.ts'
import type { LetterLinks } from './html.ts'

/** Characters of a line, so that it stays one when it is quoted. */
const WIDTH = 72

/** A letter for programs that show text alone. */
export function renderText({ heading, cards, note, buttons }: Message, links: LetterLinks): string {
  const leading = buttons.flatMap((button) => ('url' in button ? [`${button.label}:\n${button.url}`] : []))
  const notes =
    note === null
      ? []
      : [
          note
            .split('\n')
            .map((line) => wrap(line))
            .join('\n'),
        ]
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

/** Breaks between words; a word that is too long, such as an address, stays whole. */
function wrap(text: string, first = '', next = ''): string {
  const lines: string[] = []
  let line = first
  for (const word of text.split(/\s+/)) {
    const isEmpty = line === first || line === next
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = next + word
    } else line += isEmpty ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
