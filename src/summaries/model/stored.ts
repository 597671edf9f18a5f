import type { StoredSummary } from '../stored-summaries.ts'
import type { Summary, SummaryForm } from '../summary.ts'
import type { ModelSummary } from './reply.ts'

/** A stored summary as it is shown; null where there is none. */
export function readStored({ state, content, model }: StoredSummary, form: SummaryForm): Summary | null {
  if (state !== 'written' || content === null) return null
  // Ours: it was checked before it was stored.
  const { tldr, contribution, method, result } = JSON.parse(content) as ModelSummary
  const lines = form === 'tldr' ? [tldr] : [contribution, method, result].filter((line) => line !== '')
  return { lines, by: 'model', model }
}
