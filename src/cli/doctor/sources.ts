import { describeError } from '../../core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import type { PaperSource, SourceName } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../../sources/collecting/source-notes.ts'
import { SourceError } from '../../sources/source-error.ts'

export async function examineSource(store: Store, source: PaperSource, signal: AbortSignal): Promise<Finding[]> {
  const label = sourceLabel(source.name)
  const today = localDate('UTC', Date.now())
  try {
    await source.fetchPapers({ since: today, until: today }, signal)
  } catch (error) {
    const words = error instanceof SourceError ? describeError(error) : `${label}: ${describeError(error)}.`
    return [broken(words, error instanceof SourceError ? remedyOf(error, source.name) : undefined)]
  }
  const known = (await sourceHealth(store.db)).get(source.name)
  return known && isStale(known, Date.now())
    ? [odd(`${label} answers, but has listed nothing new since ${known.newestDay}.`)]
    : [fine(`${label} answers.`)]
}

function remedyOf({ trouble }: SourceError, name: SourceName): string {
  const setting = settingOf(name)
  if (trouble === 'unreachable') return `Is the network up, and ${setting} right?`
  if (trouble === 'busy' || trouble === 'slow')
    return 'Nothing to do: Paperboy tries again by itself, less and less often.'
  return `Is ${setting} right? A proxy or a sign-in page may answer instead.`
}

function settingOf(name: SourceName): string {
  if (name.startsWith('feed:')) return 'the address in FEEDS'
  return name.startsWith('arxiv:') ? 'ARXIV_URL or ARXIV_CATEGORIES' : 'HF_URL or HF_TOKEN'
}
