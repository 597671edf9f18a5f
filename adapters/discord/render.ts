import {
  type APIContainerComponent,
  type APIFileComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  ComponentType,
  MessageFlags,
  userMention,
} from 'discord.js'
import type { DeliveryId } from '../../src/core/chat.ts'
import type { Button, Card, Mention, Message } from '../../src/core/message.ts'
import { cut } from '../shared/text.ts'
import { type ButtonRow, renderButton, renderLinkButton, renderRows, renderSelects } from './render/buttons.ts'
import { markOf } from './render/mark.ts'
import { escapeLine, oneLine, renderLink, renderNote, renderSpans, webAddress } from './render/markdown.ts'

type MessagePart = APITextDisplayComponent | APISectionComponent | APIFileComponent | ButtonRow

/**
 * A message as Discord takes it. Components V2 rather than an embed: text in full size on phone and desktop, buttons inside the card they
 * belong to, and it shows where embeds are switched off or not permitted. An embed would hold 6,000 characters, which no post here needs.
 */
export type Payload = {
  flags: number
  components: [APIContainerComponent]
  /** Those named here are rung, and nobody else. */
  allowed_mentions: { parse: []; users?: string[] }
}

/** Discord, “Message Components”: 40 components a message, nested ones included; 4,000 characters over all texts. */
const MOST_COMPONENTS = 40
const MOST_TEXT = 4_000
/** Buttons in one row. */
const MOST_IN_ROW = 5
/** Of a thread’s name, and of a file’s. */
const LONGEST_NAME = 100

type Lengths = { title: number; line: number }

/** Characters that a title and a line of text may have; when a message does not fit with the first, the next are tried. */
const LENGTHS: Lengths[] = [
  { title: 250, line: 3_000 },
  { title: 160, line: 500 },
  { title: 110, line: 250 },
  { title: 80, line: 150 },
]
const SHORTEST: Lengths = { title: 50, line: 80 }
/** More belong on a page of their own. */
const MOST_BUTTONS = 10
const MOST_FACTS = 8

/** Kinds that come unasked and by the dozen: they light up no phone. */
const SILENT = new Set<Message['kind']>(['paper', 'list', 'results', 'notice'])

/** `delivery` marks the message, so that it can be found again; `files` are the names of what is attached. */
export function renderMessage(message: Message, delivery: DeliveryId | null, files: string[] = []): Payload {
  const parts = [...shrink(message), ...files.map(renderFile)]
  const [first, ...others] = parts
  const marked = delivery === null || first === undefined ? parts : [{ ...first, id: markOf(delivery).part }, ...others]
  const rung = [...new Set(message.cards.flatMap(({ mention }) => (mention?.rings ? userOf(mention) : [])))]
  return {
    flags: MessageFlags.IsComponentsV2 | (SILENT.has(message.kind) ? MessageFlags.SuppressNotifications : 0),
    components: [
      {
        type: ComponentType.Container,
        ...(delivery !== null && { id: markOf(delivery).container }),
        components: marked,
      },
    ],
    allowed_mentions: { parse: [], ...(rung.length > 0 && { users: rung }) },
  }
}

/** A message as the answer to another one, whose author it does not ring. */
export const answering = <P extends Payload>(payload: P, message: string) => ({
  ...payload,
  allowed_mentions: { ...payload.allowed_mentions, replied_user: false },
  message_reference: { message_id: message, fail_if_not_exists: false },
})

/** An answer may be longer than a message: the first parts, then the rest. */
export function renderAnswer(message: Message): Payload[] {
  if (message.cards.length <= 1) return [renderMessage(message, null)]
  const size = message.cards.some((card) => card.size === 'full') ? 4 : 15
  const starts = Array.from({ length: Math.ceil(message.cards.length / size) }, (_, index) => index * size)
  return starts.map((start, index) => {
    const isLast = index === starts.length - 1
    return renderMessage(
      {
        ...message,
        heading: index === 0 ? message.heading : null,
        cards: message.cards.slice(start, start + size),
        ...(!isLast && { note: null, buttons: [], page: null }),
      },
      null,
    )
  })
}

/** Shorter titles first, then fewer cards: whatever a source writes, the message fits. */
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
  const { heading, cards, note, page, kind } = message
  const lines = cards.filter(({ size }) => size === 'line')
  const buttons: Button[] = [
    ...(page?.cursor == null ? [] : [{ label: 'More', action: 'more', value: page.cursor }]),
    ...message.buttons,
  ]
  const above = heading ? [`${kind === 'heading' ? '##' : '###'} ${escapeLine(heading, lengths.title)}`] : []
  const listed = lines.map((card) => renderLineCard(card, lengths))
  const below = note ? [kind === 'heading' || cards.length === 0 ? renderNote(note, 2_500) : subtext(note)] : []
  const parts = [
    ...text([...above, ...listed].join('\n')),
    ...cards.filter(({ size }) => size === 'full').flatMap((card) => renderFullCard(card, lengths)),
    ...text(below.join('\n')),
    ...renderSelects(lines),
    ...renderRows(buttons.slice(0, MOST_BUTTONS).map(renderButton)),
  ]
  return withoutRepeatedIds(parts.length > 0 ? parts : text('…'))
}

