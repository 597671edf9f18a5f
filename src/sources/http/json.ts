import { attempt } from '../../core/attempt.ts'

/** Ten milliseconds of parsing: a value takes 100 ns. */
const MOST_VALUES = 100_000

/** JSON of unknown origin; null when it is invalid or too large to parse in one go. */
export function parseJson(text: string): unknown {
  let values = 0
  for (let at = 0; at < text.length && values <= MOST_VALUES; at += 1) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === BRACKET || code === BRACE) values += 1
  }
  return values > MOST_VALUES ? null : attempt(() => JSON.parse(text))
}

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b]
