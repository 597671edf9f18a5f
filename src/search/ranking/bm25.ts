import type { IsoDay } from '../../core/paper.ts'
import type { ReadText } from '../../papers/index/tokenize.ts'
import { isFunctionWord } from '../interpretation/function-words.ts'
import type { QueryTerm, TermSpan } from '../interpretation/query-terms.ts'
import type { SearchCandidate, SearchField } from './candidates.ts'
import { WEIGHTS, type Weights } from './weights.ts'

type Ranked = { candidate: SearchCandidate; score: number }

/** For idf: how many papers there are, how many have each stem, how many have the whole phrase. */
export type Statistics = { papers: number; counts: Map<string, number>; phrase: number }

const MEAN_LENGTH = 200
const NEAR_WORDS = 10

/** Best first; between equals the newer one. A benchmark tries other weights. */
export function rankPapers(
  candidates: SearchCandidate[],
  terms: QueryTerm[],
  spans: TermSpan[],
  statistics: Statistics,
  weights = WEIGHTS,
): Ranked[] {
  const rarityOf = (term: QueryTerm, papers: number) =>
    isFunctionWord(term, terms) ? 0 : idf(statistics.papers, papers)
  const rarity = terms.map((term) => rarityOf(term, papersWith(term, statistics.counts)))
  const exactRarity = terms.map((term) => rarityOf(term, term.papers))
  const phraseRarity = idf(statistics.papers, statistics.phrase)
  const rarities = { rarity, exactRarity, phraseRarity }
  const newest = Date.parse(candidates.reduce((latest, { day }) => (day > latest ? day : latest), ''))
  const ranked = candidates.map((candidate): Ranked => {
    const recency = weights.recency * recencyOf(candidate.day, newest)
    return { candidate, score: score(candidate, terms, spans, rarities, weights) + recency }
  })
  return ranked.sort((a, b) => b.score - a.score || (a.candidate.day < b.candidate.day ? 1 : -1))
}

const HALF_LIFE_MS = 180 * 86_400_000

/** 1 for the newest that was found, half as much for each half year before. */
function recencyOf(day: IsoDay, newest: number): number {
  const age = newest - Date.parse(day)
  return Number.isNaN(age) ? 0 : 2 ** (-age / HALF_LIFE_MS)
}

/** The papers of the most frequent form; a form is as rare as its rarest word. */
export function papersWith({ forms }: QueryTerm, counts: Map<string, number>): number {
  return Math.max(...forms.map(({ stems }) => Math.min(...stems.map((stem) => counts.get(stem) ?? 0))))
}

const idf = (papers: number, having: number): number =>
  Math.log(1 + (Math.max(papers, having) - having + 0.5) / (having + 0.5))

/** Where a term stands: from one word to before another. */
type MatchPlace = { from: number; to: number; weight: number }

type Rarities = { rarity: number[]; exactRarity: number[]; phraseRarity: number }

const FIELDS = ['title', 'abstract', 'topics', 'people'] as const

function score(
  candidate: SearchCandidate,
  terms: QueryTerm[],
  spans: TermSpan[],
  { rarity, exactRarity, phraseRarity }: Rarities,
  weights: Weights,
): number {
  const { lengthNorm, saturation } = weights
  const length = 1 - lengthNorm + (lengthNorm * (candidate.title.length + candidate.abstract.length)) / MEAN_LENGTH
  const saturated = (frequency: number) => ((frequency / length) * (saturation + 1)) / (frequency / length + saturation)
  const [frequencies, exact] = [terms.map(() => 0), terms.map(() => 0)]
  const gaps = new Map<number, number>()
  let phrases = 0
  for (const field of FIELDS) {
    const { stems, words } = candidate[field]
    if (stems.size === 0) continue
    const places = terms.map((term) => (isIn(term, field) ? placesOf(stems, term.forms) : []))
    const together = spans.map((span) => ({ ...span, places: placesOf(stems, span.forms) }))
    const note = (index: number, found: MatchPlace[]) => {
      frequencies[index] = (frequencies[index] ?? 0) + weights.fields[field] * sum(found)
    }
    for (const [index, term] of terms.entries()) {
      const found = places[index] ?? []
      note(index, found)
      if (found.length > 0)
        exact[index] = (exact[index] ?? 0) + weights.fields[field] * placesOfOne(words, term.words).length
    }
    for (const { from, to, places: found } of together)
      for (let index = from; index < to; index += 1) note(index, found)
    if (terms.length < 2) continue
    phrases += countPhrases(places, together)
    noteGaps(places, gaps)
  }
  let total = weights.upvotes * Math.log1p(candidate.upvotes) + weights.votes * Math.log1p(candidate.votes)
  for (const [index, rare] of rarity.entries()) {
    total += rare * saturated(frequencies[index] ?? 0)
    total += weights.exact * (exactRarity[index] ?? 0) * saturated(exact[index] ?? 0)
  }
  if (phrases > 0) total += weights.phrase * phraseRarity * saturated(phrases)
  for (const [pair, gap] of gaps)
    total += (weights.near * Math.min(rarity[pair % 1_000] ?? 0, rarity[Math.floor(pair / 1_000)] ?? 0)) / gap
  return total
}

/** Whether some form of it stands in the paper. */
export const holdsTerm = (paper: SearchCandidate, term: QueryTerm): boolean =>
  FIELDS.some((field) => isIn(term, field) && placesOf(paper[field].stems, term.forms).length > 0)

const sum = (places: MatchPlace[]): number => places.reduce((total, { weight }) => total + weight, 0)

const isIn = (term: QueryTerm, field: SearchField): boolean => term.in === 'any' || term.in === field

function placesOf(stems: ReadText['stems'], forms: QueryTerm['forms']): MatchPlace[] {
  return forms.flatMap((form) =>
    placesOfOne(stems, form.stems).map((from) => ({ ...form, from, to: from + form.stems.length })),
  )
}

function placesOfOne(places: Map<string, number[]>, wanted: string[]): number[] {
  const [first = '', ...others] = wanted
  const starts = places.get(first) ?? []
  if (others.length === 0) return starts
  return starts.filter((start) => others.every((one, index) => places.get(one)?.includes(start + index + 1)))
}

/** How often all terms follow each other without a gap, where a span stands for its terms. */
function countPhrases(places: MatchPlace[][], spans: (TermSpan & { places: MatchPlace[] })[]): number {
  const ends = new Map([[0, new Set<number>()]])
  for (const [index, found] of places.entries()) {
    const starts = ends.get(index)
    if (!starts) continue
    const step = (to: number, place: MatchPlace) => {
      if (index > 0 && !starts.has(place.from)) return
      ends.set(to, (ends.get(to) ?? new Set()).add(place.to))
    }
    for (const place of found) step(index + 1, place)
    for (const span of spans) if (span.from === index) for (const place of span.places) step(span.to, place)
  }
  return ends.get(places.length)?.size ?? 0
}

// Pairs of more terms would cost too much.
const NEAR_TERMS = 8

function noteGaps(places: MatchPlace[][], gaps: Map<number, number>): void {
  for (let a = 0; a < Math.min(places.length, NEAR_TERMS); a += 1)
    for (let b = a + 1; b < Math.min(places.length, NEAR_TERMS); b += 1)
      for (const left of places[a] ?? [])
        for (const right of places[b] ?? []) {
          const gap = Math.abs(left.from - right.from)
          const pair = a * 1_000 + b
          if (gap > 0 && gap < Math.min(NEAR_WORDS, gaps.get(pair) ?? NEAR_WORDS)) gaps.set(pair, gap)
        }
}
