import type { Document } from './document.ts'
import type { Fragment } from './fragments.ts'
import {
  CONTENT,
  expectedF1,
  OVERLAP,
  PAIR_OVERLAP,
  type PrefixSums,
  rangeSum,
  type SentenceRanking,
  TITLE,
  TITLE_PAIRS,
} from './prefix-sums.ts'

/** A fragment with what its sentence adds up to. */
export type LinePart = { fragment: Fragment; sums: PrefixSums; rank: number }

/** A candidate before its features are worked out: only the most promising get any. */
export type LineDraft = { first: LinePart; second: LinePart | null; length: number; overlap: number; expected: number }

type FeatureContext = { document: Document; ranking: SentenceRanking }

const columns = 53

/** What the ranker's trees look at, in their order; pairs add what sets the second fragment apart. */
export function featuresOf(drafts: LineDraft[], context: FeatureContext): Float64Array[] {
  const pairScores = drafts.map(pairOverlapOf)
  const best = Math.max(...drafts.map(({ expected }) => expected))
  const bestPairs = Math.max(...drafts.map(({ length }, i) => expectedF1(pairScores[i] ?? 0, length - 1)))
  return drafts.map((draft, i) => {
    const row = new Float64Array(columns)
    const pairOverlap = pairScores[i] ?? 0
    let at = addWhole(row, draft, pairOverlap, context)
    row[at++] = draft.expected - best
    row[at++] = expectedF1(pairOverlap, draft.length - 1) - bestPairs
    at = addFirst(row, at, draft.first, context)
    if (draft.second) addSecond(row, at, draft, draft.second, context)
    else row.fill(-9, at)
    return row
  })
}

function pairOverlapOf({ first, second }: LineDraft): number {
  return pairsIn(first, PAIR_OVERLAP) + (second ? pairsIn(second, PAIR_OVERLAP) : 0)
}

/** Pairs are summed up at their second word: the fragment's first word ends none of its own. */
const pairsIn = ({ fragment: { from, to }, sums }: LinePart, what: number) =>
  rangeSum(sums, what, Math.min(from + 1, to), to)

const wordsIn = ({ fragment: { from, to }, sums }: LinePart, what: number) => rangeSum(sums, what, from, to)

// Each fills in columns from `at` on, and returns where it stopped.
function addWhole(row: Float64Array, draft: LineDraft, pairOverlap: number, { ranking }: FeatureContext): number {
  const { first, second, length, overlap, expected } = draft
  const content = wordsIn(first, CONTENT) + (second ? wordsIn(second, CONTENT) : 0)
  const titled = wordsIn(first, TITLE) + (second ? wordsIn(second, TITLE) : 0)
  const titlePairs = pairsIn(first, TITLE_PAIRS) + (second ? pairsIn(second, TITLE_PAIRS) : 0)
  let at = 0
  row[at++] = length
  row[at++] = expected
  row[at++] = expectedF1(pairOverlap, length - 1)
  row[at++] = overlap / length
  row[at++] = pairOverlap / length
  row[at++] = content / ranking.content
  row[at++] = titled / length
  row[at++] = titlePairs
  return at
}

const openings: Fragment['opening'][] = ['whole', 'main clause', 'finding', 'thing']
const endings: Fragment['ending'][] = ['whole', 'clause', 'phrase']
const flag = (value: boolean) => (value ? 1 : 0)

function addFirst(row: Float64Array, from: number, part: LinePart, context: FeatureContext): number {
  const { document, ranking } = context
  const { fragment, sums, rank } = part
  const { sentence, to, opening } = fragment
  const { words, ngramScore, index } = sentence
  const total = words.length
  let at = addEither(row, from, part, context)
  row[at++] = (to - fragment.from) / total
  row[at++] = rangeSum(sums, OVERLAP, to, total) / Math.max(1, total - to)
  row[at++] = total - to
  row[at++] = document.title.words.size
  row[at++] = ngramScore
  row[at++] = rank
  row[at++] = sums.expected
  row[at++] = index
  row[at++] = document.sentences.length
  row[at++] = sentence.contributionAt
  row[at++] = ranking.contributions
  row[at++] = flag(sentence.isAvailability)
  row[at++] = openings.indexOf(opening)
  row[at++] = flag(sums.opensLoosely)
  row[at++] = flag(sums.saysNew)
  row[at++] = ngramScore - (document.sentences[index - 1]?.ngramScore ?? 0)
  row[at++] = total
  row[at++] = chanceAt(part, to - 1, document)
  row[at++] = to < total ? chanceAt(part, to, document) : -1
  return at
}

function chanceAt({ fragment }: LinePart, place: number, { probability }: Document): number {
  return probability[fragment.sentence.words[place]?.index ?? 0] ?? 0
}

/** Ten columns that both fragments of a pair have. */
function addEither(row: Float64Array, from: number, part: LinePart, { document, ranking }: FeatureContext): number {
  const { fragment, sums } = part
  const { sentence } = fragment
  let at = from
  const titleSize = document.title.words.size
  row[at++] = sentence.ngramScore - ranking.bestNgramScore
  row[at++] = sums.expected - ranking.bestExpected
  row[at++] = document.contributionIndex < 0 ? 9 : sentence.index - document.contributionIndex
  row[at++] = sentence.index / document.sentences.length
  row[at++] = flag(sentence.statesContribution)
  row[at++] = flag(sentence.statesResult)
  row[at++] = flag(sentence.statesMethod)
  row[at++] = flag(sentence.statesBackground)
  row[at++] = titleSize > 0 ? wordsIn(part, TITLE) / titleSize : -1
  row[at++] = endings.indexOf(fragment.ending)
  return at
}

function addSecond(
  row: Float64Array,
  from: number,
  { first, expected, length }: LineDraft,
  second: LinePart,
  context: FeatureContext,
): void {
  let at = from
  const own = second.fragment.to - second.fragment.from
  const overlap = wordsIn(second, OVERLAP)
  const alone = wordsIn(first, OVERLAP)
  row[at++] = second.fragment.sentence.index - first.fragment.sentence.index
  row[at++] = expected - Math.max(expectedF1(overlap, own), expectedF1(alone, length - own))
  row[at++] = own
  row[at++] = overlap / own
  addEither(row, at, second, context)
}
