import { either } from '../patterns.ts'
import { type GroundingToken, isContent, type Passage } from './passages.ts'

const plainly = either(
  /not|no|never|neither|nor|without|cannot|(?:ca|is|are|does|do|was|did)n['’]t|unable|hardly|barely/,
)
const plainNegation = new RegExp(`^${either(new RegExp(plainly), /fails?|failed|lacks?/)}$`, 'i')
const negation = new RegExp(
  `^${either(
    new RegExp(plainly),
    /lack(?:s|ing)?|fail(?:s|ed|ing)?|instead|avoid(?:s|ing)?|eliminat(?:e|es|ing)|free|absent|non|nothing/,
    /minimal(?:ly)?|negligible|none|unlike|rather|neglects?|ignores?|less|prevents?|limited|little|few/,
    /remov(?:e|es|ing)|bypass(?:es|ing)?|obviates?/,
  )}$`,
  'i',
)
const reach = 4

type PolarityUse = {
  token: GroundingToken
  place: number
  isNegated: boolean
  isPlainlyNegated: boolean
  near: Set<string>
}

function usesOf({ tokens }: Passage): PolarityUse[] {
  return tokens.flatMap((token, place) => {
    if (!isContent(token)) return []
    const before = (count: number, pattern: RegExp) =>
      tokens.slice(Math.max(0, place - count), place).some(({ text }) => pattern.test(text))
    const around = tokens.slice(Math.max(0, place - reach), place + reach + 1)
    const isNegated =
      before(reach, negation) ||
      // “Without labels, teachers or manual annotation” denies the last of them, too.
      before(2 * reach, /^without$/i) ||
      /^(?:un|in|non-?)|-free$/i.test(token.text) ||
      /^free$/i.test(tokens[place + 1]?.text ?? '')
    const isPlainlyNegated = before(2, plainNegation) || before(reach, /^without$/i)
    const near = keysOf(around.filter((other) => other !== token && isContent(other)))
    return [{ token, place, isNegated, isPlainlyNegated, near }]
  })
}

/** A word that the summary denies and the source affirms, or the other way round; null when there is none. */
export function flippedWord(summary: Passage, sources: Passage[]): { word: string; isDenied: boolean } | null {
  const uses = sources.flatMap(usesOf)
  const isFree = sources.some(({ text }) => free.test(text))
  for (const { token, place, isPlainlyNegated, isNegated, near } of usesOf(summary)) {
    const same = uses.filter((use) => use.token.key === token.key)
    if (same.length === 0) continue
    // “Unsupervised” in the source is “without labels” in other words.
    if (isPlainlyNegated && isFree && /^without$/i.test(nearestNegation(summary, place))) continue
    // The same word about something else is no contradiction.
    if (!same.some((use) => use.near.intersection(near).size >= Math.min(2, near.size))) continue
    if (isPlainlyNegated && !same.some((use) => use.isNegated)) return { word: token.text, isDenied: true }
    if (!isNegated && same.every((use) => use.isPlainlyNegated)) return { word: token.text, isDenied: false }
  }
  return null
}

const free =
  /\b(?:un(?:supervised|labell?ed|trained|paired|aligned)|self-supervised|without|no need|zero-shot)\b|-free\b/i

const nearestNegation = ({ tokens }: Passage, place: number): string =>
  tokens.slice(Math.max(0, place - 2), place).findLast(({ text }) => plainNegation.test(text))?.text ?? ''

const finiteDenial = /\b(?:do|does|did|is|are|was|were|can|will|has|have)(?: not|n['’]t)\b|\bcannot\b|\bnever\b/i

/** The summary's “does not”, where no sentence that supports it denies anything; null when there is none. */
export function inventedDenial(summary: Passage, basis: Passage[]): string | null {
  const found = finiteDenial.exec(summary.text)?.[0]
  if (!found || basis.length === 0) return null
  const denies = (word: string) => negation.test(word) || worse.test(word)
  const isHeld = basis.some(
    ({ tokens, text }) => /-free\b|\b(?:un|non)\w+/i.test(text) || tokens.some((token) => denies(token.text)),
  )
  return isHeld ? null : found
}

const up = new RegExp(
  `^${either(
    /increas|improv|rais|boost|gain|higher|better|faster|enhanc|strengthen|accelerat|grow|larger|greater|more$/,
    /exceed|surpass|outperform|rise|speed|amplif|elevat|stronger/,
  )}`,
  'i',
)
const down = new RegExp(
  `^${either(
    /decreas|reduc|lower|cut(?:s|ting)?$|fewer|less$|smaller|worse|degrad|drop(?!out)|declin|shrink/,
    /underperform|weaken|slower|diminish|fall|lose$|slow|mitigat|alleviat|suppress|hurt|worsen|deteriorat/,
    /sacrific|lessen/,
  )}`,
  'i',
)
const worse = /^(?:worse|degrad|underperform|weaken|slower|hurt|worsen|deteriorat|slow)/i
const adjective = /^(?:higher|lower|better|worse|faster|slower|larger|smaller|greater|fewer|more|less|stronger)$/i

type DirectionWord = { token: GroundingToken; direction: 'up' | 'down'; about: Set<string>; beside: Set<string> }

function directionWords({ tokens }: Passage): DirectionWord[] {
  return tokens.flatMap((token, place): DirectionWord[] => {
    // “Slow-fast” and “drop-in” are names of things.
    if (token.text.includes('-') && !/^out-?perform/i.test(token.text)) return []
    const direction = up.test(token.text) ? 'up' : down.test(token.text) ? 'down' : null
    if (direction === null) return []
    const isThing = (other: GroundingToken) => isContent(other) && !up.test(other.text) && !down.test(other.text)
    const before = tokens.slice(Math.max(0, place - (adjective.test(token.text) ? 2 : 3)), place).filter(isThing)
    const after = tokens.slice(place + 1, place + 5).filter(isThing)
    const beside = keysOf([...before.slice(-1), ...after.slice(0, 1)])
    return [{ token, direction, about: keysOf([...before, ...after]), beside }]
  })
}

const keysOf = (tokens: GroundingToken[]) => new Set(tokens.map(({ key }) => key))

/**
 * A word of direction in the summary where the source has the contrary about the same things; null when there is none.
 */
export function oppositeDirection(
  summary: Passage,
  sources: Passage[],
  nearest: Passage[],
): { said: string; held: string } | null {
  const known = sources.flatMap(directionWords)
  const close = nearest.flatMap(directionWords)
  for (const { token, direction, about, beside } of directionWords(summary)) {
    const shared = (turn: DirectionWord) => turn.about.intersection(about).size
    const most = Math.max(0, ...known.map(shared))
    const same = known.filter((turn) => most > 0 && shared(turn) === most)
    const contrary = same.find((turn) => turn.direction !== direction && turn.beside.intersection(beside).size > 0)
    // One shared word is a coincidence: what improves the speed reduces the cost.
    if (contrary && most >= Math.min(2, about.size) && !same.some((turn) => turn.direction === direction))
      return { said: token.text, held: contrary.token.text }
    const isOnlyUp = !known.some((turn) => turn.direction === 'down') && close.some((turn) => turn.direction === 'up')
    if (worse.test(token.text) && isOnlyUp) return { said: token.text, held: close[0]?.token.text ?? '' }
  }
  return null
}
