import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'

export type ChannelTables = {
  channels: {
    id: ChannelId
    name: string
    team: string
    state: 'active' | 'paused' | 'left'
    reason: string | null
    settings: string
    subscribed_by: PersonId | null
    created_at: number
    /** The last local day with a digest; what is due looks only forward from it. */
    last_digest_on: string | null
    last_planned_at: number | null
  }
  /** From which day on a source's papers are news to a channel; what is older is history. */
  channel_sources: { channel_id: ChannelId; source: string; from_day: string }
  /** What somebody proposed or changed, so that it can be confirmed and undone. Settings as JSON. */
  setting_changes: { id: string; channel_id: ChannelId; person: PersonId; before: string; after: string; at: number }
  digests: {
    channel_id: ChannelId
    date: string
    planned_at: number
    covers_since: number | null
    counts: string
    notes: string
  }
  outcomes: {
    channel_id: ChannelId
    date: string
    paper_id: PaperId
    outcome: string
    reason: string
    rank: number | null
    upvotes: number | null
  }
  postings: {
    channel_id: ChannelId
    paper_id: PaperId
    date: string
    position: number
    delivery_id: string
    planned_at: number
  }
  /** Teams that removed the bot: after a while their data goes. */
  removals: { team: string; left_at: number }
}
