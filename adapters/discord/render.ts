import { createHash } from 'node:crypto'
import {
  type APIContainerComponent,
  type APIFileComponent,
  ComponentType,
  HeadingLevel,
  heading,
  MessageFlags,
  subtext,
} from 'discord.js'
import type { DeliveryId } from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'
import { chunksOf } from '../../src/core/yield-to-event-loop.ts'
import { buttonsOf } from '../shared/cards.ts'
import { cut } from '../shared/text.ts'
import { MOST_BUTTONS, renderButton, renderRows, renderSelects, withoutRepeatedIds } from './render/buttons.ts'
import { type CardPart, type Lengths, mentionedIn, renderFullCard, renderLineCard, text } from './render/cards.ts'
import { escapeLine, oneLine, renderNote } from './render/markdown.ts'

type MessagePart = CardPart | APIFileComponent

/**
 * A message as Discord takes it, in Components V2: text in full size, buttons inside their card, no permission needed.
 * Plain payloads rather than discord.js’s builders: those throw at a long text, and here the whole message is measured.
 */
export type Payload = {
  flags: number
  components: [APIContainerComponent]
  allowed_mentions: { parse: []; users?: string[] }
}

/** Discord, “Message Components”: 40 components a message, nested ones included; 4,000 characters over all texts. */
const MOST_COMPONENTS = 40
const MOST_TEXT = 4_000
/** Of a thread’s name, and of a file’s. */
const LONGEST_NAME = 100

/** Characters of a title and of a line of text; when a message does not fit with the first, the next are tried. */
const LENGTHS: Lengths[] = [
  { title: 250, line: 3_000 },
  { title: 160, line: 500 },
  { title: 110, line: 250 },
  { title: 80, line: 150 },
]
const SHORTEST: Lengths = { title: 50, line: 80 }

/** Frequent kinds, which notify nobody. */
const SILENT = new Set<Message['kind']>(['paper', 'list', 'results', 'notice'])

/** `delivery` marks the message, so that it can be found again; `files` are the names of what is attached. */
export function renderMessage(message: Message, delivery: DeliveryId | null, files: string[] = []): Payload {
  const attached = files.map((name): APIFileComponent => {
    return { type: ComponentType.File, file: { url: `attachment://${name}` } }
  })
  const parts = [...shrink(message), ...attached]
  const mark = delivery === null ? null : markOf(delivery)
  const rung = [...new Set(message.cards.flatMap((card) => (card.mention?.rings ? mentionedIn(card) : [])))]
  return {
    flags: MessageFlags.IsComponentsV2 | (SILENT.has(message.kind) ? MessageFlags.SuppressNotifications : 0),
    components: [
      {
        type: ComponentType.Container,
        ...(mark && { id: mark.container }),
        components: parts.map((part, index) => (mark && index === 0 ? { ...part, id: mark.part } : part)),
      },
    ],
    allowed_mentions: { parse: [], ...(rung.length > 0 && { users: rung }) },
  }
}

/** Ids of a container and its first part, which Discord keeps: a delivery is found again by these two of 31 bits. */
export function markOf(delivery: DeliveryId): { container: number; part: number } {
  const bytes = createHash('sha256').update(delivery).digest()
  const number = (at: number) => bytes.readUInt32BE(at) >>> 2
  // Odd and even: two components of a message must not share a number. Discord takes 0 as “none”.
  return { container: number(0) * 2 + 1, part: number(4) * 2 || 2 }
}

export const answering = <P extends Payload>(payload: P, message: string) => ({
  ...payload,
  allowed_mentions: { ...payload.allowed_mentions, replied_user: false },
  message_reference: { message_id: message, fail_if_not_exists: false },
})

