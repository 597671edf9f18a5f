import type { Document } from './document.ts'
import type { Fragment } from './fragments.ts'
import {
  between,
  CONTENT,
  expectedF1,
  type Measures,
  OVERLAP,
  PAIR_OVERLAP,
  type Standing,
  TITLE,
  TITLE_PAIRS,
} from './measures.ts'

/** A fragment with what its sentence adds up to. */
export type Part = { fragment: Fragment; measures: Measures; rank: number }

/** A candidate before its features are worked out: only the most promising get any. */
export type Draft = { first: Part; second: Part | null; length: number; overlap: number; expected: number }

export type Context = { document: Document; standing: Standing }

const columns = 53

/** What the ranker's trees look at, in their order; pairs add what sets the second fragment apart. */
export function featuresOf(drafts: Draft[], context: Context): Float64Array[] {
  const pairScores = drafts.map(pairOverlapOf)
  let [best, bestPairs] = [0, 0]
  for (const [i, { expected, length }] of drafts.entries()) {
    best = Math.max(best, expected)
    bestPairs = Math.max(bestPairs, expectedF1(pairScores[i] ?? 0, length - 1))
  }
  return drafts.map((draft, i) => {
    const row = new Float64Array(columns)
    const pairOverlap = pairScores[i] ?? 0
    addWhole(row, draft, pairOverlap, context)
    row[8] = draft.expected - best
    row[9] = (row[2] ?? 0) - bestPairs
    addFirst(row, draft.first, context)
    if (draft.second) addSecond(row, draft, draft.second, context)
    else row.fill(-9, 39)
    return row
  })
}

function pairOverlapOf({ first, second }: Draft): number {
  return pairsIn(first, PAIR_OVERLAP) + (second ? pairsIn(second, PAIR_OVERLAP) : 0)
}

/** Pairs are summed up at their second word: the fragment's first word ends none of its own. */
const pairsIn = ({ fragment: { from, to }, measures }: Part, what: number) =>
  between(measures, what, Math.min(from + 1, to), to)

const wordsIn = ({ fragment: { from, to }, measures }: Part, what: number) => between(measures, what, from, to)

function addWhole(row: Float64Array, draft: Draft, pairOverlap: number, { standing }: Context): void {
  const { first, second, length, overlap, expected } = draft
  const [content, titled, titlePairs] = second
    ? [
        wordsIn(first, CONTENT) + wordsIn(second, CONTENT),
        wordsIn(first, TITLE) + wordsIn(second, TITLE),
        pairsIn(first, TITLE_PAIRS) + pairsIn(second, TITLE_PAIRS),
      ]
    : [wordsIn(first, CONTENT), wordsIn(first, TITLE), pairsIn(first, TITLE_PAIRS)]
  row[0] = length
  row[1] = expected
  row[2] = expectedF1(pairOverlap, length - 1)
  row[3] = overlap / length
  row[4] = pairOverlap / length
  row[5] = content / standing.content
  row[6] = titled / length
  row[7] = titlePairs
}

const openings: Fragment['opening'][] = ['whole', 'main clause', 'finding', 'thing']
const endings: Fragment['ending'][] = ['whole', 'clause', 'phrase']
const flag = (value: boolean) => (value ? 1 : 0)

function addFirst(row: Float64Array, part: Part, context: Context): void {
  const { document, standing } = context
  const { fragment, measures, rank } = part
  const { sentence, from, to, opening } = fragment
  const { words, wording, index } = sentence
  const total = words.length
  addEither(row, 10, part, context)
  row[20] = (to - from) / total
  row[21] = between(measures, OVERLAP, to, total) / Math.max(1, total - to)
  row[22] = total - to
  row[23] = document.title.words.size
  row[24] = wording
  row[25] = rank
  row[26] = measures.expected
  row[27] = index
  row[28] = document.sentences.length
  row[29] = sentence.contributionAt
  row[30] = standing.contributions
  row[31] = flag(sentence.isAvailability)
  row[32] = openings.indexOf(opening)
  row[33] = flag(measures.opensLoosely)
  row[34] = flag(measures.saysNew)
  row[35] = wording - (document.sentences[index - 1]?.wording ?? 0)
  row[36] = total
  row[37] = chanceAt(part, to - 1, document)
  row[38] = to < total ? chanceAt(part, to, document) : -1
}

function chanceAt({ fragment }: Part, place: number, { probability }: Document): number {
  return probability[fragment.sentence.words[place]?.index ?? 0] ?? 0
}

/** Ten columns that both fragments of a pair have. */
function addEither(row: Float64Array, at: number, part: Part, { document, standing }: Context): void {
  const { fragment, measures } = part
  const { sentence } = fragment
  const titleSize = document.title.words.size
  row[at] = sentence.wording - standing.bestWording
  row[at + 1] = measures.expected - standing.bestExpected
  row[at + 2] = document.contributionIndex < 0 ? 9 : sentence.index - document.contributionIndex
  row[at + 3] = sentence.index / document.sentences.length
  row[at + 4] = flag(sentence.statesContribution)
  row[at + 5] = flag(sentence.statesResult)
  row[at + 6] = flag(sentence.statesMethod)
  row[at + 7] = flag(sentence.statesBackground)
  row[at + 8] = titleSize > 0 ? wordsIn(part, TITLE) / titleSize : -1
  row[at + 9] = endings.indexOf(fragment.ending)
}

function addSecond(row: Float64Array, { first, expected, length }: Draft, second: Part, context: Context): void {
  const own = second.fragment.to - second.fragment.from
  const overlap = wordsIn(second, OVERLAP)
  const alone = wordsIn(first, OVERLAP)
  row[39] = second.fragment.sentence.index - first.fragment.sentence.index
  row[40] = expected - Math.max(expectedF1(overlap, own), expectedF1(alone, length - own))
  row[41] = own
  row[42] = overlap / own
  addEither(row, 43, second, context)
}
