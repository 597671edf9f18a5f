import { either } from '../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from './passages.ts'

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

const usesOf = oncePerPassage(({ tokens }) =>
  tokens.flatMap((token, place): PolarityUse[] => {
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
    // What is done “without” may well be there: only denials count.
    const isPlainlyNegated = before(2, plainNegation) && !before(2, /^without$/i)
    const near = keysOf(around.filter((other) => other !== token && isContent(other)))
    return [{ token, place, isNegated, isPlainlyNegated, near }]
  }),
)

/** A word that the summary denies and the source affirms, or the other way round; null when there is none. */
export function flippedWord(summary: Passage, sources: Passage[]): { word: string; isDenied: boolean } | null {
  const uses = sources.flatMap(usesOf)
  for (const { token, isPlainlyNegated, isNegated, near } of usesOf(summary)) {
    const same = uses.filter((use) => use.token.key === token.key)
    if (same.length === 0) continue
    // The same word about something else is no contradiction.
    if (!same.some((use) => use.near.intersection(near).size >= Math.min(2, near.size))) continue
    if (isPlainlyNegated && !same.some((use) => use.isNegated)) return { word: token.text, isDenied: true }
    if (!isNegated && same.every((use) => use.isPlainlyNegated)) return { word: token.text, isDenied: false }
  }
  return null
}

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

const worse = /^(?:worse|degrad|underperform|weaken|slower|hurt|worsen|deteriorat|slow)/i

const keysOf = (tokens: GroundingToken[]) => new Set(tokens.map(({ key }) => key))

const need = /\b(?:needs?|requires?|calls? for|demands?|ha(?:s|ve) to|must|depends? on|relies on)\b/gi
const noNeed = new RegExp(
  `\\b${either(
    /no|without|not (?:need|require)\w*/,
    /(?:remov|eliminat|obviat|avoid|circumvent)\w* (?:the )?(?:need|resource)\w*/,
  )}\\b`,
  'gi',
)
/** Characters after such a word, within which stands what it is about. */
const neededWithin = 50

/** What the summary says is needed where the source does without; null when there is none. */
export function inventedNeed(summary: Passage, sources: Passage[]): string | null {
  const about = ({ text, tokens }: Passage, pattern: RegExp, back: number) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: found }) => {
      const end = index + found.length
      const stop = /[,;.](?:\s|$)|\b(?:and|but|while)\b/.exec(text.slice(end))?.index ?? Infinity
      return tokens.filter(
        (t) => isContent(t) && t.start >= index - back && t.start < end + Math.min(stop, neededWithin),
      )
    })
  if (sources.length === 0 || /\b(?:no|not|without|never|cannot)\b|-free\b/i.test(summary.text)) return null
  const spared = keysOf(sources.flatMap((source) => about(source, noNeed, 0)))
  const needed = about(summary, need, 20).filter(({ key }) => spared.has(key))
  return needed.length >= 2 ? (needed[0]?.text ?? null) : null
}
