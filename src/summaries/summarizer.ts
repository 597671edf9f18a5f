import type { Logger } from 'pino'
import type { Store } from '../db/open.ts'
import type { State } from '../state/state.ts'
import { createExtractive } from './extractive.ts'
import { createModelSummarizer, usualTimeoutMs } from './model/summarizer.ts'
import type { Summarize } from './summary.ts'

type Settings = {
  OPENAI_MODEL?: string | undefined
  OPENAI_API_KEY?: string | undefined
  OPENAI_BASE_URL?: string | undefined
  LLM_DAILY_TOKENS: number
  SUMMARY_REVIEW: boolean
}

/** Summaries by the model of the settings; sentences of the abstract where none is set. */
export function createSummarizer(
  settings: Settings,
  language: string,
  { store, log, state, signal: stopping }: { store: Store; log: Logger; state: State; signal: AbortSignal },
  timeoutMs = usualTimeoutMs,
): Summarize {
  const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = settings
  if (!model) return createExtractive()
  const [server, dailyTokens] = [{ model, apiKey, baseUrl }, settings.LLM_DAILY_TOKENS]
  const heard = (problem: string | null) => state.record({ kind: 'model', name: 'summaries' }, problem)
  return createModelSummarizer(
    { server, language, dailyTokens, isReviewed: settings.SUMMARY_REVIEW, store, log, timeoutMs, stopping },
    heard,
  )
}
