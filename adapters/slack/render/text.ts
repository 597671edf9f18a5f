import type { Card, Message } from '../../../src/core/message.ts'
import { rankOf, titleOf } from '../../shared/cards.ts'
import { cut } from '../../shared/text.ts'
import { personId } from '../ids.ts'

/** Characters of top-level `text`: Slack splits more than about 4,000 into several messages (chat.postMessage). */
const SPOKEN_LENGTH = 1_500

/** Exactly these three: then mentions, dates and links are plain text (Slack: Formatting text for app surfaces). */
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A post in words alone, for notifications and screen readers: title, upvotes in words, first line. */
export function spokenText(message: Message): string {
  const spoken = [message.heading, ...message.cards.map(spokenCard), message.cards.length > 0 ? null : message.note]
    .filter((part) => part !== null && part !== '')
    .join('\n')
  return escapeMarkup(cut(spoken || 'Papers', SPOKEN_LENGTH))
}

function spokenCard(card: Card): string {
  const { facts, lines, size } = card
  const first = size === 'full' ? lines.slice(0, 1) : []
  const sentences = [titleOf(card), facts.join(', '), ...first].filter((part) => part !== '')
  return `${rankOf(card)}${sentences.map((one) => (/[.?!…:”]$/.test(one) ? one : `${one}.`)).join(' ')}`
}

/** People whom a command names, by their ids; Slack writes them so only where the app asks for it (`should_escape`). */
export const namePeople = (team: string, text: string): string =>
  text.replaceAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g, (_, user: string) => personId(team, user))

/** Slack escapes typed text, and writes links as `<url|label>`, people as `<@U1|name>`, channels as `<#C1|name>`. */
export const readText = (text: string): string =>
  text
    .replaceAll(/<!(\w+)>/g, '@$1')
    .replaceAll(/<[@!][^<>|]*(?:\|@?([^<>]*))?>/g, (_, name?: string) => `@${name || 'somebody'}`)
    .replaceAll(/<#[^<>|]*\|([^<>]+)>/g, '#$1')
    .replaceAll(/<(https?:[^<|>]+)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
