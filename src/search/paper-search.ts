import type { ChannelId, PersonId } from '../core/chat.ts'
import type { Span } from '../core/message.ts'
import type { IsoDay, Paper, PaperId } from '../core/paper.ts'

/** Who asks: votes, discussions and posts are those of their team and of the channels that they see. */
export type Asker = {
  team: string
  /** null: nobody in particular, as for what everybody is shown. */
  person: PersonId | null
  channels: ChannelId[]
}

export type SearchOptions = {
  /** null: the operator of Paperboy, who sees all. */
  asker: Asker | null
  limit: number
  offset: number
  signal?: AbortSignal
}

export type Hit = {
  paper: Paper
  score: number
  title: Span[]
  /** The part of the abstract that holds most of what was asked for. */
  excerpt: Span[] | null
  upvotes: number | null
  /** Of the asker's voter group. */
  votes: number
  /** The newest day a source lists it on. */
  day: IsoDay | null
  /** It was found by its meaning and lacks some of the words. */
  isClose: boolean
}

export type SearchAnswer = {
  hits: Hit[]
  /** How many papers there are to read on. */
  total: number
  /** How many of them hold only some of what was asked for. */
  partial: number
  /** How many of them were found by their meaning alone. */
  close: number
  /** The closest of these that are behind the first page, to be shown below it. */
  alsoClose: Hit[]
  coverage: { papers: number; since: IsoDay | null }
  /** The spelling that was corrected; `exact` searches for what was written. */
  correction: { corrected: Span[]; exact: string } | null
  /** The query as it was understood, when that is not what was written. */
  corrected: string | null
  problems: string[]
  /** Time ran out: there may be better ones. */
  cutShort: boolean
  /** When nothing was found: searches close to this one that find something. */
  relaxed: { query: string; total: number }[]
}

/** `same`: the paper itself, under other ids. */
export type SimilarPapers = { same: Hit[]; similar: Hit[] }

/** A completion of what somebody has begun to write: `query` is the search, `label` is shown. */
export type Completion = { query: string; label: string }

export type PaperSearch = {
  /** The model to which the free words of a search are sent; null: they stay on this machine. */
  model: string | null
  search(query: string, options: SearchOptions): Promise<SearchAnswer>
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<SimilarPapers>
  /** Titles, authors and abbreviations for what somebody began to write, at most 25. */
  complete(prefix: string): Promise<Completion[]>
  close(): Promise<void>
}
