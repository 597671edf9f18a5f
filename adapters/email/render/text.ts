import type { Card, Message } from '../../../src/core/message.ts'
import { factsOf, rankOf, titleOf } from '../../shared/cards.ts'
import { webAddress } from '../../shared/text.ts'
import type { LetterLinks } from './html.ts'

/** A letter for programs that show text alone. */
export function renderText({ heading, cards, note, buttons }: Message, links: LetterLinks): string {
  const leading = buttons.flatMap((button) => ('url' in button ? [`${button.label}: ${button.url}`] : []))
  return [
    ...(heading === null ? [] : [heading]),
    ...cards.map(cardText),
    ...(note === null ? [] : [note]),
    ...leading,
    `-- \nChange what you get: ${links.settings}\nUnsubscribe: ${links.unsubscribe}`,
  ].join('\n\n')
}

function cardText(card: Card): string {
  const facts = factsOf(card).join(' · ')
  const address = webAddress(card.url)
  return [
    rankOf(card) + titleOf(card),
    ...(facts === '' ? [] : [facts]),
    ...card.lines.map((line) => `* ${line}`),
    ...(address === null ? [] : [address]),
  ].join('\n')
}
