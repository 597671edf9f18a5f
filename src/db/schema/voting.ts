import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'

export type VotingTables = {
  /**
   * One voting or other reaction. A removed one stays, with its time: an older event that comes late must not bring
   * it back. `at` is when that was last known, `since` when it last changed.
   */
  votes: { post: string; person: PersonId; emoji: string; stands: number; at: number; since: number }
  /** Teams with the same `link` vote together. Settings as JSON. */
  teams: { team: string; link: string | null; settings: string }
  /** Whose admins agreed to be linked by this code, and in which channel; the team that made it is at position 0. */
  link_codes: { code_hash: string; team: string; channel_id: ChannelId; position: number; expires_at: number }
  /** People who left: their votes count no more, and nobody asks them to present. */
  former_members: { team: string; person: PersonId; seen_at: number }
  /** Papers whose posts may show an old tally. */
  tallies_due: { team: string; paper_id: PaperId; marked_at: number }
  /** The tally that a post was last edited to show. */
  tallies_shown: { delivery_id: string; votes: number; edited_at: number }
}
