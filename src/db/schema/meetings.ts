import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'

export type MeetingTables = {
  /** Who said they would present a paper, or no longer, by words; 🙋 on a post does the same. */
  offers: { team: string; paper_id: PaperId; person: PersonId; stands: number; at: number }
  /** One meeting of a team. `changed_at` later than `shown_at`: its post does not yet show what was changed. */
  agendas: {
    team: string
    date: string
    channel_id: ChannelId
    meets_at: number
    planned_at: number
    reminded_at: number | null
    opened_at: number | null
    changed_at: number
    shown_at: number
  }
  agenda_items: {
    team: string
    date: string
    paper_id: PaperId
    position: number
    state: 'listed' | 'dropped'
    votes: number
    presenter: PersonId | null
    answer: 'asked' | 'accepted' | null
  }
  /** Who cannot present at a meeting, and is not asked again about it. */
  declined: { team: string; date: string; person: PersonId }
  /** What a team talked about, or will: a paper once, at the meeting of `date`. Open until `closed_at`. */
  discussions: {
    team: string
    paper_id: PaperId
    date: string
    presenter: PersonId | null
    verdict: string | null
    opened_at: number | null
    closed_at: number | null
  }
}
