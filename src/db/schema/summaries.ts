import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'

export type SummaryTables = {
  /** Summaries that people found wrong. `writer`: whose words they were, as `Writer` has it. */
  summary_reports: {
    id: string
    paper_id: PaperId
    writer: string
    state: 'hidden' | 'withdrawn' | 'reported'
    reason: string
    person: PersonId
    channel_id: ChannelId
    reported_at: number
  }
  summaries: {
    paper: string
    language: string
    prompt: number
    model: string
    state: 'claimed' | 'written' | 'refused'
    content: string | null
    lease_until: number
    written_at: number | null
  }
  model_usage: { day: string; model: string; calls: number; prompt_tokens: number; completion_tokens: number }
}
