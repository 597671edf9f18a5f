import type { Generated } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { PaperChangeKind } from '../../core/paper-facts.ts'
import type { PlaceColumns } from '../places.ts'

export type LibraryTables = {
  /** What somebody saved, or took off their list, by button; 🔖 on a post does the same. */
  saved: { person: PersonId; paper_id: PaperId; saved_at: number; stands: Generated<number> }
  /** A message kept with a paper. One without a paper is still being asked about. */
  notes: {
    id: string
    team: string
    paper_id: PaperId | null
    text: string
    author: PersonId | null
    keeper: PersonId | null
    channel_id: ChannelId
    post: string
    kept_at: number
  }
  /** Pasted links that were answered: a paper once a day in a channel. */
  link_replies: { channel_id: ChannelId; paper_id: PaperId; date: string }
  /** Searches that tell a person or a channel of new papers; with a paper: what changes of it is told. */
  follows: PlaceColumns & {
    id: string
    query: string
    channel_id: ChannelId
    created_at: number
    paper_id: PaperId | null
  }
  /** What they found: told once, or still to be told. `change`: what became of the paper; empty: it is new. */
  followed_papers: PlaceColumns & {
    paper_id: PaperId
    change: Generated<PaperChangeKind | ''>
    query: string
    channel_id: ChannelId
    found_at: number
    told_at: number | null
  }
}
