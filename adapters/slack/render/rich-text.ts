import type { types } from '@slack/bolt'
import type { Mention, Span } from '../../../src/core/message.ts'
import { webAddress } from '../../shared/text.ts'
import { partsOf } from '../ids.ts'

type RichText = types.RichTextBlock
type Element = types.RichTextElement
type Style = { bold?: boolean; italic?: boolean; code?: boolean }

const BOLD: Style = { bold: true }

// Upstream text goes into rich text alone: its elements are literal, so it breaks no markup and pings nobody.

/** One block, or none when there is nothing to say: Slack refuses empty ones. */
export function richText(...elements: RichText['elements']): RichText[] {
  const filled = elements.filter((element) => element.elements.length > 0)
  return filled.length === 0 ? [] : [{ type: 'rich_text', elements: filled }]
}

export const section = (...elements: Element[]): types.RichTextSection => ({ type: 'rich_text_section', elements })

export const bullets = (lines: string[]): types.RichTextList => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: lines.map((line) => section(...words(line))),
})

/** Slack refuses an element without text, so an empty text is no element. */
export function words(text: string, style: Style = {}): Element[] {
  return text === '' ? [] : [{ type: 'text', text, ...styled(style) }]
}

/** A link where the address is one that a browser opens, else the words alone. */
export function link(text: string, url: string | null, style: Style = {}): Element[] {
  const href = webAddress(url)
  return text === '' || href === null ? words(text, style) : [{ type: 'link', url: href, text, ...styled(style) }]
}

/** What a search matched is bold; a link is one, whatever was matched in it: each part would be a link of its own. */
export function spans(all: Span[], url: string | null, base: Style = {}): Element[] {
  const isBold = all.every(({ strong }) => strong)
  if (webAddress(url) !== null) return link(all.map(({ text }) => text).join(''), url, isBold ? BOLD : base)
  return all.flatMap(({ text, strong }) => words(text, strong ? { ...base, ...BOLD } : base))
}

/** “Presented by @Ada”; nothing for a person of another platform. */
export function naming({ label, person }: Mention): Element[] {
  const user = /^[UW][A-Z0-9]+$/.exec(partsOf(person).local)?.[0]
  return user && person.startsWith('slack:') ? [...words(`${label} `), { type: 'user', user_id: user }] : []
}

/** Own wording with `code` between backticks. */
function phrases(text: string): Element[] {
  return text.split(/(`[^`\n]+`)/).flatMap((part) => {
    const code = /^`([^`]+)`$/.exec(part)?.[1]
    return code === undefined ? words(part) : words(code, { code: true })
  })
}

/** Columns made of spaces keep their shape in a fixed width alone. */
export function paragraphs(text: string): RichText['elements'][number] {
  return /\S {2,}\S/.test(text)
    ? { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }
    : section(...phrases(text))
}

const styled = (style: Style) => (Object.keys(style).length > 0 ? { style } : {})
