import type { Generated } from 'kysely'
import type { PlaceColumns } from '../places.ts'

export type LibraryTables = {
  /** What somebody saved, or took off their list, by button; 🔖 on a post does the same. */
  saved: { person: string; paper_id: string; saved_at: number; stands: Generated<number> }
  /** A message kept with a paper. One without a paper is still being asked about. */
  notes: {
    id: string
    team: string
    paper_id: string | null
    text: string
    author: string | null
    keeper: string | null
    channel_id: string
    post: string
    kept_at: number
  }
  /** Pasted links that were answered: a paper once a day in a channel. */
  link_replies: { channel_id: string; paper_id: string; date: string }
  /** Searches that tell a person or a channel of new papers. */
  follows: PlaceColumns & { id: string; query: string; channel_id: string; created_at: number }
  /** What they found: told once, or still to be told. */
  followed_papers: PlaceColumns & { paper_id: string; query: string; found_at: number; told_at: number | null }
}
