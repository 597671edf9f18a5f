import { anyWord } from '../../patterns.ts'
import { overlapOf } from '../alignment.ts'
import { clausesOf } from '../clauses.ts'
import { isContent, type Passage } from '../passages.ts'
import { others, type Source } from '../source.ts'

/** What a paper's own system is seldom said to do, and others are. */
const burden = anyWord(
  /rel(?:y|ies|ied|ying)|depend\w*|requir\w+|needs?|lacks?|suffer\w*|builds? on|ignor\w+|struggl\w*/,
)
const contrast = /\b(?:in contrast to|unlike|instead of|rather than|compared (?:to|with))\b/i
const own = anyWord(/we|our|us/)
/** The share of the words, told apart by how rare they are, that what is said of others must have; how much more. */
const [SHARE, MORE] = [0.5, 1.3]

/** What the summary says of the paper's own system where the abstract says it of others; else null. */
export function saidOfOthers(statement: Passage, { passages, weights, ownNames }: Source): string | null {
  const said = burden.exec(statement.text)
  const subject = statement.tokens.find(isContent)
  if (!said || !subject || !ownNames.has(subject.key) || said.index < subject.start) return null
  if (others.test(statement.text) || contrast.test(statement.text) || /\b(?:no|not)\b|n't/.test(statement.text))
    return null
  const behind = statement.tokens.filter((token) => token.start >= said.index + said[0].length && isContent(token))
  const words = new Set(behind.map(({ key }) => key))
  const weight = overlapOf(words, words, weights)
  const parts = passages.flatMap((passage) => partsIn(passage, ownNames))
  const fitOf = (isOthers: boolean) =>
    Math.max(
      0,
      ...parts.filter((part) => part.isOthers === isOthers).map((part) => overlapOf(words, part.words, weights)),
    )
  const [theirs, ours] = [fitOf(true), fitOf(false)]
  return words.size > 1 && theirs >= SHARE * weight && theirs > MORE * ours ? statement.text.slice(said.index) : null
}

/** The words that a sentence says of others, and those that it says of the paper's own. */
function partsIn(passage: Passage, ownNames: Set<string>): { isOthers: boolean; words: Set<string> }[] {
  const parts = [
    { isOthers: true, words: new Set<string>() },
    { isOthers: false, words: new Set<string>() },
  ]
  let isOthers = others.test(passage.text) && !isOwn(passage, 0, passage.text.length, ownNames)
  for (const { start, end, words } of clausesOf(passage)) {
    const text = passage.text.slice(start, end)
    if (contrast.test(text) || (others.test(text) && !isOwn(passage, start, end, ownNames))) isOthers = true
    else if (isOwn(passage, start, end, ownNames)) isOthers = false
    for (const key of words) parts[isOthers ? 0 : 1]?.words.add(key)
  }
  return parts
}

const isOwn = ({ text, tokens }: Passage, start: number, end: number, ownNames: Set<string>) =>
  own.test(text.slice(start, end)) ||
  tokens.some((token) => token.start >= start && token.start < end && ownNames.has(token.key))
