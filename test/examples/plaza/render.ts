import { buttonsOf, factsOf, formText, rankOf, titleOf } from '../../../adapters/shared/cards.ts'
import { webAddress } from '../../../adapters/shared/text.ts'
import type { Reply } from '../../../src/core/chat.ts'
import type { Card, Mention, Message } from '../../../src/core/message.ts'
import { localOf } from './ids.ts'

/** What Plaza takes: text in its markup, and buttons below it. */
export type Payload = { text: string; buttons: { label: string; action: string; value: string }[] }

/** Pure: message in, payload out. Core has shortened the texts; they are escaped here. */
export function renderMessage(message: Message): Payload {
  const { heading, cards, note } = message
  const text = [heading && `*${escapeText(heading)}*`, ...cards.map(renderCard), note && escapeText(note)]
  const buttons = [...cards.flatMap((card) => card.buttons), ...buttonsOf(message)]
  return {
    text: text.filter((part) => part !== null).join('\n'),
    buttons: buttons.flatMap((button) => ('action' in button ? [button] : [])),
  }
}

/** Plaza has no modals: a form is shown as what can be typed instead. */
export const renderReply = (reply: Reply): Payload =>
  renderMessage('form' in reply ? formText(reply.form) : reply.message)

function renderCard(card: Card): string {
  const url = webAddress(card.url)
  const title = `${rankOf(card)}${escapeText(titleOf(card))}${url === null ? '' : ` <${url}>`}`
  const links = card.links.flatMap(({ label, url }) => {
    const safe = webAddress(url)
    return safe === null ? [] : [`${escapeText(label)} <${safe}>`]
  })
  const excerpt = card.excerpt
    ?.map(({ text, strong }) => (strong ? `*${escapeText(text)}*` : escapeText(text)))
    .join('')
  const facts = factsOf(card).map(escapeText).join(' · ')
  const lines = [title, facts, renderMention(card.mention), ...card.lines.map(escapeText), excerpt, links.join(' · ')]
  return lines.filter(Boolean).join('\n')
}

/** Plaza names nobody without notifying them. */
const renderMention = (mention: Mention | null): string =>
  mention?.rings ? `${escapeText(mention.label)} <@${localOf(mention.person)}>` : ''

/** A backslash takes the meaning from Plaza’s markup, and from the @ of a mention. */
const escapeText = (text: string): string => text.replaceAll(/[\\*_<>@:`~&]/g, '\\$&')
