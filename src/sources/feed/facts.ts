/** What an entry of any feed says in each of its elements, the most telling first. Texts may hold markup. */
export type EntryFacts = {
  titles: string[]
  texts: string[]
  /** A list for each kind of element: one of them may name more authors than another. */
  authors: string[][]
  /** As written. */
  dates: { published: string[]; updated: string[] }
  /** What may hold a DOI or an arXiv identifier. */
  identifiers: string[]
  /** Whole addresses. */
  links: string[]
  /** A new version of a paper that is known. */
  isRevision: boolean
}

/** `home`: the feed's own addresses, which are no paper's. */
export type FeedFacts = { entries: EntryFacts[]; home: string[] }
