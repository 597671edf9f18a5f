import { type Document, readDocument, type Sentence } from './document.ts'
import { type Context, type Draft, featuresOf } from './features.ts'
import { fragmentsOf } from './fragments.ts'
import { between, expectedF1, measure, standingOf } from './measures.ts'
import { type Forest, model } from './model.ts'
import { newLook } from './words.ts'

/** One fragment of a sentence, or two of different sentences, with what the ranker reads off them. */
export type Candidate = { parts: Draft['parts']; features: number[] }

const mostPairWords = 42
/** What is scored: more candidates cost time and hold none that would be chosen. */
const mostCandidates = 24
const mostPaired = 8
const mostSentences = 5

/** The sentences of the abstract and what could be its summary, the best first. */
export function rank(abstract: string, title: string): { sentences: Sentence[]; candidates: Candidate[] } {
  const document = readDocument(abstract, title)
  const scored = candidatesOf(document).map((candidate) => ({ candidate, score: scoreOf(candidate) }))
  scored.sort((a, b) => b.score - a.score)
  return { sentences: document.sentences, candidates: scored.map(({ candidate }) => candidate) }
}

/** How well the candidate would serve as the one-sentence summary of its abstract. */
export function scoreOf({ features }: Candidate): number {
  let score = 0
  for (const root of model.forest.roots) score += leafOf(model.forest, root, features)
  return score
}

function leafOf({ features, values, right }: Forest, root: number, own: number[]): number {
  let node = root
  for (let feature = features[node] ?? -1; feature >= 0; feature = features[node] ?? -1)
    node = (own[feature] ?? 0) < (values[node] ?? 0) ? node + 1 : (right[node] ?? 0)
  return values[node] ?? 0
}

/** The most promising fragments and pairs of fragments. */
export function candidatesOf(document: Document): Candidate[] {
  const measured = document.sentences.map((sentence) => measure(sentence, document))
  const standing = standingOf(measured, document)
  const context: Context = { document, measured, standing }
  const singles = standing.order
    .slice(0, mostSentences)
    .flatMap(fragmentsOf)
    .map((fragment): Draft => {
      const { sentence, from, to } = fragment
      const overlap = between(measured[sentence.index]?.overlap ?? [], from, to)
      return { parts: [fragment], length: to - from, overlap, expected: expectedF1(overlap, to - from) }
    })
  singles.sort((a, b) => b.expected - a.expected)
  const drafts = [...singles, ...pairsOf(singles)].sort((a, b) => b.expected - a.expected).slice(0, mostCandidates)
  return featuresOf(drafts, context).map((features, i) => ({ parts: drafts[i]?.parts ?? [], features }))
}

/** Two fragments say more than one where the first leaves something out; the best few are tried with each other. */
function pairsOf(singles: Draft[]): Draft[] {
  const best = bestOfEachSentence(singles)
  const pairs: Draft[] = []
  for (const {
    parts: [first],
    length,
  } of best) {
    for (const {
      parts: [second],
      length: added,
    } of best) {
      if (!first || !second || second.sentence.index <= first.sentence.index) continue
      if (length + added > mostPairWords) continue
      const parts = [first, second]
      const overlap = jointOverlap(parts)
      pairs.push({ parts, length: length + added, overlap, expected: expectedF1(overlap, length + added) })
    }
  }
  return pairs
}

function bestOfEachSentence(singles: Draft[]): Draft[] {
  const taken = new Map<Sentence, number>()
  const best: Draft[] = []
  for (const draft of singles) {
    const sentence = draft.parts[0]?.sentence
    if (!sentence || sentence.isAvailability || sentence.text.endsWith('?')) continue
    const count = taken.get(sentence) ?? 0
    taken.set(sentence, count + 1)
    if (count < 2) best.push(draft)
    if (best.length === mostPaired) break
  }
  return best
}

function jointOverlap(parts: Draft['parts']): number {
  const look = newLook()
  let overlap = 0
  for (const { sentence, from, to } of parts) {
    for (let i = from; i < to; i++) {
      const word = sentence.words[i]
      if (!word) continue
      overlap += word.met === look ? word.probability * 0.3 : word.probability
      word.met = look
    }
  }
  return overlap
}
