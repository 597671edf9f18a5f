import type { Span } from '../core/message.ts'
import type { IsoDay, Paper, PaperId } from '../core/paper.ts'
import type { Asker } from './asker.ts'

export type SearchOptions = {
  /** null: whoever runs Paperboy, who sees all. */
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
  /** Of those who vote together with whoever asks. */
  votes: number
  /** The newest day a source lists it on. */
  day: IsoDay | null
  /** It holds other words than those that were asked for, and means much the same. */
  isClose: boolean
}

export type SearchAnswer = {
  hits: Hit[]
  /** How many papers there are to read on. */
  total: number
  /** How many of them hold only some of what was asked for. */
  partial: number
  /** How many of them hold other words and mean much the same. */
  close: number
  /** The closest of these that stand behind the first page, to be shown below it: few read on that far. */
  alsoClose: Hit[]
  coverage: { papers: number; since: IsoDay | null }
  /** What was taken for a slip of the pen; `exact` searches for what was written. */
  correction: { corrected: Span[]; exact: string } | null
  /** The query as it was understood, when that is not what was written. */
  corrected: string | null
  problems: string[]
  /** When nothing was found: searches close to this one that find something. */
  relaxed: { query: string; total: number }[]
}

/** What somebody may be about to write: `query` is the search, `label` how it is shown. */
export type Completion = { query: string; label: string }

export type PaperSearch = {
  /** Who is shown the free words of a search; null: nobody. */
  model: string | null
  search(query: string, options: SearchOptions): Promise<SearchAnswer>
  /** The papers that share the most telling words with this one. */
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<Hit[]>
  /** Titles, authors and abbreviations for what somebody began to write, at most 25. */
  complete(prefix: string): Promise<Completion[]>
  close(): Promise<void>
}
