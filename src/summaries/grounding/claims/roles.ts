import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'

/** A word, and where it stands: commas and “while” push apart what they part. Words have the length 1. */
type Placed = GroundingToken & { form: string; at: number }
/** “The critic judges it”: the words that may name who does it, and what is done. */
type Statement = { actors: Placed[]; words: Placed[] }

/** No sentence of a summary says more of different things. */
const MOST_STATEMENTS = 6
/** Content words at the start of a statement that may name who does it. */
const MOST_ACTORS = 3
/** A word belongs to what stands this much nearer than its rival, and not too far away. */
const [NEARER, FARTHEST] = [2, 22]
/** Between two sentences. */
const APART = 8

const joint =
  /[;:]\s|,?\s(?:while|whereas)\s|,\s(?:but|then|in which)\s|\sand\s(?=(?:the|an?|its|their)\s|\p{Lu})|\sand then\s/gu
/** “… and a compact suite” is no statement of its own. */
const hasVerb = /^(?:\S+ ){1,5}?\p{Ll}{2,}(?:s|ed|is|are|was)\b(?! (?:of|for|in|on)\b)/u

function placed({ text, tokens }: Passage, from: number): Placed[] {
  let [at, end] = [from, 0]
  return tokens.map((token) => {
    const gap = text.slice(end, token.start)
    end = token.start + token.text.length
    at += 1 + (/[;:]|\s(?:--|–|—)\s/.test(gap) ? 6 : gap.includes(',') ? 3 : 0)
    if (/^(?:while|whereas|but|although)$/i.test(token.text)) at += 6
    if (/^(?:and|or|which|then|before|after|when|with)$/i.test(token.text)) at += 1.5
    return { ...token, form: token.text.toLowerCase().replace(/(?:['’]s?|(?<=\p{L}{2})s)$/u, ''), at }
  })
}

function statementsIn(passage: Passage, own: Set<string>): Statement[] {
  const joints = [...passage.text.matchAll(joint)].map(({ index, 0: words }) => index + words.length)
  const cuts = [0, ...joints.filter((cut) => hasVerb.test(passage.text.slice(cut)))].slice(0, MOST_STATEMENTS)
  const all = placed(passage, 0).filter((word) => isContent(word) && !own.has(word.key))
  return cuts.map((from, i) => {
    const inside = all.filter((word) => word.start >= from && word.start < (cuts[i + 1] ?? passage.text.length))
    return { actors: inside.slice(0, MOST_ACTORS), words: inside.slice(1) }
  })
}

const wordsOf = oncePerPassage((passage) => placed(passage, 0))

/** All the words of the source in one row. */
function rowOf(passages: Passage[]): Placed[] {
  let from = 0
  return passages.flatMap((passage) => {
    const words = wordsOf(passage).map((word) => ({ ...word, at: word.at + from }))
    from = (words.at(-1)?.at ?? from) + APART
    return words
  })
}

/** “The critic acts, and the actor judges” where the source has it the other way round: the two of them, else null. */
export function swappedRoles(passage: Passage, { passages, ownNames }: Source): [string, string] | null {
  const statements = statementsIn(passage, ownNames)
  if (statements.length < 2) return null
  const row = rowOf(passages)
  for (const [i, one] of statements.slice(0, -1).entries()) {
    const other = statements[i + 1]
    if (!other) continue
    for (const a of actorsOf(one, other))
      for (const b of actorsOf(other, one)) if (isCrossed(a, b, one, other, row)) return [a.text, b.text]
  }
  return null
}

const generic = /^(?:model|method|system|framework|first|it|one)$/

/** The words that may name who acts here, and not in the other statement. */
const actorsOf = ({ actors }: Statement, other: Statement) =>
  actors.filter(({ form }) => !generic.test(form) && other.actors.every((word) => word.form !== form)).slice(0, 2)

/** Whether the source has what is said of each of them nearer to the other. */
function isCrossed(a: Placed, b: Placed, one: Statement, other: Statement, row: Placed[]): boolean {
  const rivals = [a, b]
  const places = rivals.map(({ form }) => row.filter((word) => word.form === form).map(({ at }) => at))
  const crossed = [0, 0]
  let straight = 0
  for (const [i, { words }] of [one, other].entries()) {
    for (const key of new Set(words.map((word) => word.key))) {
      if (rivals.some((rival) => rival.key === key)) continue
      const uses = row.filter((word) => word.key === key)
      // What follows a name belongs to it rather than what goes before.
      const [toA = 0, toB = 0] = places.map((of) =>
        Math.min(...uses.flatMap(({ at }) => of.map((place) => Math.abs(at - place) + (place > at ? NEARER : 0)))),
      )
      if (!(Math.abs(toA - toB) >= NEARER) || Math.min(toA, toB) > FARTHEST) continue
      if (toA < toB === (i === 0)) straight++
      else crossed[i] = (crossed[i] ?? 0) + 1
    }
  }
  const [first = 0, second = 0] = crossed
  return Math.min(first, second) > 0 && first + second >= 1 + 2 * straight && first + second > 2
}
