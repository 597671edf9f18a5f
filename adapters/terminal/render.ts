import { styleText } from 'node:util'
import widthOf from 'fast-string-width'
import type { Card, Message, Span } from '../../src/core/message.ts'
import { factsOf, isHeading, titleOf } from '../shared/cards.ts'
import { webAddress, wrapWords } from '../shared/text.ts'

export type TerminalStyle = {
  /** Columns; lines are wrapped at words. */
  width: number
  color: boolean
  /** Whether it takes OSC 8: text that leads somewhere. */
  links: boolean
  /** A small window: of each summary the first line. */
  brief: boolean
}

type Paint = 'bold' | 'dim' | 'cyan' | 'underline'

/** Columns before a numbered title, and the most for a name in a list of names. */
const [NUMBER, NAME] = [5, 28]

/** A message as lines of text. Escapes nothing but control characters: a terminal obeys those. */
export function renderMessage(message: Message, style: TerminalStyle): string {
  const { heading, cards, note, buttons, page } = message
  const left = page?.cursor ? page.total - page.to : 0
  const column = Math.min(
    NAME,
    Math.max(...cards.map(({ title }) => (title[1] ? own(title[0]?.text ?? '').length : 0))),
  )
  const notes = (note ?? '').trimEnd().split('\n')
  const blocks = [
    ...(heading === null ? [] : [paint('bold', hang('', own(heading), style), style)]),
    ...cards.map((card) =>
      card.size === 'full' ? renderFull(card, style, message.kind) : renderLine(card, style, column),
    ),
    ...(note === null ? [] : [notes.map((line) => paint('dim', hang('', own(line), style), style)).join('\n')]),
    ...buttons.flatMap((button) => ('url' in button ? [renderButton(button, style)] : [])),
    ...(left > 0 ? [renderMore(`${left} more`, style)] : []),
  ]
  return blocks.join(cards.some(({ size }) => size === 'full') ? '\n\n' : '\n').replace(/^\n+/, '')
}

/** `what`: “17 more”. */
export const renderMore = (what: string, style: TerminalStyle): string => paint('dim', `${what} · Enter`, style)

/** Its own commands without `/papers`, as the prompt takes them. */
const own = (text: string): string =>
  clean(text)
    .replaceAll(/(?<![\w./])\/papers (?=\w)/g, '')
    .replace(/^\/papers$/, 'today')

/** A signed link is copied as a whole. */
const renderButton = ({ label, url }: { label: string; url: string }, style: TerminalStyle): string =>
  paint('cyan', style.links ? linkTo(label, url, style) : `${label}: ${clean(url)}`, style)

function renderFull(card: Card, style: TerminalStyle, kind: Message['kind']): string {
  const isPost = kind === 'paper'
  const before = ' '.repeat(card.rank === null ? 2 : NUMBER)
  const facts = factsOf(card).map(clean).join(' · ')
  const lines = isPost && style.brief ? card.lines.slice(0, 1) : card.lines
  const bullet = isPost ? '• ' : ''
  return [
    renderSpans(card.rank === null ? '' : numberOf(card.rank), card.title, style, 'bold'),
    ...(facts === '' ? [] : [paint('dim', hang(before, facts, style), style)]),
    ...lines.map((line) => hang(before + bullet, clean(line), style)),
    ...(card.excerpt === null ? [] : [renderSpans(`${before}“`, card.excerpt, style, null, '”')]),
    ...renderLinks(card, before, style, isPost),
  ].join('\n')
}

/** In a list of posts only the page of the paper, unless more takes no room. */
function renderLinks({ url, links }: Card, before: string, style: TerminalStyle, isPost: boolean): string[] {
  const page = url === null ? [] : [linkTo('', url, style)]
  const others = isPost && !style.links ? [] : links.map((link) => linkTo(link.label, link.url, style))
  const all = [...page, ...others]
  return all.length === 0 ? [] : [paint('cyan', hang(before, all.join(' · '), style), style)]
}

function renderLine(card: Card, style: TerminalStyle, column: number): string {
  const { paper, rank, title, url, lines, excerpt } = card
  if (isHeading(card)) return `\n${paint('bold', clean(titleOf(card)), style)}`
  if (paper === null && url === null && title[1]) return renderNamed(card, style, column)
  const before = rank === null ? (url === null ? '' : '· ') : numberOf(rank)
  const indent = ' '.repeat([...before].length)
  const address = url === null ? [] : [linkTo('', url, style)]
  const facts = [...factsOf(card).map(clean), ...address].join(' · ')
  return [
    renderSpans(
      before,
      paper === null ? title.map((span) => ({ ...span, text: own(span.text) })) : title,
      style,
      null,
      facts === '' ? '' : paint('dim', ` · ${facts}`, style),
    ),
    ...lines.map((line) => hang(indent, own(line), style)),
    ...(excerpt === null ? [] : [renderSpans(`${indent}“`, excerpt, style, null, '”')]),
  ].join('\n')
}

/** Names below each other, and beside each what it does. */
function renderNamed({ title: [name, ...rest] }: Card, style: TerminalStyle, column: number): string {
  const does = own(rest.map(({ text }) => text).join('')).trim()
  return hang(paint('bold', `${own(name?.text ?? '').padEnd(column)} `, style), does, style, ' '.repeat(column + 1))
}

const numberOf = (rank: number): string => `${String(rank).padStart(NUMBER - 2)}. `

function renderSpans(before: string, spans: Span[], style: TerminalStyle, base: Paint | null, after = ''): string {
  const text = spans
    .map(({ text, strong }) => {
      const based = base ? paint(base, clean(text), style) : clean(text)
      return strong ? paint('underline', based, style) : based
    })
    .join('')
  return hang(before, `${text}${after}`, style)
}

export const paint = (how: Paint, text: string, { color }: Pick<TerminalStyle, 'color'>): string =>
  color ? styleText(how, text, { validateStream: false }) : text

// Upstream text is cleaned where it enters; what a terminal obeys is taken out again here, the last moment.
const clean = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')

/** What leads to a page: `PDF` where it can be pressed, else `PDF arxiv.org/pdf/2511.01234`, which a browser takes. */
function linkTo(label: string, url: string, { links }: TerminalStyle): string {
  const address = webAddress(clean(url))
  const short = clean(url).replace(/^https?:\/\/(www\.)?|\/$/g, '')
  // One word: it is not broken in two.
  const shown = clean(label || short).replaceAll(' ', '\u00a0')
  if (links && address !== null) return `\u001b]8;;${address}\u001b\\${shown}\u001b]8;;\u001b\\`
  return label === '' ? short : `${shown}\u00a0${short}`
}

/** Breaks at spaces to the width; the lines after the first hang below its text. What is indented is left as it is. */
const hang = (first: string, text: string, { width }: TerminalStyle, rest = ' '.repeat(widthOf(first))): string =>
  text.startsWith(' ') ? first + text : wrapWords(text.split(' '), { first, rest, width, widthOf })