function renderFullCard(card: Card, lengths: Lengths): MessagePart[] {
  const words = text(
    [
      `### ${renderLink(renderTitle(card, lengths), card.url)}`,
      ...facts(card),
      ...mentioned(card),
      ...card.lines.map((line) => `- ${escapeLine(line, lengths.line)}`),
      ...excerpt(card, lengths),
    ].join('\n'),
  )
  const links = card.links.slice(0, MOST_BUTTONS).flatMap(renderLinkButton)
  const buttons = card.buttons.slice(0, MOST_BUTTONS).map(renderButton)
  const rows =
    links.length + buttons.length <= MOST_IN_ROW
      ? renderRows([...links, ...buttons])
      : [...renderRows(links), ...renderRows(buttons)]
  return [...withPicture(words, card.picture), ...rows]
}

function renderLineCard(card: Card, lengths: Lengths): string {
  const rank = card.rank === null ? '\\- ' : `${card.rank}\\. `
  const brief = card.excerpt === null && card.lines.length === 0 && card.byline === null && card.mention === null
  const title = renderLink(renderTitle(card, lengths), card.url)
  const short = card.facts
    .slice(0, MOST_FACTS)
    .map((fact) => escapeLine(fact, 60))
    .join(' · ')
  if (brief) return `${rank}${title}${short === '' ? '' : ` · ${short}`}`
  const lines = card.lines.map((line) => escapeLine(line, lengths.line))
  return [`${rank}${title}`, ...facts(card), ...mentioned(card), ...lines, ...excerpt(card, lengths)].join('\n')
}

const renderTitle = ({ title }: Card, lengths: Lengths): string => renderSpans(title, lengths.title) || '…'

function facts({ byline, facts }: Card): string[] {
  const known = [byline, ...facts].filter((fact) => fact !== null && fact.trim() !== '').slice(0, MOST_FACTS)
  return known.length === 0 ? [] : [`-# ${known.map((fact) => escapeLine(fact ?? '', 120)).join(' · ')}`]
}

/** The name is Discord’s to show; only those whom `allowed_mentions` lists hear of it. */
const mentioned = ({ mention }: Card): string[] =>
  mention === null ? [] : userOf(mention).map((user) => `-# ${escapeLine(mention.label, 60)} ${userMention(user)}`)

/** Somebody of another platform is nobody whom Discord could name. */
const userOf = ({ person }: Mention): string[] => /^discord:(\d+)$/.exec(person)?.slice(1) ?? []

const excerpt = (card: Card, lengths: Lengths): string[] =>
  card.excerpt === null ? [] : [`> “${renderSpans(card.excerpt, lengths.line)}”`]

const subtext = (note: string): string =>
  cut(note, MOST_TEXT)
    .split('\n')
    .map((line) => `-# ${renderNote(oneLine(line), 400)}`)
    .join('\n')

const renderFile = (name: string): APIFileComponent => ({
  type: ComponentType.File,
  file: { url: `attachment://${name}` },
})

const text = (content: string): APITextDisplayComponent[] =>
  content.trim() === '' ? [] : [{ type: ComponentType.TextDisplay, content }]

/** The paper’s own picture, small beside its text: a large one would push the next paper off a phone. */
function withPicture(words: APITextDisplayComponent[], picture: string | null): MessagePart[] {
  const url = picture === null ? null : webAddress(picture)
  if (url === null || words.length === 0) return words
  return [
    { type: ComponentType.Section, components: words, accessory: { type: ComponentType.Thumbnail, media: { url } } },
  ]
}

/** Discord refuses a message in which two components share an id. */
function withoutRepeatedIds(parts: MessagePart[]): MessagePart[] {
  const seen = new Set<string>()
  return parts.flatMap((part): MessagePart[] => {
    if (part.type !== ComponentType.ActionRow) return [part]
    const components = part.components.filter((component) => {
      if (!('custom_id' in component)) return true
      const isNew = !seen.has(component.custom_id)
      seen.add(component.custom_id)
      return isNew
    })
    return components.length === 0 ? [] : [{ ...part, components }]
  })
}

/** Discord changes other letters in the name of a file, and the part that shows it would point at nothing. */
export const fileName = (name: string): string => name.replaceAll(/[^\w.-]+/g, '_').slice(-LONGEST_NAME) || 'file.txt'

/** The one line that stands for a message where only text fits: a thread’s name. */
export const threadName = (title: string): string => cut(oneLine(title), LONGEST_NAME / 2) || '…'
