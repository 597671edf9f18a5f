import { LONGEST_TEXT } from '../../core/paper.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { LONGEST_NAME, MOST_NAMES, readNames } from '../../papers/names/list.ts'
import { latexToText } from './latex.ts'
import { markupToText } from './markup.ts'

/** Plain, escaped, HTML, JATS or LaTeX as one line: NFC, nothing invisible that hides or turns words. */
export function cleanText(text: string): string {
  const whole = (/[<&]/.test(text) ? markupToText(text.slice(0, MOST_MARKUP)) : text).slice(0, LONGEST_TEXT)
  // Most of it is plain English, and the Unicode tables are slow.
  if (PLAIN_ASCII.test(whole)) return oneLine(latexToText(oneLine(whole)).normalize('NFC'))
  const visible = whole.toWellFormed().replace(SPACES, ' ').replace(INVISIBLE, '')
  return oneLine(latexToText(visible).normalize('NFC').replace(STACKED_MARKS, '$1'))
}

// Testing takes a third of the time of replacing, and most texts are one line already.
const oneLine = (text: string): string => (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()

/** Characters: longer than any abstract with the markup of its journal; whole articles are cut. */
export const MOST_MARKUP = 30_000

/** The texts cleaned, without empty ones; together they may be long, so the event loop runs in between. */
export async function cleanTexts(texts: Iterable<string>, longest = LONGEST_NAME): Promise<string[]> {
  const yieldToEventLoop = createYielder()
  const cleaned: string[] = []
  for (const text of Iterator.from(texts).take(MOST_NAMES)) {
    await yieldToEventLoop()
    const clean = cleanText(text.slice(0, longest))
    if (clean !== '') cleaned.push(clean)
  }
  return cleaned
}

/** The authors in these fields, a name or a list each. `natural`: no comma turns a name around, as on arXiv. */
export const readAuthors = async (fields: string[], order?: 'natural'): Promise<string[]> =>
  readNames(await cleanTexts(fields, Math.max(LONGEST_NAME, MOST_MARKUP / fields.length)), order)

/** A web address without a user name, so that it shows where it leads; null when it is none. */
export function cleanLink(text: string): string | null {
  const url = URL.parse(text.trim().slice(0, 2_000))
  if (!url || !/^https?:$/.test(url.protocol)) return null
  // https://huggingface.co@example.org leads to example.org.
  url.username = ''
  url.password = ''
  return url.href
}

const PLAIN_ASCII = /^[\t-\r -~]*$/
// JavaScript counts the byte order mark as a space; it has no width.
const SPACES = /[[\s\u0085\u2800]--[\uFEFF]]+/gv
// The variation selectors 15 and 16 stay: they choose between ❤ and ❤️.
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\uFE0E\uFE0F]]/gv
/** Vietnamese and Hebrew need two marks on a letter. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu
