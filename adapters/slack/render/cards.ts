import type { types } from '@slack/bolt'
import type { Card } from '../../../src/core/message.ts'
import { factsOf, rankOf } from '../../shared/cards.ts'
import { cut, webAddress } from '../../shared/text.ts'
import { plainText, renderButtons } from './controls.ts'
import { bullets, link, naming, richText, section, spans, words } from './rich-text.ts'

export type Block = types.KnownBlock

// One card stays below the budget: 500 + 600 + 4,000 + 600.
const TITLE_LENGTH = 500
const FACTS_LENGTH = 600
const LINES_LENGTH = 4_000
const EXCERPT_LENGTH = 600
const LABEL_LENGTH = 60
const LINKS = 8
/** Slack: Reference, block elements. */
const ALT_LENGTH = 300
export const NOTE_LENGTH = 2_900

export type Rendering = {
  /** Slack downloads a picture before it takes the message, and refuses both when it cannot. */
  pictures: boolean
  /** An edit, or what one person sees, notifies nobody: all mentions are shown. A new post shows those that notify. */
  namesAll: boolean
}

export function renderCard(card: Card, rendering: Rendering): Block[] {
  const buttons = renderButtons(card.buttons)
  // One answer of a search: title, facts and the matching sentence together.
  if (card.size === 'line') return [...richText(section(...entry(card, rendering))), ...buttons]
  const title = spans(cutSpans(card.title, TITLE_LENGTH), card.url, { bold: true })
  const facts = cut(factsOf(card).join(' · '), FACTS_LENGTH)
  const picture = rendering.pictures ? renderPicture(card.picture) : null
  return [
    ...richText(section(...words(rankOf(card)), ...title)),
    ...(facts === '' ? [] : [small(facts)]),
    ...richText(section(...mentioned(card, rendering.namesAll))),
    ...(picture ? renderBeside(picture, card.lines) : renderLines(card.lines)),
    ...(card.excerpt === null ? [] : richText(section(...excerpt(card.excerpt)))),
    ...renderLinks(card),
    ...buttons,
  ]
}

export function entry(card: Card, { namesAll }: Rendering): types.RichTextElement[] {
  const named = mentioned(card, namesAll)
  const facts = factsOf(card)
  const line = [
    ...words(rankOf(card)),
    ...spans(cutSpans(card.title, TITLE_LENGTH), card.url),
    ...(facts.length > 0 ? words(` · ${cut(facts.join(' · '), FACTS_LENGTH)}`) : []),
  ]
  return [
    ...line,
    ...(line.length > 0 && named.length > 0 ? words('\n') : []),
    ...named,
    ...cutLines(card.lines).flatMap((line) => words(`\n${line}`)),
    ...(card.excerpt === null ? [] : [...words('\n'), ...excerpt(card.excerpt)]),
  ]
}

const mentioned = ({ mention }: Card, namesAll: boolean): types.RichTextElement[] =>
  mention !== null && (mention.rings || namesAll) ? naming(mention) : []

function renderLines(lines: string[]): Block[] {
  const shown = cutLines(lines)
  return richText(shown.length === 1 ? section(...words(shown.join())) : bullets(shown))
}

const excerpt = (all: Card['title']): types.RichTextElement[] => [
  ...words('“'),
  ...spans(cutSpans(all, EXCERPT_LENGTH), null, { italic: true }),
  ...words('”'),
]

function renderLinks({ links }: Card): Block[] {
  const known = links.filter(({ url }) => webAddress(url) !== null).slice(0, LINKS)
  const shown = known.flatMap(({ label, url }, index) => [
    ...(index === 0 ? [] : words(' · ')),
    ...link(cut(label, LABEL_LENGTH), url),
  ])
  return richText(section(...shown))
}

export const small = (text: string): Block => ({ type: 'context', elements: [plainText(text, NOTE_LENGTH)] })

/** The first line is about as high as the picture; the others keep the whole width. */
function renderBeside(accessory: types.ImageElement, [first = '', ...others]: string[]): Block[] {
  return [
    { type: 'section', text: plainText(first || accessory.alt_text, NOTE_LENGTH), accessory },
    ...renderLines(others),
  ]
}

function renderPicture(picture: Card['picture']): types.ImageElement | null {
  const url = webAddress(picture?.url ?? null)
  if (!picture || url === null) return null
  return { type: 'image', image_url: url, alt_text: cut(picture.alt, ALT_LENGTH) || 'Picture' }
}

function cutSpans(all: Card['title'], length: number): Card['title'] {
  let room = length
  return all.flatMap(({ text, strong }) => {
    const kept = room > 0 ? cut(text, room) : ''
    room -= kept.length
    return kept === '' ? [] : [{ text: kept, strong }]
  })
}

const cutLines = (lines: string[]): string[] =>
  cutSpans(
    lines.map((text) => ({ text, strong: false })),
    LINES_LENGTH,
  ).map(({ text }) => text)
