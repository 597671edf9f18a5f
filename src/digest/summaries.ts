import type { ChannelId } from '../chat.ts'
import type { Paper } from '../paper.ts'
import type { Db } from '../store/db.ts'
import { postsOf } from '../store/postings.ts'
import { writtenSummary } from '../store/summaries.ts'
import { hiddenWriters, type Writer } from '../store/summary-reports.ts'
import { firstSentence, summarizeExtractively } from '../summarize/extractive.ts'
import type { Summarize, Summary } from '../summarize/summarize.ts'
import type { ChannelSettings } from './settings.ts'

/** So long a round of wording waits for models in all; then sentences of the abstract go out, and no digest is late. */
const PATIENCE_MS = 12_000

export type Summaries = (paper: Paper, settings: Pick<ChannelSettings, 'language' | 'summaries'>) => Promise<Summary>

/** The summaries of one round of wording: each paper once a language, so that the last line of a digest tells what its cards show. */
export function createSummaries(db: Db, summarize: Summarize, stopping: AbortSignal): Summaries {
  const known = new Map<string, Promise<Summary>>()
  // From the first that is asked for: most rounds have nothing to word, and leave no timer behind.
  let signal: AbortSignal | null = null
  const write = async (paper: Paper, language: string, isSourceWanted: boolean): Promise<Summary> => {
    const hidden = await hiddenWriters(db, paper.id)
    if (isSourceWanted && paper.sourceSummary !== null && !hidden.has('source'))
      return { lines: [paper.sourceSummary], by: 'source', model: null }
    signal ??= AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)])
    return withoutHidden(paper, await summarize({ ...paper, language }, 'lines', signal), hidden)
  }
  return (paper, { language, summaries }) => {
    const key = `${paper.id} ${language} ${summaries}`
    const summary = known.get(key) ?? write(paper, language, summaries === 'source')
    known.set(key, summary)
    return summary
  }
}

/** What stands in for a hidden summary: sentences of the abstract, then its first one, then nothing. */
export function withoutHidden(paper: Paper, summary: Summary, hidden: ReadonlySet<Writer>): Summary {
  const extract = summarizeExtractively(paper, 'lines')
  const first = firstSentence(paper.abstract)
  const beginning = first === null || extract.lines.includes(first) ? [] : [{ ...extract, lines: [first] }]
  const shown = [summary, extract, ...beginning].find((one) => !hidden.has(writerOf(paper, one)))
  return shown ?? { ...extract, lines: [] }
}

/** Whose words a report of this summary is about. */
export function writerOf({ abstract }: Paper, { lines, by, model }: Summary): Writer {
  if (by === 'extract' && lines.length === 1 && lines[0] === firstSentence(abstract)) return 'beginning'
  return by === 'model' ? `model:${model}` : by
}

/** The summary of the paper that a channel shows, and who wrote it; null when it shows none. */
export async function summaryShown(db: Db, paper: Paper, channel: ChannelId): Promise<Summary | null> {
  const post = (await postsOf(db, paper.id)).find((one) => one.channel === channel)
  const lines = post?.message.cards[0]?.lines ?? []
  return lines.length === 0 ? null : { lines, ...(await authorOf(db, paper, lines)) }
}

/** Whose words these are: a post does not say so itself. */
async function authorOf(db: Db, paper: Paper, lines: string[]): Promise<Pick<Summary, 'by' | 'model'>> {
  if (lines.length === 1 && lines[0] === paper.sourceSummary) return { by: 'source', model: null }
  const extract = summarizeExtractively(paper, 'lines').lines
  const written = lines.join('\n') === extract.join('\n') ? null : await writtenSummary(db, paper.id)
  return written === null ? { by: 'extract', model: null } : { by: 'model', model: written.model }
}
