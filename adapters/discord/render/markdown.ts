import { bold, hyperlink } from 'discord.js'
import type { Span } from '../../../src/core/message.ts'
import { cut } from '../../shared/text.ts'

/** Discord takes no longer address in a button; a longer one is not worth a masked link either. */
const LONGEST_URL = 512
const NO_BREAK = '\u200b'

/**
 * Text shown letter by letter. Discord shows the character after a backslash unless it is a letter, a digit or a space.
 * Its server finds mentions and addresses despite a backslash: a zero-width space splits them.
 * discord.js's `escapeMarkdown` leaves single brackets, emoji names, mentions and addresses as they are.
 */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\*_~`|>#[\]()<:+-]/g, '\\$&')
    .replaceAll('@', `@${NO_BREAK}`)
    .replaceAll(/\/(?=\/)/g, `/${NO_BREAK}`)
    .replaceAll(/^(\s*\d+)\./gm, '$1\\.')
}

/** One line of escaped text, cut between code points, and with an ellipsis, to `length` of them. */
export function escapeLine(text: string, length: number): string {
  return escapeText(cut(oneLine(cut(text, 4 * length)), length))
}

/** What a search matched is bold. Runs that touch are joined: `**a****b**` would show its stars. */
export function renderSpans(spans: Span[], length: number): string {
  let left = length
  let rendered = ''
  for (const { text, strong } of joinTouching(spans)) {
    if (left <= 0) break
    const shown = cut(cut(text, 4 * left).replaceAll(/\s+/g, ' '), left)
    left -= [...shown].length
    const [, before = '', word = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(shown) ?? []
    rendered += strong && word !== '' ? `${before}${bold(escapeText(word))}${after}` : escapeText(shown)
  }
  return rendered.trim()
}

/** A masked link, or the label alone. Discord ends a label at brackets, also escaped ones: they become parentheses. */
export function renderLink(label: string, url: string | null): string {
  const safe = url === null ? null : webAddress(url)
  if (safe === null || label === '') return label
  return hyperlink(label.replaceAll('\\[', '\\(').replaceAll('\\]', '\\)'), safe)
}

/** An http(s) address that closes no parenthesis and claims no other host; null when it is none, or too long. */
export function webAddress(text: string): string | null {
  const url = text.length > LONGEST_URL ? null : URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  const href = url.href.replaceAll(/[()<>\\"'`|*~@\s]/g, percent)
  return href.length <= LONGEST_URL ? href : null
}

/** Own text with upstream text inside: commands between backticks and columns stay, the rest is escaped. */
export function renderNote(text: string, length: number): string {
  const shown = cut(text, length)
  // Two spaces inside a line align a table, which only a fixed width keeps; a zero-width space takes apart what would
  // close the block, and the mentions that Discord's server may find in it.
  if (/\S {2,}\S/.test(shown)) return `\`\`\`\n${shown.replaceAll(/[`@<]/g, `$&${NO_BREAK}`)}\n\`\`\``
  return shown
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll(/[@<]/g, `$&${NO_BREAK}`) : escapeText(part)))
    .join('')
}

/** Discord shows no longer text, and a line is cut anyway. */
const MOST_LOOKED_AT = 4_000

export const oneLine = (text: string): string => text.slice(0, MOST_LOOKED_AT).replaceAll(/\s+/g, ' ').trim()

const percent = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

function joinTouching(spans: Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last?.strong === span.strong) joined[joined.length - 1] = { ...last, text: last.text + span.text }
    else if (span.text !== '') joined.push(span)
  }
  return joined
}
