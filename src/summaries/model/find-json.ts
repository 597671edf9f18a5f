import { attempt } from '../../core/attempt.ts'

/** How often a text is read at most, in search of the ends of its objects: braces that nothing closes are no answer. */
const MOST_READINGS = 8

const THOUGHTS = /<(think|thinking|thought|reasoning)>.*?<\/\1>/gis
const UNOPENED = /^.*<\/(?:think|thinking|thought|reasoning)>/is
const UNCLOSED = /<(?:think|thinking|thought|reasoning)>.*$/is

/** The texts in which the answer may stand, the likeliest first: what models think aloud is looked at last. */
export function withoutThoughts(said: string): string[] {
  const spoken = said.replace(THOUGHTS, ' ')
  return [...new Set([spoken.replace(UNOPENED, '').replace(UNCLOSED, ''), spoken.replace(UNOPENED, ''), spoken, said])]
}

/** The JSON objects in a text, whatever stands around them; those inside of others are a part of these. */
export function findObjects(text: string): unknown[] {
  const found: unknown[] = []
  let start = text.indexOf('{')
  for (let left = MOST_READINGS * text.length; start >= 0 && left > 0; ) {
    const end = endOfObject(text, start)
    left -= (end ?? text.length) - start
    const parsed = end === null ? null : attempt(() => JSON.parse(text.slice(start, end)) as unknown)
    if (parsed !== null) found.push(parsed)
    start = text.indexOf('{', parsed === null || end === null ? start + 1 : end)
  }
  return found
}

/** Behind the brace that closes the one at `start`; null when there is none. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === '{') depth += 1
    if (token === '}') depth -= 1
    if (depth === 0) return start + index + 1
  }
  return null
}
