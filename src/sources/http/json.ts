import { z } from 'zod'
import { attempt } from '../../core/attempt.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'

/** Ten milliseconds of parsing: a value takes 100 ns, a character 5. */
const MOST_VALUES = 100_000
const MOST_CHARACTERS = 2_000_000

/** JSON of unknown origin; null when it is invalid or too large to parse in one go. */
export function parseJson(text: string): unknown {
  if (text.length > MOST_CHARACTERS) return null
  let values = 0
  for (let at = 0; at < text.length && values <= MOST_VALUES; at += 1) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === BRACKET || code === BRACE) values += 1
  }
  return values > MOST_VALUES ? null : attempt(() => JSON.parse(text))
}

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b]

/** Hears of each element of the list under `name`, as JSON; returns the rest. A list that breaks off loses its last. */
export async function readElements(json: string, name: string, onElement: (json: string) => void): Promise<string> {
  const yieldToEventLoop = createYielder()
  const key = new RegExp(`"${name}"\\s*:\\s*$`)
  let [depth, count, start, next, isText] = [0, 0, 0, 0, false]
  for (const { 0: sign, index } of json.matchAll(/\\.|["[\]{},]/gs)) {
    count += 1
    if (count % 50 === 0) await yieldToEventLoop()
    if (sign === '"') isText = !isText
    if (isText) continue
    if (sign === '[' && depth === 1 && start === 0 && key.test(json.slice(Math.max(0, index - 50), index)))
      start = next = index + 1
    if (start > 0 && depth === 2 && /[\],]/.test(sign)) {
      const element = json.slice(next, index)
      if (element.trim() !== '') onElement(element)
      next = index + 1
      if (sign === ']') return json.slice(0, start) + json.slice(index)
    }
    if (/[[{]/.test(sign)) depth += 1
    if (/[\]}]/.test(sign)) depth -= 1
  }
  return start === 0 ? json : `${json.slice(0, start)}]}`
}

/** A list without what is broken in it, or beyond `most`; empty where there is none. */
export const listOf = <T>(kind: z.ZodType<T>, most = 1_000) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) => all.slice(0, most).flatMap((one) => kind.safeParse(one).data ?? []))
