export type MeetingTables = {
  /** Who said they would present a paper, or no longer, by words; 🙋 on a post does the same. */
  offers: { team: string; paper_id: string; person: string; stands: number; at: number }
  /** One meeting of a team. `changed_at` later than `shown_at`: its post does not yet show what was changed. */
  agendas: {
    team: string
    date: string
    channel_id: string
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
    paper_id: string
    position: number
    state: 'listed' | 'dropped'
    votes: number
    presenter: string | null
    answer: 'asked' | 'accepted' | null
  }
  /** Who cannot present at a meeting, and is not asked again about it. */
  declined: { team: string; date: string; person: string }
  /** What a team talked about, or will: a paper once, at the meeting of `date`. Open until `closed_at`. */
  discussions: {
    team: string
    paper_id: string
    date: string
    presenter: string | null
    verdict: string | null
    opened_at: number | null
    closed_at: number | null
  }
}
