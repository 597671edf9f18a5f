import type { types } from '@slack/bolt'
import type { Card, Message } from '../../src/core/message.ts'
import { buttonsOf, factsOf, isHeading, rankOf, titleOf } from '../shared/cards.ts'
import { chunksOf, cut, webAddress } from '../shared/text.ts'
import { plainText, renderButtons, renderMenu } from './render/controls.ts'
import { bullets, link, naming, paragraphs, richText, section, spans, words } from './render/rich-text.ts'
import { spokenText } from './render/text.ts'

export type Block = types.KnownBlock
export type SlackMessage = { text: string; blocks: Block[] }

/**
 * Slack refuses a message at about 12,000 characters over all its blocks, with `msg_blocks_too_long`; the limit is not
 * documented (slackapi/bolt-js#2509, #2867), so this keeps well below it.
 */
const TEXT_BUDGET = 9_000
/** Slack: 50 blocks a message; the heading, the note and the buttons want some. */
const CARD_BLOCKS = 44
/** Lines of a list in one block. */
const LINES_TOGETHER = 10
const HEADING_LENGTH = 400
/** Beside a button, also on a phone. */
const ONE_LINE = 150
const NOTE_LENGTH = 2_900
// One card stays below the budget: 500 + 600 + 4,000 + 600.
const TITLE_LENGTH = 500
const FACTS_LENGTH = 600
const LINES_LENGTH = 4_000
const EXCERPT_LENGTH = 600
const LABEL_LENGTH = 60
const LINKS = 8
// Slack's limits of single fields (Reference: blocks, block elements).
const HEADER_LENGTH = 150
const ALT_LENGTH = 300

export type Rendering = {
  /** Slack downloads a picture before it takes the message, and refuses both when it cannot. */
  pictures: boolean
  /** An edit, or what one person sees, notifies nobody: all mentions are shown. A new post shows those that notify. */
  namesAll: boolean
}

const NEW_POST: Rendering = { pictures: true, namesAll: false }

/** A message as Block Kit, within Slack's limits for any text. */
export function renderMessage(message: Message, rendering: Partial<Rendering> = {}): SlackMessage {
  const { kind, heading, note } = message
  const line = renderLine(message)
  if (line !== null) return { text: spokenText(message), blocks: [line] }
  const above = heading === null || heading === '' ? [] : renderHeading(kind, heading)
  const below = [...(note === null || note === '' ? [] : renderNote(kind, note)), ...renderButtons(buttonsOf(message))]
  const room = TEXT_BUDGET - textLength([...above, ...below])
  return {
    text: spokenText(message),
    blocks: [...above, ...renderCards(message, room, { ...NEW_POST, ...rendering }), ...below],
  }
}

