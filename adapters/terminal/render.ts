import { styleText } from 'node:util'
import type { Card, Message, Span } from '../../src/core/message.ts'
import { factsOf, isHeading, rankOf } from '../shared/cards.ts'

export type TerminalStyle = {
  /** Columns; lines are wrapped at words. */
  width: number
  color: boolean
}

/** A message as lines of text. Escapes nothing but control characters: a terminal obeys those. */
export function renderMessage(message: Message, style: TerminalStyle): string {
  const blocks = [
    ...(message.heading === null ? [] : [paint('bold', message.heading, style)]),
    ...message.cards.map((card) => renderCard(card, style)),
    ...(message.note === null ? [] : [paint('dim', wrap(message.note, style.width, ''), style)]),
    ...message.buttons.flatMap((button) =>
      'url' in button ? [paint('cyan', `${button.label}: ${clean(button.url)}`, style)] : [],
    ),
    ...(message.page === null || message.page.cursor === null
      ? []
      : [paint('dim', `${message.page.from}–${message.page.to} of ${message.page.total} · Enter shows more`, style)]),
  ]
  const gap = message.cards.some(({ size }) => size === 'full') ? '\n\n' : '\n'
  return blocks.join(gap)
}

function renderCard(card: Card, style: TerminalStyle): string {
  return card.size === 'full' ? renderFull(card, style) : renderLine(card, style)
}

function renderFull(card: Card, style: TerminalStyle): string {
  const { width } = style
  const facts = factsOf(card).join(' · ')
  const links = card.links.map(({ label, url }) => `${label}: ${clean(url)}`)
  return [
    renderSpans(rankOf(card), card.title, style, 'bold'),
    ...(facts === '' ? [] : [paint('dim', wrap(facts, width, '  '), style)]),
    ...card.lines.map((line) => wrap(`• ${line}`, width, '  ', '    ')),
    ...(card.excerpt === null ? [] : [renderSpans('  “', card.excerpt, style, null, '”')]),
    ...(card.url === null ? [] : [paint('cyan', `  ${clean(card.url)}`, style)]),
    ...(links.length === 0 ? [] : [paint('dim', links.map((link) => `  ${link}`).join('\n'), style)]),
  ].join('\n')
}

function renderLine(card: Card, style: TerminalStyle): string {
  if (isHeading(card)) return `\n${renderSpans('', card.title, style, 'bold')}`
  const dot = card.url === null ? '' : '· '
  const rank = card.rank === null ? dot : `${String(card.rank).padStart(3)}. `
  const facts = factsOf(card).join(' · ')
  const indent = ' '.repeat(rank.length)
  return [
    renderSpans(rank, card.title, style, null, facts === '' ? '' : paint('dim', ` · ${clean(facts)}`, style)),
    ...card.lines.map((line) => wrap(line, style.width, indent)),
    ...(card.excerpt === null ? [] : [renderSpans(`${indent}“`, card.excerpt, style, null, '”')]),
    ...(card.url === null ? [] : [paint('cyan', `${indent}${clean(card.url)}`, style)]),
  ].join('\n')
}

type Paint = 'bold' | 'dim' | 'cyan' | 'underline'

function renderSpans(before: string, spans: Span[], style: TerminalStyle, base: Paint | null, after = ''): string {
  const text = spans
    .map(({ text, strong }) => {
      const based = base ? paint(base, clean(text), style) : clean(text)
      return strong ? paint('underline', based, style) : based
    })
    .join('')
  const hanging = ' '.repeat([...before].length)
  return wrap(`${before}${text}${after}`, style.width, '', hanging)
}

const paint = (how: Paint, text: string, { color }: TerminalStyle): string =>
  color ? styleText(how, text, { validateStream: false }) : text

// Upstream text is cleaned where it enters; what a terminal obeys is taken out again here, the last moment.
const clean = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')

/** Breaks at spaces. `rest` indents the lines after the first. */
function wrap(text: string, width: number, indent: string, rest = indent): string {
  return text
    .split('\n')
    .map((paragraph) => wrapParagraph(paragraph, width, indent, rest))
    .join('\n')
}

function wrapParagraph(text: string, width: number, indent: string, rest: string): string {
  const lines: string[] = []
  let [line, taken, empty] = [indent, indent.length, true]
  for (const word of text.split(' ')) {
    const wants = visible(word)
    if (!empty && taken + 1 + wants > width) {
      lines.push(line)
      ;[line, taken, empty] = [rest, rest.length, true]
    }
    line += empty ? word : ` ${word}`
    taken += empty ? wants : 1 + wants
    empty = false
  }
  return [...lines, line].join('\n')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences take no room
const visible = (text: string): number => [...text.replaceAll(/\u001b\[[\d;]*m/g, '')].length
