import { LONGEST_TEXT } from '../../core/paper.ts'
import { contentOf } from './alignment.ts'
import { unsupportedClaims } from './claims/claims.ts'
import { swappedSides } from './claims/comparison.ts'
import { isContrary } from './claims/contrary.ts'
import { swappedRoles } from './claims/roles.ts'
import { unsupportedScope } from './claims/scope.ts'
import { oppositeDirection } from './directions/opposites.ts'
import { affirmedDenial, needOfOthers } from './directions/polarity.ts'
import { unsupportedNames } from './names.ts'
import { unsupportedAmounts, wrongNumbers } from './numbers/numbers.ts'
import { isContent, type Passage, readPassage, readPassages } from './passages.ts'
import { readQuantities } from './quantities/read-quantities.ts'
import { isSameAmount } from './quantities/same-amount.ts'
import { readSource, type Source } from './source.ts'

/** Characters; the longest title seen has 250. */
const LONGEST_TITLE = 1_000

type Grounding = {
  /** For each line, the indexes of the sentences of the abstract that support it. */
  supportedBy: number[][]
  /** A sentence for each thing the summary says and the abstract does not; none when it is faithful. */
  objections: string[]
}

/** Finds the sentences of the abstract that support each line of a summary, and what no sentence supports. */
export function checkGrounding(
  lines: string[],
  { title, abstract: whole }: { title: string; abstract: string },
  language = 'en',
): Grounding {
  const abstract = whole.slice(0, LONGEST_TEXT)
  const passages = readPassages(abstract)
  const source = readSource(passages, readPassage(title.slice(0, LONGEST_TITLE)))
  const known = normalized(abstract)
  const objections = new Set<string>()
  const supportedBy = lines.map((line) => {
    const statements = readPassages(line)
    const bases = statements.map((statement) => supportingSentences(statement, passages))
    for (const [i, statement] of statements.entries()) {
      // A verbatim quotation needs no check.
      if (known.includes(normalized(statement.text))) continue
      const basis = (bases[i] ?? []).flatMap((index) => passages[index] ?? [])
      const found = language === 'en' ? objectionsTo(statement, basis, source) : foreignObjectionsTo(statement, source)
      for (const objection of found) objections.add(objection)
    }
    return [...new Set(bases.flat())].sort((a, b) => a - b)
  })
  return { supportedBy, objections: [...objections] }
}

/** Without case and punctuation. */
function normalized(text: string): string {
  const words = text.toLowerCase().replace(/[^\p{L}\p{N}%$+−-]+/gu, ' ')
  return words.trim()
}

function objectionsTo(statement: Passage, basis: Passage[], source: Source): string[] {
  const { passages } = source
  const objections = unsupportedNames(statement, source).map(({ text }) => `The abstract does not name “${text}”.`)
  objections.push(...wrongNumbers(statement, basis, source))
  for (const claim of unsupportedClaims(statement, basis, source))
    objections.push(`The abstract does not claim ${claim}.`)
  const scope = unsupportedScope(statement, passages)
  if (scope) objections.push(`The abstract does not say “${scope}”.`)
  const affirmed = affirmedDenial(statement, source)
  if (affirmed) objections.push(`The abstract says “${affirmed}”, the summary affirms it.`)
  const need = needOfOthers(statement, source)
  if (need) objections.push(`The abstract says “${need}” of others.`)
  if (isContrary(statement, passages)) objections.push('The abstract says the contrary.')
  const turned = oppositeDirection(statement, source)
  if (turned) objections.push(`The summary says “${turned.said}” where the abstract says “${turned.held}”.`)
  const swapped = swappedSides(statement, passages)
  if (swapped) objections.push(`The two sides of “${swapped.trim()}” are the other way round in the abstract.`)
  const roles = swappedRoles(statement, source)
  if (roles) objections.push(`“${roles[0]}” and “${roles[1]}” have changed places.`)
  const strange = unsupportedWords(statement, source)
  if (strange.length > 0)
    objections.push(`The abstract says nothing of ${strange.map((word) => `“${word}”`).join(', ')}.`)
  return objections
}

/** In another language only numbers and what is written like a name can be compared. */
function foreignObjectionsTo(statement: Passage, source: Source): string[] {
  const names = unsupportedNames(statement, source).filter(({ text }) => /^\P{Lu}*\p{Lu}.*\p{Lu}|\d/u.test(text))
  return [...names.map(({ text }) => `The abstract does not name “${text}”.`), ...unsupportedAmounts(statement, source)]
}

/** The sentences that share the statement's words: at most three, and none for a statement that is not from here. */
function supportingSentences(statement: Passage, passages: Passage[]): number[] {
  let open = contentOf(statement)
  const found: number[] = []
  while (found.length < 3 && open.size > 0) {
    const overlaps = passages.map((passage) => open.intersection(contentOf(passage)).size)
    const best = Math.max(0, ...overlaps)
    if (best === 0 || (found.length > 0 && best < 2)) break
    const index = overlaps.indexOf(best)
    found.push(index)
    open = open.difference(new Set(passages[index] && contentOf(passages[index])))
  }
  return found
}

/** A paraphrase has some words of its own; a statement made of them is an invention. */
function unsupportedWords(statement: Passage, source: Source): string[] {
  const known = source.passages.flatMap(readQuantities)
  // Where its numbers are told, it is no invention, however strange its words.
  if (readQuantities(statement).some((said) => known.some((one) => isSameAmount(said, one)))) return []
  const content = statement.tokens.filter(isContent)
  const strange = content.filter(({ key, text }) => !source.keys.has(key) && !resembles(text, source))
  if (content.length < 3 || strange.length < 4 || strange.length / content.length < 0.75) return []
  return strange.map(({ text }) => text)
}

/** Compounds are written apart or together; long words share their stem. */
function resembles(text: string, { keys, compact }: Source): boolean {
  const lower = text.toLowerCase()
  if (lower.length > 5 && compact.includes(lower.slice(0, Math.max(5, lower.length - 4)))) return true
  return lower.split('-').some((part) => part.length > 3 && keys.has(part))
}
