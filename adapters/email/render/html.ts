import type { Button, Card, Message, Span } from '../../../src/core/message.ts'
import type { ReaderLinks } from '../../../src/core/setup.ts'
import { factsOf, isHeading, rankOf, titleOf } from '../../shared/cards.ts'
import { escapeHtml, webAddress } from '../../shared/text.ts'

// Outlook for Windows lays out tables alone, and Gmail drops what it does not know of a style sheet: what is needed
// stands on the elements. Apple Mail takes the dark colours below; Gmail and Outlook.com make dark ones themselves.
const [INK, QUIET, PAPER, LINE, ACCENT] = ['#1d1c1a', '#5c5750', '#fdfcfa', '#e0dbd2', '#a3390b']
const SANS = 'font-family:Helvetica,Arial,sans-serif'
const SERIF = 'font-family:Charter,Georgia,serif'
const DARK = `@media (prefers-color-scheme:dark){.p{background:#191816!important}.i{color:#ebe8e3!important}
.q{color:#b0aaa1!important}.a{color:#ff9d66!important}.l{border-color:#3c3833!important}
.b{background:#ff9d66!important}.b a{color:#191816!important}}`
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
/** Outlook knows no greatest width. */
const [FIXED, END_FIXED] = [
  '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->',
  '<!--[if mso]></td></tr></table><![endif]-->',
]
/** Behind the preview text: else programs go on with what comes next in the letter. */
const FILLER = '&#847;&zwnj;&nbsp;'.repeat(60)

/** A letter for programs that show pages, without anything that is fetched from elsewhere. */
export function renderHtml(message: Message, { unsubscribe, settings }: ReaderLinks): string {
  const { heading, cards, note, buttons } = message
  const notes = note === null ? [] : [quiet(escapeHtml(note).replaceAll('\n', '<br>'))]
  const rows = [
    `<span class="a" style="${SANS};font-size:15px;font-weight:bold;color:${ACCENT}">Paperboy</span>`,
    ...(heading === null ? [] : [element('h1', `${SERIF};font-size:25px;line-height:1.25`, escapeHtml(heading))]),
    ...(cards.length === 0 ? notes : []),
    ...buttons.flatMap(renderButton),
    ...cards.map(renderCard),
    ...(cards.length === 0 ? [] : notes),
    // Who is asked whether they want letters has nothing to change yet.
    quiet(
      [
        ...(cards.length === 0 ? [] : [anchor('Change what you get', settings)]),
        anchor('Unsubscribe', unsubscribe),
      ].join(' · '),
    ),
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(heading ?? 'Paperboy')}</title><style>${DARK}</style></head>
<body class="p" style="margin:0;padding:0;background:${PAPER}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(previewOf(message))}${FILLER}</div>
<div role="article" aria-label="Paperboy"><table ${TABLE} class="p" style="background:${PAPER}"><tr>
<td align="center" style="padding:20px 16px">${FIXED}
<table ${TABLE} style="max-width:600px;text-align:left">
${rows.map((row) => (row.startsWith('<tr>') ? row : `<tr><td style="padding:4px 0">${row}</td></tr>`)).join('\n')}
</table>${END_FIXED}</td></tr></table></div></body></html>`
}

/** What a list of letters shows after the subject: what the best paper is about. */
function previewOf({ cards, note }: Message): string {
  const best = cards.find(({ lines }) => lines.length > 0)
  return best?.lines[0] ?? note ?? ''
}

function renderCard(card: Card): string {
  const facts = factsOf(card).join(' · ')
  const lines = card.lines.map((line) => `<li style="margin:0 0 4px">${escapeHtml(line)}</li>`).join('')
  const links = card.links.map(({ label, url }) => anchor(label, url)).join(' · ')
  if (isHeading(card)) return row(24, element('h2', `${SANS};font-size:17px`, escapeHtml(titleOf(card))))
  if (card.size === 'line' && card.paper === null && card.url === null) return quiet(escapeHtml(titleOf(card)))
  const size = card.size === 'full' ? '19px' : '16px'
  const title = element(
    card.size === 'full' ? 'h2' : 'h3',
    `${SERIF};font-size:${size};line-height:1.3`,
    titleLink(card),
  )
  const look = `margin:6px 0;padding:0 0 0 20px;${SERIF};font-size:16px;line-height:1.5;color:${INK}`
  const list = `<ul class="i" style="${look}">`
  return row(
    card.size === 'full' ? 18 : 9,
    [
      title,
      ...(facts === '' ? [] : [quiet(escapeHtml(facts))]),
      ...(lines === '' ? [] : [`${list}${lines}</ul>`]),
      ...(links === '' ? [] : [quiet(links)]),
    ].join(''),
  )
}

/** Under a line of its own. */
const row = (space: number, content: string): string =>
  `<tr><td class="l" style="padding:${space}px 0;border-top:1px solid ${LINE}">${content}</td></tr>`

const element = (name: string, style: string, content: string): string =>
  `<${name} class="i" style="margin:0;${style};color:${INK}">${content}</${name}>`

const quiet = (content: string): string =>
  `<p class="q" style="margin:4px 0;${SANS};font-size:14px;line-height:1.5;color:${QUIET}">${content}</p>`

/** What needs an answer has no place in a letter; what leads somewhere has. */
function renderButton(button: Button): string[] {
  const address = 'url' in button ? webAddress(button.url) : null
  if (address === null) return []
  const style = `display:inline-block;padding:12px 20px;${SANS};font-size:16px;color:#ffffff;text-decoration:none`
  const label = `<a href="${escapeHtml(address)}" style="${style}"><b>${escapeHtml(button.label)}</b></a>`
  return [
    `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:16px 0"><tr>` +
      `<td class="b" style="background:${ACCENT};border-radius:6px">${label}</td></tr></table>`,
  ]
}

function titleLink(card: Card): string {
  const words = card.title
    .map(({ text, strong }: Span) => (strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text)))
    .join('')
  const address = webAddress(card.url)
  const linked = `<a class="i" href="${escapeHtml(address ?? '')}" style="color:${INK}">${words}</a>`
  return rankOf(card) + (address === null ? words : linked)
}

function anchor(label: string, url: string): string {
  const address = webAddress(url)
  if (address === null) return escapeHtml(label)
  return `<a class="a" href="${escapeHtml(address)}" style="color:${ACCENT}">${escapeHtml(label)}</a>`
}
