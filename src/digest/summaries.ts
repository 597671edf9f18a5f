import type { Paper } from '../paper.ts'
import type { Summarize, Summary } from '../summarize/summarize.ts'
import type { ChannelSettings } from './settings.ts'

/** So long a round of wording waits for models in all; then sentences of the abstract go out, and no digest is late. */
const PATIENCE_MS = 12_000

export type Summaries = (paper: Paper, settings: Pick<ChannelSettings, 'language' | 'summaries'>) => Promise<Summary>

/** The summaries of one round of wording: each paper once a language, so that the last line of a digest tells what its cards show. */
export function createSummaries(summarize: Summarize, stopping: AbortSignal): Summaries {
  const known = new Map<string, Promise<Summary>>()
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)])
  return (paper, { language, summaries }) => {
    if (summaries === 'source' && paper.sourceSummary !== null)
      return Promise.resolve({ lines: [paper.sourceSummary], by: 'source', model: null })
    const key = `${paper.id} ${language}`
    const summary = known.get(key) ?? summarize({ ...paper, language }, 'lines', signal)
    known.set(key, summary)
    return summary
  }
}
