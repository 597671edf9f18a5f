import { directionsOf } from './directions.ts'
import type { GroundingToken, Passage } from './passages.ts'

/** A word that says which way a number goes. */
type NumberDirection = { text: string; isUp: boolean }

/** The word of direction beside a number, within a few words and the same clause; null when there is none or two. */
export function directionNear(
  passage: Passage,
  { start, end }: { start: number; end: number },
): NumberDirection | null {
  const near = passage.tokens.flatMap((token): NumberDirection[] => {
    const { text } = token
    const direction = directionsOf(text).find(({ axis }) => axis === 'amount')
    const [from, to] = token.start < start ? [token.start + text.length, start] : [end, token.start]
    const between = passage.text.slice(from, to).replace(/\b(?:more|less) than\b/g, '')
    // “Slow-fast” and “drop-in” are names of things.
    const isBeside = to - from < 40 && !/[,;:.](?:\s|$)|\b(?:while|but|than|and)\b/.test(between)
    return !direction || text.includes('-') || !isBeside || isThan(passage.text, token)
      ? []
      : [{ text, isUp: direction.isUp }]
  })
  const [first] = near
  return first && near.every(({ isUp }) => isUp === first.isUp) ? first : null
}

/** “More than” and “less than” bound a number. */
const isThan = (text: string, token: GroundingToken) =>
  /^(?:more|less|fewer|greater|higher|lower|larger)$/i.test(token.text) &&
  /^ than\b/.test(text.slice(token.start + token.text.length))
