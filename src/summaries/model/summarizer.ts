import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { type CircuitBreaker, createCircuitBreaker, type ReportHealth } from '../../models/circuit-breaker.ts'
import { type ModelServer, ModelServerError } from '../../models/server.ts'
import { recordUsage, tokensUsed } from '../../models/usage.ts'
import { summarizeExtractively } from '../extractive.ts'
import { checkGrounding } from '../grounding/grounding.ts'
import type { StoredSummary, SummaryKey } from '../stored-summaries.ts'
import { claimSummary, findSummary, releaseSummary, settleSummary, shownSummary } from '../stored-summaries.ts'
import type { Summarize, SummaryRequest } from '../summary.ts'
import { type Complete, createComplete } from './complete.ts'
import { messagesFor, objectionMessage, promptVersion } from './prompt.ts'
import { type ModelSummary, parseReply } from './reply.ts'

export type ModelOptions = {
  server: ModelServer
  language: string
  /** Tokens a day (UTC), prompts and answers together. */
  dailyTokens: number
  store: Store
  log: Logger
  /** Milliseconds a summary may take; then the sentences of the abstract go out. */
  timeoutMs: number
}

type SummarizerContext = Omit<ModelOptions, 'server'> & { model: string; complete: Complete; breaker: CircuitBreaker }

/** A digest may wait 15 s for a model; this leaves time for the rest. */
export const usualTimeoutMs = 12_000
const mostAtOnce = 3
const lookEveryMs = 200
/** A lease ends later than any deadline, so one that ran out belongs to a dead process. */
const spareLeaseMs = 5_000

/** Summaries by a model, each written once; sentences of the abstract when it cannot or may not be asked. */
export function createModelSummarizer({ server, ...options }: ModelOptions, heard: ReportHealth = () => {}): Summarize {
  const limit = pLimit(mostAtOnce)
  const context: SummarizerContext = {
    ...options,
    model: server.model,
    complete: createComplete(server),
    breaker: createCircuitBreaker(options.store.now, heard),
  }
  return async (paper, form, signal) => {
    const extract = () => summarizeExtractively(paper, form)
    if (paper.abstract.trim() === '') return extract()
    const key: SummaryKey = { paper: keyOf(paper), language: paper.language ?? options.language, prompt: promptVersion }
    const stored = await findSummary(options.store.db, key)
    if (stored && stored.state !== 'claimed') return shownSummary(stored, form) ?? extract()
    if (context.breaker.isOpen()) return extract()
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)])
    const written = await limit(() => writeOrWait(paper, key, context, deadline))
    return (written && shownSummary(written, form)) ?? extract()
  }
}

const keyOf = ({ id, title, abstract }: SummaryRequest) =>
  id || createHash('sha256').update(`${title}\n${abstract}`).digest('base64url')

async function writeOrWait(
  paper: SummaryRequest,
  key: SummaryKey,
  context: SummarizerContext,
  deadline: AbortSignal,
): Promise<StoredSummary | null> {
  const { store, model, breaker, timeoutMs } = context
  while (!deadline.aborted && !breaker.isOpen()) {
    const now = store.now()
    if (await claimSummary(store.db, key, { model, leaseMs: timeoutMs + spareLeaseMs, now }))
      return write(paper, key, context, deadline)
    const stored = await findSummary(store.db, key)
    if (stored && stored.state !== 'claimed') return stored
    await sleep(lookEveryMs)
  }
  return null
}

async function write(
  paper: SummaryRequest,
  key: SummaryKey,
  context: SummarizerContext,
  deadline: AbortSignal,
): Promise<StoredSummary | null> {
  const { store, log, model, breaker, dailyTokens } = context
  try {
    if ((await tokensUsed(store.db, localDate('UTC', store.now()))) >= dailyTokens) {
      await releaseSummary(store.db, key)
      return null
    }
    const summary = await askTwice(paper, context, deadline)
    const content = summary === null ? null : JSON.stringify(summary)
    await settleSummary(store.db, key, content, store.now())
    breaker.succeed()
    return { state: content === null ? 'refused' : 'written', content, model }
  } catch (error) {
    await releaseSummary(store.db, key)
    if (!(error instanceof ModelServerError)) throw error
    breaker.fail(error)
    log.warn({ paper: key.paper, err: error }, 'no summary by the model')
    return null
  }
}

/** Null when there were objections to both answers. */
async function askTwice(paper: SummaryRequest, context: SummarizerContext, deadline: AbortSignal) {
  const messages = messagesFor(paper, context.language)
  for (const attempt of ['first', 'second']) {
    const { content, tokens } = await context.complete(messages, deadline)
    const { prompt: promptTokens, completion: completionTokens } = tokens
    const day = localDate('UTC', context.store.now())
    await recordUsage(context.store.db, { day, model: context.model, calls: 1, promptTokens, completionTokens })
    const summary = parseReply(content)
    const objections = objectionsTo(summary, paper, context.language)
    if (typeof summary !== 'string' && objections.length === 0) return summary
    context.log.info({ paper: paper.id, attempt, objections }, 'the model’s summary does not hold')
    messages.push({ role: 'assistant', content: content.slice(0, 4000) }, objectionMessage(objections))
  }
  return null
}

function objectionsTo(summary: ModelSummary | string, paper: SummaryRequest, language: string): string[] {
  if (typeof summary === 'string') return [`Your answer: ${summary}.`]
  const { tldr, contribution, method, result } = summary
  return checkGrounding([tldr, contribution, method, result], paper, language).objections
}
