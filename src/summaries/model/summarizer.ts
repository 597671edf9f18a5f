import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Logger } from 'pino'
import type { Store } from '../../db/open.ts'
import type { ReportHealth } from '../../models/circuit-breaker.ts'
import { createModelHealth } from '../../models/health.ts'
import type { ModelServer } from '../../models/server.ts'
import { standingOf } from '../../papers/standing.ts'
import { summarizeExtractively } from '../extractive.ts'
import type { StoredSummary, SummaryKey } from '../stored-summaries.ts'
import { claimSummary, findSummary, shownSummary } from '../stored-summaries.ts'
import type { Summarize, SummaryRequest } from '../summary.ts'
import { createAttempts } from './attempts.ts'
import { createComplete } from './complete.ts'
import { promptVersion } from './prompt.ts'
import { createWriter } from './write.ts'

export type ModelOptions = {
  server: ModelServer
  language: string
  /** Tokens a day (UTC), prompts and answers together. */
  dailyTokens: number
  /** Asks a second question about lines of doubt. */
  isReviewed?: boolean
  store: Store
  log: Logger
  /** Milliseconds that anybody waits for a summary; then the sentences of the abstract go out. */
  timeoutMs: number
  /** Ends requests that nobody waits for any more. */
  stopping?: AbortSignal
}

/** A digest may wait 15 s for a model; this leaves time for the rest. */
export const usualTimeoutMs = 12_000
/** A large model takes minutes to load, and begins anew when its client hangs up. */
export const longestTimeoutMs = 180_000
const mostAtOnce = 3
const lookEveryMs = 200
/** A lease ends later than any request, so one that ran out belongs to a dead process. */
const spareLeaseMs = 5_000
/** Ollama unloads a model after five minutes without a request. */
const warmForMs = 240_000

type Job = { paper: SummaryRequest; key: SummaryKey; isAsking: boolean }

/** Summaries by a model, each written once; sentences of the abstract when it cannot or may not be asked. */
export function createModelSummarizer(options: ModelOptions, heard: ReportHealth = () => {}): Summarize {
  const { server, store, language, timeoutMs, log } = options
  const limit = pLimit(mostAtOnce)
  const health = createModelHealth({ server, log, now: store.now }, heard)
  const writer = createWriter({ ...options, health, attempts: createAttempts(store.now) }, createComplete(server))
  /** Nobody waits for these any more; meanwhile the server gets no others. */
  const late = new Set<Job>()
  const isFree = () => !health.isResting() && late.size === 0

  async function summarize(...[paper, form, signal]: Parameters<Summarize>) {
    const extract = () => summarizeExtractively(paper, form)
    if (paper.abstract.trim() === '' || standingOf(paper)) return extract()
    const key: SummaryKey = { paper: keyOf(paper), language: paper.language ?? language, prompt: promptVersion }
    const stored = await findSummary(store.db, key)
    if (stored && stored.state !== 'claimed') return shownSummary(stored, form) ?? extract()
    if (!isFree() || !writer.mayAsk(key)) return extract()
    const written = await writeInTime({ paper, key, isAsking: false }, signal)
    return (written && shownSummary(written, form)) ?? extract()
  }

  /** null when it takes longer than anybody waits; it is then written all the same, and found the next time. */
  async function writeInTime(job: Job, signal: AbortSignal): Promise<StoredSummary | null> {
    const tooLate = AbortSignal.timeout(timeoutMs)
    const patience = AbortSignal.any([signal, tooLate])
    if (patience.aborted) return null
    const written = limit(() => writeOrWait(job, patience)).finally(() => late.delete(job))
    const inTime = await Promise.race([written, once(patience, 'abort').then(() => null)])
    if (inTime === null && job.isAsking && !options.stopping?.aborted) {
      late.add(job)
      health.beLate(timeoutMs, { paper: job.key.paper })
    }
    return inTime
  }

  async function writeOrWait(job: Job, patience: AbortSignal): Promise<StoredSummary | null> {
    const longestMs = Math.max(timeoutMs, longestTimeoutMs)
    const claim = { model: server.model, leaseMs: longestMs + spareLeaseMs }
    while (!patience.aborted && isFree()) {
      if (await claimSummary(store.db, job.key, { ...claim, now: store.now() })) {
        job.isAsking = true
        return writer.write(job.paper, job.key, longestMs).finally(() => {
          job.isAsking = false
        })
      }
      const stored = await findSummary(store.db, job.key)
      if (stored && stored.state !== 'claimed') return stored
      await sleep(lookEveryMs)
    }
    return null
  }

  function warm(): void {
    // OpenAI's own server has no such moment.
    if (server.baseUrl === undefined || !isFree() || store.now() - writer.answeredAt() < warmForMs) return
    void writer.askForNothing(longestTimeoutMs).catch((err: unknown) => log.warn({ err }, 'the model is not warm'))
  }

  return Object.assign(summarize, { warm, model: server.model })
}

const keyOf = ({ id, title, abstract }: SummaryRequest) =>
  id || createHash('sha256').update(`${title}\n${abstract}`).digest('base64url')