/** An answer may be longer than a message: the first parts, then the rest. */
export function renderAnswer(message: Message): Payload[] {
  if (message.cards.length <= 1) return [renderMessage(message, null)]
  const isBrief = message.cards.every(({ lines, excerpt, byline }) => lines.length === 0 && !excerpt && !byline)
  const size = message.cards.some((card) => card.size === 'full') ? 4 : isBrief ? 20 : 15
  const pages = chunksOf(message.cards, size)
  return pages.map((cards, index) => {
    const heading = index === 0 ? message.heading : null
    const isLast = index === pages.length - 1
    return renderMessage({ ...message, heading, cards, ...(!isLast && { note: null, buttons: [], page: null }) }, null)
  })
}

/** Shortens titles first and leaves out cards then, until the message fits. */
function shrink(message: Message): MessagePart[] {
  for (const lengths of [...LENGTHS, SHORTEST]) {
    const parts = renderParts(message, lengths)
    if (fits(parts)) return parts
  }
  const kept = Math.floor(message.cards.length / 2)
  const more = `… and ${message.cards.length - kept} more`
  if (message.cards.length > 0)
    return shrink({
      ...message,
      cards: message.cards.slice(0, kept),
      note: message.note ? `${more}\n${message.note}` : more,
    })
  return renderParts(
    { ...message, heading: cut(message.heading ?? '', 100), note: cut(message.note ?? '', 1_000) },
    SHORTEST,
  )
}

function fits(parts: MessagePart[]): boolean {
  const words = parts.flatMap((part) =>
    part.type === ComponentType.TextDisplay ? [part] : part.type === ComponentType.Section ? part.components : [],
  )
  const nested = parts.reduce((sum, part) => sum + ('components' in part ? part.components.length : 0), 0)
  // The container counts, and so does the picture beside a text.
  const pictures = parts.filter(({ type }) => type === ComponentType.Section).length
  const characters = words.reduce((sum, { content }) => sum + content.length, 0)
  return characters <= MOST_TEXT && 1 + parts.length + nested + pictures <= MOST_COMPONENTS
}

function renderParts(message: Message, lengths: Lengths): MessagePart[] {
  const { cards, note, kind } = message
  const [button, ...others] = buttonsOf(message)
  if (note && button && !message.heading && others.length + cards.length === 0 && isOneLine(note)) {
    const accessory = renderButton(button)
    return [{ type: ComponentType.Section, components: text(renderNote(note, 2_500)), accessory }]
  }
  const lines = cards.filter(({ size }) => size === 'line')
  const title = escapeLine(message.heading ?? '', lengths.title)
  const above =
    title === '' ? [] : [kind === 'heading' ? heading(title, HeadingLevel.Two) : heading(title, HeadingLevel.Three)]
  const listed = lines.map((card) => renderLineCard(card, lengths))
  const below = note ? [kind === 'heading' || cards.length === 0 ? renderNote(note, 2_500) : smallPrint(note)] : []
  const parts = [
    ...text([...above, ...listed].join('\n')),
    ...cards.filter(({ size }) => size === 'full').flatMap((card) => renderFullCard(card, lengths)),
    ...text(below.join('\n')),
    ...renderSelects(lines),
    ...renderRows(buttonsOf(message).slice(0, MOST_BUTTONS).map(renderButton)),
  ]
  return withoutRepeatedIds(parts.length > 0 ? parts : text('…'))
}

const isOneLine = (note: string): boolean => note.length <= 150 && !note.includes('\n')

const smallPrint = (note: string): string =>
  cut(note, MOST_TEXT)
    .split('\n')
    .map((line) => subtext(renderNote(oneLine(line), 400)))
    .join('\n')

/** Discord changes other letters in the name of a file, and the part that shows it would point at nothing. */
export const fileName = (name: string): string => name.replaceAll(/[^\w.-]+/g, '_').slice(-LONGEST_NAME) || 'file.txt'

/** Half of the limit, since Discord counts UTF-16 units. */
export const threadName = (title: string): string => cut(oneLine(title), LONGEST_NAME / 2) || '…'
