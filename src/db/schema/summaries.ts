export type SummaryTables = {
  /** Summaries that people found wrong. `writer`: whose words they were, as `Writer` has it. */
  summary_reports: {
    id: string
    paper_id: string
    writer: string
    state: 'hidden' | 'withdrawn' | 'reported'
    reason: string
    person: string
    channel_id: string
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
