import { anyWord } from '../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from './passages.ts'

/** Words that take something back. */
const denial = anyWord(
  /not(?! only| just| merely| simply)|no|never|neither|nor|none|without|cannot|unable|\w+n['’]t|free of|lack\w*/,
  /absence of/,
  /fail\w*|impossible|instead of|rather than|eliminat\w+|avoid\w*|remov\w+|obviat\w+|bypass\w*|unlike|zero/,
  /spar(?:es|ing)/,
  /unnecessary|hardly|barely|prevent\w*|skip\w*|omit\w*|little|few|limited|independent\w*|less|nothing|ignor\w+/,
  /neglect\w*/,
  /un\w+ed|\w+-free|dispens\w+ with|far from|struggl\w*/,
)
/** What leaves no doubt, with the words behind it that it takes back. */
const plain = new RegExp(
  anyWord(
    /not(?! only| just| merely| simply| necessarily| always)|no|never|neither|nor|without|cannot|unable|\w+n['’]t/,
    /free of/,
    /lack(?:s|ing)?|absence of|impossible|eliminat\w+ the need/,
  ).source,
  'gi',
)
/** Characters of a clause that a denial reaches. */
const REACH = 45
const clauseEnd =
  /[;:.)](?:\s|$)|,(?! (?:or|nor|and|no)\b)|\b(?:but|while|yet|and (?:can|still|then)|although|which|that)\b/

/** The words that a sentence takes back. */
export const deniedIn = oncePerPassage(({ text, tokens }: Passage): Set<GroundingToken> => {
  const scopes = [...text.matchAll(plain)].map(({ 0: word, index }) => {
    const from = index + word.length
    return { from, to: from + (clauseEnd.exec(text.slice(from, from + REACH))?.index ?? REACH) }
  })
  return new Set(
    tokens.filter(
      (token, place) =>
        scopes.some(({ from, to }) => token.start >= from && token.start < to) ||
        /-free$/i.test(token.text) ||
        /^free$/i.test(tokens[place + 1]?.text ?? ''),
    ),
  )
})

/** What is said of others is denied of them alone. */
export const others = anyWord(
  /prior|previous\w*|existing|other|current\w*|recent\w*|conventional|traditional\w*/,
  /often|remains?|typical\w*|most|many/,
)
/** Words that a sentence shares with a statement to tell of the same. */
const SAME = 3

/** A word that the summary affirms where the source does nothing but deny it; null when there is none. */
export function affirmedWord(statement: Passage, sources: Passage[]): string | null {
  if (denial.test(statement.text)) return null
  const words = new Set(statement.tokens.filter(isContent).map(({ key }) => key))
  const found = statement.tokens.find((token) => {
    if (!isContent(token) || token.text.length < 5) return false
    const uses = sources.flatMap((source) =>
      source.tokens.flatMap((use) => (use.key === token.key ? [{ isDenied: deniedIn(source).has(use), source }] : [])),
    )
    const isSame = ({ text, tokens }: Passage) =>
      !others.test(text) && words.intersection(new Set(tokens.map(({ key }) => key))).size >= SAME
    return uses.length > 0 && uses.every(({ isDenied, source }) => isDenied && isSame(source))
  })
  return found?.text ?? null
}

/** A word that the summary denies where the source affirms it among the same words; null when there is none. */
export function deniedWord(statement: Passage, basis: Passage[]): string | null {
  const denied = [...deniedIn(statement)].filter(isContent).slice(0, 2)
  const [first] = denied
  if (first === undefined || basis.some(({ text }) => denial.test(text))) return null
  const words = new Set(statement.tokens.filter(isContent).map(({ key }) => key))
  const isTold = ({ tokens }: Passage) => {
    const keys = new Set(tokens.map(({ key }) => key))
    return denied.every(({ key }) => keys.has(key)) && words.intersection(keys).size >= Math.min(3, words.size)
  }
  return basis.some(isTold) ? first.text : null
}
