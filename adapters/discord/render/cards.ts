import {
  type APISectionComponent,
  type APITextDisplayComponent,
  type APIThumbnailComponent,
  ComponentType,
  HeadingLevel,
  heading,
  quote,
  subtext,
  userMention,
} from 'discord.js'
import type { Card } from '../../../src/core/message.ts'
import { factsOf, isHeading } from '../../shared/cards.ts'
import { cut } from '../../shared/text.ts'
import { type ButtonRow, MOST_BUTTONS, MOST_IN_ROW, renderButton, renderRows } from './buttons.ts'
import { escapeLine, renderLink, renderSpans, webAddress } from './markdown.ts'

export type CardPart = APITextDisplayComponent | APISectionComponent | ButtonRow

export type Lengths = { title: number; line: number }

const MOST_FACTS = 8
/** Characters; Discord takes 1,024 (Component reference, thumbnail). */
const ALT_LENGTH = 500

/** A post of its own: its text, the picture beside it, its links and buttons. */
export function renderFullCard(card: Card, lengths: Lengths): CardPart[] {
  const head = [
    heading(renderLink(renderTitle(card, lengths), card.url), HeadingLevel.Three),
    ...facts(card),
    ...mentioned(card),
  ]
  const body = [...card.lines.map((line) => `- ${escapeLine(line, lengths.line)}`), ...excerpt(card, lengths)]
  const thumbnail = renderThumbnail(card)
  const safe = card.links.slice(0, MOST_IN_ROW).filter(({ url }) => webAddress(url) !== null)
  const links = safe.map(renderButton)
  const buttons = card.buttons.slice(0, MOST_BUTTONS).map(renderButton)
  const rows =
    links.length + buttons.length <= MOST_IN_ROW
      ? renderRows([...links, ...buttons])
      : [...renderRows(links), ...renderRows(buttons)]
  if (!thumbnail) return [...text([...head, ...body].join('\n')), ...rows]
  // Beside the title alone: the lines below it keep their width.
  return [
    { type: ComponentType.Section, components: text(head.join('\n')), accessory: thumbnail },
    ...text(body.join('\n')),
    ...rows,
  ]
}

export function renderLineCard(card: Card, lengths: Lengths): string {
  if (isHeading(card)) return `\n${renderTitle(card, lengths)}`
  const dash = card.url === null ? '' : '\\- '
  const rank = card.rank === null ? dash : `${card.rank}\\. `
  const brief = card.excerpt === null && card.lines.length === 0 && card.byline === null && card.mention === null
  const title = renderLink(renderTitle(card, lengths), card.url)
  const short = card.facts
    .slice(0, MOST_FACTS)
    .map((fact) => escapeLine(fact, 60))
    .join(' · ')
  if (brief) return `${rank}${title}${short === '' ? '' : ` · ${short}`}`
  const lines = card.lines.map((line) => escapeLine(line, lengths.line))
  const named = mentioned(card)
  // It says who, and nothing else.
  if (card.title.every(({ text }) => text === '') && named.length > 0) return named.join('\n')
  return [`${rank}${title}`, ...facts(card), ...named, ...lines, ...excerpt(card, lengths)].join('\n')
}

const renderTitle = ({ title }: Card, lengths: Lengths): string => renderSpans(title, lengths.title) || '…'

function facts(card: Card): string[] {
  const known = factsOf(card).slice(0, MOST_FACTS)
  return known.length === 0 ? [] : [subtext(known.map((fact) => escapeLine(fact, 120)).join(' · '))]
}

/** The name is Discord’s to show; only those whom `allowed_mentions` lists hear of it. */
const mentioned = (card: Card): string[] =>
  mentionedIn(card).map((user) => subtext(`${escapeLine(card.mention?.label ?? '', 60)} ${userMention(user)}`))

/** The Discord user who is named; a person of another platform is left out. */
export const mentionedIn = ({ mention }: Card): string[] =>
  /^discord:(\d+)$/.exec(mention?.person ?? '')?.slice(1) ?? []

const excerpt = (card: Card, lengths: Lengths): string[] =>
  card.excerpt === null ? [] : [quote(`“${renderSpans(card.excerpt, lengths.line)}”`)]

function renderThumbnail({ picture }: Card): APIThumbnailComponent | null {
  const url = picture && webAddress(picture.url)
  if (!url) return null
  return { type: ComponentType.Thumbnail, media: { url }, description: cut(picture.alt, ALT_LENGTH) || 'Picture' }
}

export const text = (content: string): APITextDisplayComponent[] =>
  content.trim() === '' ? [] : [{ type: ComponentType.TextDisplay, content }]
