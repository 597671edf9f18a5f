import { sourceIdOf } from '../../core/identifiers/paper-id.ts'
import type { PaperId } from '../../core/paper.ts'

/** What an entry of any feed says in each of its elements, the most telling first. Texts may hold markup. */
export type EntryFacts = {
  titles: string[]
  texts: string[]
  /** A list for each kind of element: one of them may name more authors than another. None: those of the feed. */
  authors: string[][]
  dates: { published: string[]; updated: string[] }
  /** What may hold a DOI or an arXiv identifier. */
  identifiers: string[]
  /** Whole addresses. */
  links: string[]
  /** A new version of a paper that is known. */
  isRevision: boolean
}

/** `home`: the feed's own pages, which are no paper's. */
export type FeedFacts = { home: Set<PaperId>; authors: string[][] }

export const pagesAt = (links: string[]): Set<PaperId> => new Set(links.flatMap((link) => sourceIdOf(link) ?? []))

/** Hears of each entry as it is read: to keep all of a large feed would make long work for the garbage collector. */
export type OnEntry = (facts: EntryFacts) => void
