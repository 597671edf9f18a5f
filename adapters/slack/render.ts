import type { Card, Message } from '../../src/core/message.ts'
import { chunksOf } from '../../src/core/yield-to-event-loop.ts'
import { buttonsOf, isHeading } from '../shared/cards.ts'
import { cut } from '../shared/text.ts'
import { type Block, entry, NOTE_LENGTH, type Rendering, renderCard, small } from './render/cards.ts'
import { plainText, renderButtons, renderMenu } from './render/controls.ts'
import { paragraphs, richText, section, words } from './render/rich-text.ts'
import { spokenText } from './render/text.ts'

export type SlackMessage = { text: string; blocks: Block[] }

/** Slack refuses about 12,000 characters (`msg_blocks_too_long`), undocumented: slackapi/bolt-js#2509, #2867. */
const TEXT_BUDGET = 9_000
/** Slack: 50 blocks a message; the heading, the note and the buttons want some. */
const CARD_BLOCKS = 44
const LINES_TOGETHER = 10
const HEADING_LENGTH = 400
/** Beside a button, also on a phone. */
const ONE_LINE = 150
/** Slack: Reference, blocks. */
const HEADER_LENGTH = 150

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

/** Lines close together; a button they all share becomes one menu below them. */
function renderList(cards: Card[], rendering: Rendering): { cards: number; blocks: Block[] }[] {
  const groups = chunksOf(cards, LINES_TOGETHER).map((together, nth) => {
    const lines = together.flatMap((card, index) => [
      ...words(`${index > 0 ? '\n' : ''}${index + nth > 0 && isHeading(card) ? '\n' : ''}`),
      ...entry(card, rendering),
    ])
    return { cards: together.length, blocks: richText(section(...lines)) as Block[] }
  })
  const menu = renderMenu(cards)
  return menu === null ? groups : [...groups, { cards: 0, blocks: [menu] }]
}

function textLength(blocks: Block[]): number {
  let length = 0
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') length += value.length
    return value
  })
  return length
}
