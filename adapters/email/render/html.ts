import type { Button, Card, Link, Message, Span } from '../../../src/core/message.ts'
import { factsOf, rankOf } from '../../shared/cards.ts'
import { escapeHtml, webAddress } from '../../shared/text.ts'

/** Where a reader stops the letters, or changes them. */
export type LetterLinks = { unsubscribe: string; settings: string }

// Styles stand on the elements: mail programs drop style sheets. Colours are left to the reader's own light or dark.
const BODY = 'max-width:640px;margin:0 auto;padding:16px;font:16px/1.5 sans-serif'
const SMALL = 'font-size:14px;opacity:.75;margin:2px 0'

/** A letter for programs that show pages. */
export function renderHtml({ heading, cards, note, buttons }: Message, { unsubscribe, settings }: LetterLinks): string {
  const parts = [
    ...(heading === null ? [] : [`<h1 style="font-size:22px;margin:0 0 4px">${escapeHtml(heading)}</h1>`]),
    ...cards.map((card) => (card.size === 'full' ? renderFull(card) : renderLine(card))),
    ...(note === null ? [] : [`<p style="${SMALL}">${escapeHtml(note).replaceAll('\n', '<br>')}</p>`]),
    ...buttons.flatMap(renderButton),
    `<p style="${SMALL}">${anchor('Change what you get', settings)} · ${anchor('Unsubscribe', unsubscribe)}</p>`,
  ]
  const head = '<meta charset="utf-8"><meta name="color-scheme" content="light dark">'
  return `<!doctype html><html lang="en">${head}<body><div style="${BODY}">${parts.join('\n')}</div></body></html>`
}

function renderFull(card: Card): string {
  const facts = factsOf(card).join(' · ')
  const lines = card.lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')
  return [
    `<section style="margin:20px 0"><h2 style="font-size:18px;margin:0">${title(card)}</h2>`,
    ...(facts === '' ? [] : [`<p style="${SMALL}">${escapeHtml(facts)}</p>`]),
    ...(lines === '' ? [] : [`<ul style="margin:6px 0;padding-left:22px">${lines}</ul>`]),
    `<p style="${SMALL}">${card.links.map(link).join(' · ')}</p></section>`,
  ].join('')
}

function renderLine(card: Card): string {
  const facts = factsOf(card).join(' · ')
  return `<p style="margin:4px 0">${rankOf(card)}${title(card)}${facts === '' ? '' : ` · ${escapeHtml(facts)}`}</p>`
}

/** What needs an answer has no place in a letter; what leads somewhere has. */
const renderButton = (button: Button): string[] =>
  'url' in button ? [`<p style="margin:16px 0">${anchor(button.label, button.url)}</p>`] : []

const title = ({ title, url }: Card): string => {
  const words = title
    .map(({ text, strong }: Span) => (strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text)))
    .join('')
  const address = webAddress(url)
  return address === null ? words : `<a href="${escapeHtml(address)}">${words}</a>`
}

const link = ({ label, url }: Link): string => anchor(label, url)

function anchor(label: string, url: string): string {
  const address = webAddress(url)
  return address === null ? escapeHtml(label) : `<a href="${escapeHtml(address)}">${escapeHtml(label)}</a>`
}
