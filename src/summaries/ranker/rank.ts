import type { Document, Sentence } from './document.ts'
import { featuresOf, type LineDraft, type LinePart } from './features.ts'
import { type Fragment, fragmentsOf } from './fragments.ts'
import { type Model, model } from './model.ts'
import { expectedF1, OVERLAP, rangeSum, rankSentences } from './prefix-sums.ts'
import { readDocument } from './read-document.ts'
import { newPass } from './words.ts'

/** One fragment of a sentence, or two of different sentences, with their features. */
export type LineCandidate = { parts: Fragment[]; features: Float64Array }

const mostPairWords = 42
/** More candidates cost time and hold none that would be chosen. */
const mostCandidates = 12
const mostPaired = 5
const mostSentences = 4

/** The sentences of the abstract and what could be its summary, the best first. */
export function rankLines(abstract: string, title: string): { sentences: Sentence[]; candidates: LineCandidate[] } {
  const document = readDocument(abstract, title)
  const scored = candidatesOf(document).map((candidate) => ({ candidate, score: scoreOf(candidate) }))
  scored.sort((a, b) => b.score - a.score)
  return { sentences: document.sentences, candidates: scored.map(({ candidate }) => candidate) }
}

/** How well the candidate would serve as the one-sentence summary of its abstract. */
export function scoreOf({ features }: LineCandidate): number {
  let score = 0
  for (const root of model.forest.roots) score += leafOf(model.forest, root, features)
  return score
}

function leafOf({ features, values, right }: Model['forest'], root: number, own: Float64Array): number {
  let node = root
  for (let feature = features[node] ?? -1; feature >= 0; feature = features[node] ?? -1)
    node = (own[feature] ?? 0) < (values[node] ?? 0) ? node + 1 : (right[node] ?? 0)
  return values[node] ?? 0
}

/** The most promising fragments and pairs of fragments. */
export function candidatesOf(document: Document): LineCandidate[] {
  const ranking = rankSentences(document, mostSentences)
  const singles: LineDraft[] = []
  for (const [rank, sums] of ranking.order.entries()) {
    for (const fragment of fragmentsOf(sums.sentence)) {
      const length = fragment.to - fragment.from
      const overlap = rangeSum(sums, OVERLAP, fragment.from, fragment.to)
      const first = { fragment, sums, rank }
      singles.push({ first, second: null, length, overlap, expected: expectedF1(overlap, length) })
    }
  }
  singles.sort((a, b) => b.expected - a.expected)
  const drafts = [...singles, ...pairsOf(singles, document)]
    .sort((a, b) => b.expected - a.expected)
    .slice(0, mostCandidates)
  const features = featuresOf(drafts, { document, ranking })
  return drafts.map(({ first, second }, i) => ({
    parts: second ? [first.fragment, second.fragment] : [first.fragment],
    features: features[i] ?? new Float64Array(),
  }))
}

/** Two fragments say more than one where the first leaves something out; the best few are tried with each other. */
function pairsOf(singles: LineDraft[], document: Document): LineDraft[] {
  // The two are joined as English does.
  if (!isEnglish(document)) return []
  const best = bestOfEachSentence(singles)
  const pairs: LineDraft[] = []
  for (const { first, length } of best) {
    for (const { first: second, length: added } of best) {
      if (second.fragment.sentence.index <= first.fragment.sentence.index) continue
      if (length + added > mostPairWords) continue
      const overlap = jointOverlap(first, second, document)
      pairs.push({ first, second, length: length + added, overlap, expected: expectedF1(overlap, length + added) })
    }
  }
  return pairs
}

/** Whether the model knows a good part of the words: it has learnt English ones. */
function isEnglish({ words }: Document): boolean {
  let known = 0
  for (const { stem } of words) if (stem.number >= 0) known++
  return known > words.length / 4
}

function bestOfEachSentence(singles: LineDraft[]): LineDraft[] {
  const taken = new Map<Sentence, number>()
  const best: LineDraft[] = []
  for (const draft of singles) {
    const { sentence } = draft.first.fragment
    if (sentence.isAvailability || sentence.text.endsWith('?')) continue
    const count = taken.get(sentence) ?? 0
    taken.set(sentence, count + 1)
    if (count < 2) best.push(draft)
    if (best.length === mostPaired) break
  }
  return best
}

function jointOverlap(first: LinePart, second: LinePart, { probability }: Document): number {
  const pass = newPass()
  let overlap = 0
  for (const { fragment } of [first, second]) {
    for (let i = fragment.from; i < fragment.to; i++) {
      const word = fragment.sentence.words[i]
      if (!word) continue
      const chance = probability[word.index] ?? 0
      overlap += word.lastPass === pass ? chance * 0.3 : chance
      word.lastPass = pass
    }
  }
  return overlap
}