/** A sentence and its one button in one line; null when there is more to show. */
function renderLine({ heading, note, cards, buttons, page }: Message): Block | null {
  const [button, ...others] = buttons
  if (!note || !button || 'url' in button || others.length + cards.length > 0 || heading || page) return null
  if (note.length > ONE_LINE || /[`\n]/.test(note)) return null
  const [accessory] = renderButtons([button])[0]?.elements ?? []
  return accessory?.type === 'button' ? { type: 'section', text: plainText(note, ONE_LINE), accessory } : null
}

function renderHeading(kind: Message['kind'], heading: string): Block[] {
  if (kind === 'heading') return [{ type: 'header', text: plainText(heading, HEADER_LENGTH) }]
  return richText(section(...words(cut(heading, HEADING_LENGTH), { bold: true })))
}

/** A notice is its note; elsewhere the note is small print. */
function renderNote(kind: Message['kind'], note: string): Block[] {
  const text = cut(note, NOTE_LENGTH)
  return kind === 'notice' || kind === 'alert' ? richText(paragraphs(text)) : [small(text)]
}

/** As many cards as fit, in order; what does not is counted. */
function renderCards({ kind, cards }: Message, room: number, rendering: Rendering): Block[] {
  const groups =
    kind === 'list'
      ? renderList(cards, rendering)
      : cards.map((card) => ({ cards: 1, blocks: renderCard(card, rendering) }))
  const blocks: Block[] = []
  let left = cards.length
  for (const group of groups) {
    room -= textLength(group.blocks)
    if (room < 0 || blocks.length + group.blocks.length > CARD_BLOCKS) break
    blocks.push(...group.blocks)
    left -= group.cards
  }
  return left > 0 ? [...blocks, small(`… and ${left} more`)] : blocks
}

const renderCard = (card: Card, rendering: Rendering): Block[] =>
  card.size === 'full' ? renderFull(card, rendering) : renderEntry(card, rendering)

function renderFull(card: Card, { pictures, namesAll }: Rendering): Block[] {
  const picture = (pictures && renderPicture(card.picture)) || null
  return [
    ...richText(
      section(...words(rankOf(card)), ...spans(cutSpans(card.title, TITLE_LENGTH), card.url, { bold: true })),
    ),
    ...renderFacts(card),
    ...richText(section(...mentioned(card, namesAll))),
    ...(picture ? renderBeside(picture, card.lines) : renderLines(card.lines)),
    ...renderExcerpt(card),
    ...renderLinks(card),
    ...renderButtons(card.buttons),
  ]
}

/** One answer of a search: title, facts and the matching sentence together, its buttons below. */
function renderEntry(card: Card, rendering: Rendering): Block[] {
  return [...richText(section(...entry(card, rendering))), ...renderButtons(card.buttons)]
}

/** Lines close together; a button they all share becomes one menu below them. */
function renderList(cards: Card[], rendering: Rendering): { cards: number; blocks: Block[] }[] {
  const groups = chunksOf(cards, LINES_TOGETHER).map((together) => {
    const lines = together.flatMap((card, index) => [
      ...words(index === 0 ? '' : isHeading(card) ? '\n\n' : '\n'),
      ...entry(card, rendering),
    ])
    return { cards: together.length, blocks: richText(section(...lines)) as Block[] }
  })
  const menu = renderMenu(cards)
  return menu === null ? groups : [...groups, { cards: 0, blocks: [menu] }]
}

function entry(card: Card, { namesAll }: Rendering): types.RichTextElement[] {
  const named = mentioned(card, namesAll)
  const facts = factsOf(card)
  const line = [
    ...words(rankOf(card)),
    ...spans(cutSpans(card.title, TITLE_LENGTH), card.url),
    ...(facts.length > 0 ? words(` · ${cut(facts.join(' · '), FACTS_LENGTH)}`) : []),
  ]
  return [
    ...line,
    ...(named.length > 0 ? [...(line.length > 0 ? words('\n') : []), ...named] : []),
    ...cutLines(card.lines).flatMap((line) => words(`\n${line}`)),
    ...(card.excerpt === null ? [] : excerpt(card.excerpt)),
  ]
}

const mentioned = ({ mention }: Card, namesAll: boolean): types.RichTextElement[] =>
  mention !== null && (mention.rings || namesAll) ? naming(mention) : []

/** Several points are bullets; one is a paragraph. */
function renderLines(lines: string[]): Block[] {
  const shown = cutLines(lines)
  if (shown.length === 0) return []
  return richText(shown.length === 1 ? section(...words(shown.join())) : bullets(shown))
}

function renderExcerpt(card: Card): Block[] {
  return card.excerpt === null ? [] : richText(section(...excerpt(card.excerpt).slice(1)))
}

const excerpt = (all: Card['title']): types.RichTextElement[] => [
  ...words('\n'),
  ...words('“'),
  ...spans(cutSpans(all, EXCERPT_LENGTH), null, { italic: true }),
  ...words('”'),
]

function renderLinks({ links }: Card): Block[] {
  const known = links.filter(({ url }) => webAddress(url) !== null).slice(0, LINKS)
  if (known.length === 0) return []
  return richText(
    section(
      ...known.flatMap(({ label, url }, index) => [
        ...(index === 0 ? [] : words(' · ')),
        ...link(cut(label, LABEL_LENGTH), url),
      ]),
    ),
  )
}

const small = (text: string): Block => ({ type: 'context', elements: [plainText(text, NOTE_LENGTH)] })

function renderFacts(card: Card): Block[] {
  const facts = factsOf(card)
  return facts.length > 0 ? [small(cut(facts.join(' · '), FACTS_LENGTH))] : []
}

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

/** Every `text` in these blocks, however deep. */
function textLength(blocks: Block[]): number {
  let length = 0
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') length += value.length
    return value
  })
  return length
}
