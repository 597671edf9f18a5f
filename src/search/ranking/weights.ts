/** The weights of the parts of a paper's score. */
export type Weights = typeof WEIGHTS

// Half or double of each costs little; `npm run bench:search -- relevance --ablate` shows what each one contributes.
export const WEIGHTS = {
  /** BM25F: the weight of a word in each field. */
  fields: { title: 3, abstract: 1, topics: 3, people: 2 },
  saturation: 0.8,
  lengthNorm: 0.65,
  /** A word exactly as it was written: people remember `scaling`, and not `scale`. */
  exact: 0.5,
  /** All words side by side, in any field. */
  phrase: 2,
  /** Two words close to each other, in any order. */
  near: 0.6,
  /** Decides between equals: a paper half a year older than the newest has half of it. */
  recency: 0.25,
  /** Decides between equals. */
  upvotes: 0.005,
  /** Decides between equals, before upvotes do: less than any word of the query. */
  votes: 0.1,
}
