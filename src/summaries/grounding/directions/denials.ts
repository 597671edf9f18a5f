import { anyWord, either } from '../../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'

const no = new RegExp(
  either(
    /not(?! only| just| merely| simply| necessarily| always)|no longer/,
    /no(?! (?:(?:less|fewer|worse)\b|more than))|(?<!\w )none of|never|neither|nor/,
    /without|cannot|unable|\w+n['’]t/,
  ),
)
/** Words that take away what follows them, whatever the sentence goes on to say. */
const removal = new RegExp(
  either(
    /eliminat\w+|avoid\w*|remov\w+|obviat\w+|bypass\w*|circumvent\w*|rid of|dispens\w+ with|did away/,
    /do(?:es|ing)? away/,
  ),
)
const denying = anyWord(no, /avoid\w*/)
const preference = /instead of|rather than|in place of/
const denial = anyWord(
  no,
  removal,
  preference,
  /free of|lack(?:s|ing|ed)?|absence of|impossible|fail(?:s|ed|ing)? (?:to|at|in)|failures? to|rarely|hardly/,
)

/** Words that take something back in part, or that hold a denial: where they stand, nothing is sure. */
const doubt = anyWord(
  denial,
  /none|nothing|struggl\w*|difficult\w*|limit\w*|unnecessary|barely|prevent\w*|skip\w*|omit\w*|little|few|less|fewer/,
  /independent\w*|ignor\w+|neglect\w*|un(?:supervis|label|pair|train|annotat|align|modif|chang)\w*/,
  /far from|unlike|zero\w*|fail(?:s|ed|ing)?|spar(?:es|ing)/,
  /free|only|poor\w*|replac\w+|reduc\w+|lower\w*|de-\w+|dis\w+|self-\w+|drop\w*|discard\w*|challeng\w*|hard/,
  /mitigat\w+|alleviat\w+|despite|hinder\w*|hamper\w*|minim\w+|negligible|overlook\w*|miss\w*|underexplor\w+/,
  /beyond|rather|instead|than/,
)

/** “Without loss of quality” and “not alone” deny nothing of what follows. */
const spared = new RegExp(
  `^${either(
    /loss|los|sacrific|degrad|compromis|drop|harm|hurt|damag|hamper|forget|interfer|declin|overhead|cost|penalt/,
    /only|just|reduc|chang|affect|giv|alone|addition$/,
  )}`,
  'i',
)

/** Characters of a clause that a denial reaches, and the words that it counts. */
const REACH = 60
const MOST_WORDS = 5
/** No sentence denies more; each denial is looked for in every other sentence. */
const MOST_DENIALS = 10
const clauseEnd = new RegExp(
  either(
    /[;:.)](?:\s|$)|,(?! (?:or|nor|no)\b)/,
    /\b(?:but|while|yet|and (?:can|still|then)|although|which|that|instead of|rather than)\b/,
  ),
)

type Reach = { negator: string; tokens: GroundingToken[] }

function reachesOf({ text, tokens }: Passage, pattern: RegExp): Reach[] {
  return [...text.matchAll(new RegExp(pattern.source, 'gi')).take(MOST_DENIALS)].map(({ 0: negator, index }) => {
    const from = index + negator.length
    const to = from + (clauseEnd.exec(text.slice(from, from + REACH))?.index ?? REACH)
    return { negator, tokens: tokens.filter(({ start }) => start >= from && start < to) }
  })
}

/** The words under an odd number of denials: “cannot be had without a loss” has one. */
export const negatedIn = oncePerPassage((passage: Passage) => {
  const { text, tokens } = passage
  // “Sacrifices none”, “loses no accuracy”
  const before = tokens.filter(({ start, text: word }) =>
    /^ (?:no|none|nothing|neither)\b/.test(text.slice(start + word.length)),
  )
  let negated = new Set(before)
  for (const reach of reachesOf(passage, denying)) negated = negated.symmetricDifference(new Set(reach.tokens))
  return negated
})

/** What a sentence takes back: as written, and its words by key. */
export type Denial = { text: string; words: Set<string>; isRemoval: boolean; isPreference: boolean; passage: Passage }

export const denialsIn = oncePerPassage((passage: Passage): Denial[] =>
  reachesOf(passage, denial).flatMap(({ negator, tokens }) =>
    alternativesIn(passage, tokens).flatMap((all): Denial[] => {
      const denied = all.filter(isContent).slice(0, MOST_WORDS)
      const isPreference = anyWord(preference).test(negator)
      if (denied.length < (isPreference ? 2 : 1) || spared.test(denied[0]?.text ?? '')) return []
      if (denied.length < 2 && all.some(({ text }) => spared.test(text))) return []
      const text = [negator, ...denied.map((token) => token.text)].join(' ')
      const words = new Set(denied.map(({ key }) => key))
      return [{ text, words, isRemoval: anyWord(removal).test(negator), isPreference, passage }]
    }),
  ),
)

/** “Without labels, rewards or a critic” denies each of the three. */
function alternativesIn({ text }: Passage, tokens: GroundingToken[]): GroundingToken[][] {
  const parts: GroundingToken[][] = [[]]
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1]
    const isNext = before && (/^n?or$/i.test(token.text) || /,/.test(text.slice(before.start, token.start)))
    if (isNext) parts.push([])
    parts.at(-1)?.push(token)
  }
  return parts
}

const boundary = new RegExp(
  either(
    /[;:.,()](?=\s|$)|\s(?:--|–|—)\s/,
    /\b(?:but|while|whereas|though|although|which|that|who|so|because|since|when|if|yet)\b/,
  ),
  'g',
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
