import { anyWord } from '../patterns.ts'
import { contentOf, weightsOf } from './alignment.ts'
import { type GroundingToken, isCapitalized, type Passage } from './passages.ts'

export type Source = {
  title: string
  keys: Set<string>
  compact: string
  initials: string
  passages: Passage[]
  /** How much each word tells of which sentence is meant: 1 for a word of one sentence, little for one of all. */
  weights: Map<string, number>
  /** The sentences before the first that speaks of the paper: they tell of others. */
  background: Set<Passage>
  /** Those of what the paper introduces, in their order. */
  ownNames: Set<string>
}

export function readSource(passages: Passage[], title: Passage): Source {
  const all = [...passages, title]
  const tokens = all.flatMap((passage) => passage.tokens)
  return {
    title: title.text,
    keys: new Set(tokens.flatMap(({ text, key }) => [key, ...text.split(/[-‐‑–/]/).map((part) => part.toLowerCase())])),
    compact: compactOf(all.map(({ text }) => text).join(' ')),
    initials: tokens.flatMap(({ text }) => text.split(/[-‐‑–/]/).map((part) => part.charAt(0).toLowerCase())).join(''),
    passages,
    weights: weightsOf(passages),
    background: backgroundOf(passages),
    ownNames: new Set(all.flatMap(introducedIn)),
  }
}

const isNamed = (passage: Passage, token: GroundingToken) =>
  /\p{L}\p{Lu}|\p{L}-?\d/u.test(token.text) || isCapitalized(passage, token)

const introduction =
  /\b(?:(?:introduc|propos|present|develop|design|releas|construct|creat|call)\w*|dubbed|^[^\s:]+:)\b[^,;:.]{0,80}/gi

/** “We present Tidemark”, “… a memory (TIDE)” */
const introducedIn = (passage: Passage) =>
  [...passage.text.matchAll(introduction)].flatMap(({ 0: found, index }) => {
    const inside = passage.tokens.filter(({ start }) => start >= index && start < index + found.length)
    const [first] = inside.filter((token) => isNamed(passage, token))
    const short = inside.find(({ start }) => passage.text[start - 1] === '(')
    return [first, short].flatMap((token) => token?.key ?? [])
  })

const own = anyWord(/we|our|us|this (?:paper|work|study|article|report|survey)/)

function backgroundOf(passages: Passage[]): Set<Passage> {
  const first = passages.findIndex(({ text }) => own.test(text))
  return new Set(passages.slice(0, Math.max(0, first)))
}

/** What is said of others is said of them alone. */
export const others = anyWord(
  /prior|previous\w*|existing|other|current\w*|recent\w*|conventional|traditional\w*/,
  /often|typical\w*|most|many/,
)

/** The share of a statement's words that a sentence has which tells of nothing else. */
const SAME = 0.6

/** The sentences that may tell the contrary of a statement: not those about others, unless it is about them, too. */
export function rivalsOf(statement: Passage, { passages, background }: Source): Passage[] {
  if (others.test(statement.text)) return passages
  const content = contentOf(statement)
  return passages.filter((passage) => {
    const shared = content.intersection(contentOf(passage)).size
    return (!background.has(passage) && !others.test(passage.text)) || (shared > 3 && shared >= SAME * content.size)
  })
}

// “GPT-4.1” is no GPT-41: a point between digits stays.
export function compactOf(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().replaceAll('×', 'x')
  return lower.replace(/[^\p{L}\p{N}.]+|(?<!\p{N})\.|\.(?!\p{N})/gu, '')
}
