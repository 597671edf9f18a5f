import type { Card, Message, Span } from '../../../src/core/message.ts'

/** Characters of top-level `text`: Slack splits what is longer than about 4,000 into several messages (chat.postMessage). */
const SPOKEN_LENGTH = 1_500

/** Exactly these three; it ends mentions, dates and spoofed links alike (Slack: Formatting text for app surfaces). */
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Cuts by code points, and says so with an ellipsis. Before escaping, so that no entity is ever cut. */
export function cut(text: string, length: number): string {
  // Most texts are short: only a long one is worth taking apart.
  if (text.length <= length) return text
  // A code point has at most two units: what lies behind needs no look.
  const letters = [...text.slice(0, 2 * length + 2)]
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`
}

/** A post in words alone, for notifications and screen readers: title, upvotes in words, first line. */
export function spokenText(message: Message): string {
  const spoken = [message.heading, ...message.cards.map(spokenCard), message.cards.length > 0 ? null : message.note]
    .filter((part) => part !== null && part !== '')
    .join('\n')
  return escapeMarkup(cut(spoken || 'Papers', SPOKEN_LENGTH))
}

function spokenCard(card: Card): string {
  const { title, facts, lines, size } = card
  const first = size === 'full' ? lines.slice(0, 1) : []
  return `${rankOf(card)}${[flatten(title), facts.join(', '), ...first].filter((part) => part !== '').join('. ')}`
}

export const flatten = (spans: Span[]): string => spans.map(({ text }) => text).join('')

export const rankOf = ({ rank }: Card): string => (rank === null ? '' : `${rank}. `)

/** Slack escapes what people type, and shows links as `<url|label>`, people as `<@U1|name>`, channels as `<#C1|name>`. */
export const readText = (text: string): string =>
  text
    .replaceAll(/<!(\w+)>/g, '@$1')
    .replaceAll(/<[@!][^<>|]*(?:\|@?([^<>]*))?>/g, (_, name?: string) => `@${name || 'somebody'}`)
    .replaceAll(/<#[^<>|]*\|([^<>]+)>/g, '#$1')
    .replaceAll(/<(https?:[^<|>]+)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
