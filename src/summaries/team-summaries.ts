import type { ChannelSettings } from '../channels/settings.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import type { Paper, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { type Post, postsOf } from '../outbox/posts.ts'
import { firstSentence, summarizeExtractively } from './extractive.ts'
import { type Hiding, hiddenIn, hidingsIn, hidingsOf, summaryReportsOn, type Writer } from './reports.ts'
import { writtenSummary } from './stored-summaries.ts'
import type { Summarize, Summary } from './summary.ts'

/** How long one run waits for models in all; then sentences of the abstract go out, and no digest is late. */
const PATIENCE_MS = 12_000

export type Summaries = (paper: Paper, settings: Pick<ChannelSettings, 'language' | 'summaries'>) => Promise<Summary>

/**
 * The summaries of one run, a team at a time: each paper is asked for once a language, so that the last line of a
 * digest agrees with its cards.
 */
export function createSummaries(db: Db, summarize: Summarize, stopping: AbortSignal): (team: string) => Summaries {
  const written = new Map<string, Promise<Summary>>()
  const hidings = new Map<PaperId, Promise<Hiding[]>>()
  // Started by the first request: most runs have none, and start no timer.
  let signal: AbortSignal | null = null
  const write = (paper: Paper, language: string): Promise<Summary> => {
    signal ??= AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)])
    return summarize({ ...paper, language }, 'lines', signal)
  }
  return (team) =>
    async (paper, { language, summaries }) => {
      const hidden = hiddenIn(await askedOnce(hidings, paper.id, () => hidingsOf(db, paper.id)), team)
      const offered = paper.facts.standing ? null : paper.sourceSummary
      if (summaries === 'source' && offered !== null && !hidden.has('source'))
        return { lines: [offered], by: 'source', model: null }
      const summary = await askedOnce(written, `${paper.id} ${language}`, () => write(paper, language))
      return withoutHidden(paper, summary, hidden)
    }
}

function askedOnce<Key, Value>(known: Map<Key, Promise<Value>>, key: Key, ask: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? ask()
  known.set(key, value)
  return value
}

/** What stands in for a hidden summary: sentences of the abstract, then its first one, then nothing. */
export function withoutHidden(paper: Paper, summary: Summary, hidden: ReadonlySet<Writer>): Summary {
  if (!hidden.has(writerOf(paper, summary))) return summary
  const extract = summarizeExtractively(paper, 'lines')
  const first = firstSentence(paper.abstract)
  const beginning = first === null || extract.lines.includes(first) ? [] : [{ ...extract, lines: [first] }]
  const shown = [extract, ...beginning].find((one) => !hidden.has(writerOf(paper, one)))
  return shown ?? { ...extract, lines: [] }
}

/** Whose words a report of this summary is about. */
export function writerOf({ abstract }: Paper, { lines, by, model }: Summary): Writer {
  if (by === 'extract' && lines.length === 1 && lines[0] === firstSentence(abstract)) return 'beginning'
  return by === 'model' ? `model:${model}` : by
}

/** The lines of each paper for a list: those of its post in a channel, else sentences of the abstract. */
export async function listedLines(db: Db, papers: Paper[], channel: ChannelId): Promise<Map<PaperId, string[]>> {
  const ids = papers.map(({ id }) => id)
  const posts = (await postsOf(db, ids)).filter((post) => post.channel === channel)
  const reports = Map.groupBy(await summaryReportsOn(db, ids), ({ paper }) => paper)
  return new Map(
    papers.map((paper) => {
      const { message } = posts.find((post) => post.paper === paper.id) ?? { message: null }
      const posted = message?.cards.find((card) => card.paper === paper.id)?.lines
      if (posted && !paper.facts.standing) return [paper.id, posted]
      const hidden = hiddenIn(hidingsIn(reports.get(paper.id) ?? []), teamOf(channel))
      return [paper.id, withoutHidden(paper, summarizeExtractively(paper, 'lines'), hidden).lines]
    }),
  )
}

/** The summary of the paper that a channel shows; null when it shows none. */
export async function summaryShown(db: Db, paper: Paper, channel: ChannelId): Promise<Summary | null> {
  const post = (await postsOf(db, paper.id)).find((one) => one.channel === channel)
  return post ? summaryOfPost(db, paper, post) : null
}

/** null when a post shows none. */
export async function summaryOfPost(db: Db, paper: Paper, { message }: Post): Promise<Summary | null> {
  const lines = message.cards[0]?.lines ?? []
  return lines.length === 0 ? null : { lines, ...(await authorOf(db, paper, lines)) }
}

/** Who wrote these lines, which a post does not store. */
async function authorOf(db: Db, paper: Paper, lines: string[]): Promise<Pick<Summary, 'by' | 'model'>> {
  if (lines.length === 1 && lines[0] === paper.sourceSummary) return { by: 'source', model: null }
  const extract = summarizeExtractively(paper, 'lines').lines
  const isOurs = lines.join('\n') === extract.join('\n') || lines.join('\n') === firstSentence(paper.abstract)
  const written = isOurs ? null : await writtenSummary(db, paper.id)
  return written === null ? { by: 'extract', model: null } : { by: 'model', model: written.model }
}
