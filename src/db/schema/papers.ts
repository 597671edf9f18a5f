import type { Generated } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { PaperChangeKind } from '../../core/paper-facts.ts'

export type PaperTables = {
  papers: {
    seq: Generated<number>
    id: PaperId
    title: string
    abstract: string
    authors: string
    published_on: string | null
    links: string
    pictures: string
    organization: string | null
    keywords: string
    categories: string
    source_summary: string | null
    facts: Generated<string>
    added_at: number
    changed_at: number
  }
  /** What became of a paper after it was stored, once each. `told_at` null: nobody was told yet. */
  paper_changes: { paper_id: PaperId; change: PaperChangeKind; url: string | null; at: number; told_at: number | null }
  /** When a source was last asked about a posted paper, and when it last answered. */
  paper_rechecks: { paper_id: PaperId; source: string; tried_at: number; checked_at: number | null }
  /** Other identifiers under which a paper is met. */
  aliases: { id: PaperId; paper_id: PaperId }
  sightings: {
    paper_id: PaperId
    source: string
    day: string
    upvotes: number | null
    comments: number | null
    first_seen_at: number
    seen_at: number
  }
  sources: {
    name: string
    tried_at: number
    succeeded_at: number | null
    /** The newest day it ever listed a paper on, and when that was first seen: a source that stops moving is stale. */
    newest_day: string | null
    news_at: number | null
    error: string | null
    failing_since: number | null
  }
  history: { source: string; month: string; papers: number; read_at: number }
}
