import type { SearchField } from './candidates.ts'

/** What makes a paper a better answer, and by how much. */
export type Weights = {
  /** BM25F: how much more a word says in the title, in keywords, as a name, than in the abstract. */
  fields: Record<SearchField, number>
  saturation: number
  lengthNorm: number
  /** A word exactly as it was written: people remember `scaling`, and not `scale`. */
  exact: number
  /** All words side by side. What a paper is about stands so in its abstract; in titles it is not worth more. */
  phrase: number
  /** Two words close to each other, in whatever order. */
  near: number
  /** A paper that holds a short form and its long form explains it. */
  explained: number
  /** Between equals, what is new: a paper half a year older than the newest has half of it. */
  recency: number
  /** Between equals, what many people liked. */
  upvotes: number
  /** A colleague says more than a stranger: three votes weigh as much as 15 upvotes, and less than any word that was asked for. */
  votes: number
}

// Each is on a plateau, half or double of it costs little; `npm run bench:search -- relevance --ablate` shows what each is worth.
export const WEIGHTS: Weights = {
  fields: { title: 6, abstract: 1, topics: 3, people: 2 },
  saturation: 1.2,
  lengthNorm: 0.5,
  exact: 0.5,
  phrase: 2,
  near: 0.3,
  explained: 1,
  recency: 0.25,
  upvotes: 0.05,
  votes: 0.1,
}
