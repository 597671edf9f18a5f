import { anyWord, either } from '../../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'

const no = new RegExp(
  either(
    /not(?! only| just| necessarily| always)|no longer|no(?! (?:less|fewer|worse|more than)\b)|never|neither|nor/,
    /without|cannot|unable|\w+n['’]t/,
  ),
)
const denial = anyWord(no, /eliminat\w+|avoid\w*|remov\w+|rid of|(?:did|do(?:es|ing)?) away/)
const negation = anyWord(no, /avoid\w*/)

/** Words that take something back in part, or that hold a denial: where they stand, nothing is sure. */
const doubt = anyWord(
  denial,
  /none|nothing|few|fewer|little|less|fail\w*|limit\w*|prevent\w*|reduc\w+|hinder\w*/,
  /un(?:supervis|label|pair|train|annotat|modif|chang)\w*/,
)

/** “Without loss of quality” and “not alone” deny nothing of what follows. */
const spared = /^(?:loss|los|sacrific|degrad|compromis|drop|harm|hurt|damag|cost|overhead|only|giv|chang|alone)/i

/** Characters of a clause that a denial reaches, and the words that it counts. */
const REACH = 60
const MOST_WORDS = 5
/** No sentence denies more; each denial is looked for in every other sentence. */
const MOST_DENIALS = 10
const boundary = /[,;:.()](?=\s|$)|\b(?:but|while|whereas|although|though|which|that|because|since|when|if|yet)\b/g

/** For each denial, what it reaches: “without labels or a critic” reaches each of the two. */
function reachesOf({ text, tokens }: Passage, pattern: RegExp): { negator: string; parts: GroundingToken[][] }[] {
  return [...text.matchAll(new RegExp(pattern, 'gi')).take(MOST_DENIALS)].map(({ 0: negator, index }) => {
    const from = index + negator.length
    const stop = text.slice(from, from + REACH).search(boundary)
    const to = from + (stop < 0 ? REACH : stop)
    const parts: GroundingToken[][] = [[]]
    for (const token of tokens.filter(({ start }) => start >= from && start < to)) {
      if (/^n?or$/i.test(token.text)) parts.push([])
      parts.at(-1)?.push(token)
    }
    return { negator, parts }
  })
}

/** The words under an odd number of denials: “cannot be had without a loss” has one. */
export const negatedIn = oncePerPassage((passage: Passage) => {
  const { text, tokens } = passage
  // “Sacrifices none”, “loses no accuracy”
  const before = tokens.filter(({ start, text: word }) => /^ (?:no|none)\b/.test(text.slice(start + word.length)))
  let negated = new Set(before)
  for (const { parts } of reachesOf(passage, negation)) negated = negated.symmetricDifference(new Set(parts.flat()))
  return negated
})

/** What a sentence takes back: as written, and its words by key. */
type Denial = { text: string; words: Set<string>; passage: Passage }

export const denialsIn = oncePerPassage((passage: Passage): Denial[] =>
  reachesOf(passage, denial).flatMap(({ negator, parts }) =>
    parts.flatMap((all): Denial[] => {
      const denied = all.filter(isContent).slice(0, MOST_WORDS)
      if (denied.length === 0 || spared.test(denied[0]?.text ?? '')) return []
      const text = [negator, ...denied.map((token) => token.text)].join(' ')
      return [{ text, words: new Set(denied.map(({ key }) => key)), passage }]
    }),
  ),
)

/** Whether the part of the sentence that a word is in may take it back; `words` may sound so: “without harm”. */
export function isDoubtful({ text, tokens }: Passage, { start }: GroundingToken, words: Set<string>): boolean {
  const cuts = [...text.matchAll(boundary)].map(({ index }) => index)
  const from = cuts.findLast((cut) => cut <= start) ?? 0
  const part = text.slice(
    from,
    cuts.find((cut) => cut > start),
  )
  const own = new Set(tokens.filter(({ key }) => words.has(key)).map((token) => token.start - from))
  return [...part.matchAll(new RegExp(doubt, 'gi'))].some(({ index }) => !own.has(index))
}
