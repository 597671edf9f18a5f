/** Cuts between code points and adds an ellipsis. Cut first and escape then, so that no entity is broken. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  // A code point has at most two units, so the rest of a long text is not looked at.
  const letters = [...text.slice(0, 2 * length + 2)]
  if (letters.length <= length) return text
  const kept = letters.slice(0, Math.max(length - 1, 0)).join('')
  return `${kept.trimEnd()}…`
}

/** The same where a platform may count UTF-16 units. */
export function cutUnits(text: string, length: number): string {
  const astral = [...text.slice(0, length)].filter((letter) => letter.length > 1).length
  return text.length <= length ? text : cut(text, length - astral)
}

type Wrapping = { first: string; rest: string; width: number; widthOf(text: string): number }

/** Lines of words, after `first` and then after `rest`; a word that is too long, such as an address, stays whole. */
export function wrapWords(words: string[], { first, rest, width, widthOf }: Wrapping): string {
  const lines: string[] = []
  let [line, start] = [first, first]
  for (const word of words) {
    const isFirst = line === start
    if (isFirst || widthOf(line) + 1 + widthOf(word) <= width) line += isFirst ? word : ` ${word}`
    else {
      lines.push(line)
      ;[line, start] = [rest + word, rest]
    }
  }
  return [...lines, line].join('\n')
}

/** For elements and for attributes in quotes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** Characters: Slack’s limit of a URL, and what every browser takes. */
const LONGEST_URL = 3_000

/** Upstream text links to http and https alone. Null: no such address, or one that is too long. */
export function webAddress(url: string | null): string | null {
  const parsed = url === null || url.length > LONGEST_URL ? null : URL.parse(url)
  return parsed && /^https?:$/.test(parsed.protocol) && parsed.href.length <= LONGEST_URL ? parsed.href : null
}

/** Fields of Slack’s blocks and attachments, and of Discord’s components and embeds, that people read or follow. */
const SHOWN = new Set(['text', 'content', 'title', 'description', 'fallback', 'url', 'title_link', 'from_url'])

/** Words and addresses shown by a message’s blocks or components, however deep, in their order. */
export function shownTexts(parts: unknown): string[] {
  const texts: string[] = []
  JSON.stringify(parts, (key, value) => {
    if (typeof value === 'string' && SHOWN.has(key)) texts.push(value)
    return value
  })
  return texts
}
