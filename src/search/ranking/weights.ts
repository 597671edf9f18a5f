import type { SearchField } from './candidates.ts'

/** The weights of the parts of a paper's score. */
export type Weights = {
  /** BM25F: the weight of a word in each field. */
  fields: Record<SearchField, number>
  saturation: number
  lengthNorm: number
  /** A word exactly as it was written: people remember `scaling`, and not `scale`. */
  exact: number
  /** All words side by side, in any field. */
  phrase: number
  /** Two words close to each other, in any order. */
  near: number
  /** Decides between equals: a paper half a year older than the newest has half of it. */
  recency: number
  /** Decides between equals. */
  upvotes: number
  /** Decides between equals, before upvotes do: less than any word of the query. */
  votes: number
}

// Half or double of each costs little; `npm run bench:search -- relevance --ablate` shows what each one contributes.
export const WEIGHTS: Weights = {
  fields: { title: 3, abstract: 1, topics: 3, people: 2 },
  saturation: 0.8,
  lengthNorm: 0.65,
  exact: 0.5,
  phrase: 2,
  near: 0.6,
  recency: 0.25,
  upvotes: 0.005,
  votes: 0.1,
}
