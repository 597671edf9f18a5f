import { setTimeout as sleep } from 'node:timers/promises'
import { localDate } from '../../core/schedule.ts'
import type { createModelHealth } from '../../models/health.ts'
import { ModelServerError } from '../../models/server.ts'
import { recordUsage, tokensUsed } from '../../models/usage.ts'
import { checkGrounding } from '../grounding/grounding.ts'
import { releaseSummary, type StoredSummary, type SummaryKey, settleSummary } from '../stored-summaries.ts'
import type { SummaryRequest } from '../summary.ts'
import type { createAttempts } from './attempts.ts'
import { type Complete, type Completion, createComplete, NoAnswerError } from './complete.ts'
import { type ChatMessage, messagesFor, objectionMessage, SAMPLE_PAPER } from './prompt.ts'
import { type ModelSummary, parseReply } from './reply.ts'
import { doubtfulLines, reviewForm, reviewMessages, wrongLines } from './review.ts'
import type { ModelOptions } from './summarizer.ts'

type WriteContext = ModelOptions & {
  health: ReturnType<typeof createModelHealth>
  attempts: ReturnType<typeof createAttempts>
}

/** Asks the model for summaries that this process has claimed, and keeps what comes of it. */
export function createWriter(context: WriteContext, complete: Complete) {
  const { server, language, store, log, dailyTokens, timeoutMs, stopping, health, attempts } = context
  const review = context.isReviewed ? createComplete(server, reviewForm) : null
  let answeredAt = -Infinity
  const today = () => localDate('UTC', store.now())
  const isSpent = async () => (await tokensUsed(store.db, today())) >= dailyTokens
  const deadline = (ms: number) => AbortSignal.any([AbortSignal.timeout(ms), ...(stopping ? [stopping] : [])])

  async function write(paper: SummaryRequest, key: SummaryKey, longestMs: number): Promise<StoredSummary | null> {
    const settle = (content: string | null) => settleSummary(store.db, key, content, store.now())
    try {
      if (await isSpent()) return await giveBack(key)
      const summary = await askTwice(paper, deadline(longestMs))
      const content = summary === null ? null : JSON.stringify(summary)
      await settle(content)
      health.succeed()
      return { state: content === null ? 'refused' : 'written', content, model: server.model }
    } catch (error) {
      await giveBack(key)
      await report(error, key)
      return null
    }
  }

  async function giveBack(key: SummaryKey): Promise<null> {
    await releaseSummary(store.db, key)
    return null
  }

  /** Throws what no server is at fault for. */
  async function report(error: unknown, key: SummaryKey): Promise<void> {
    if (stopping?.aborted) return
    const facts = { paper: key.paper }
    if (error instanceof ModelServerError) return health.fail(error, facts)
    if (!(error instanceof NoAnswerError)) throw error
    attempts.fail(JSON.stringify(key))
    health.missAnswer(error, facts)
  }

  /** Null when there were objections to both answers. */
  async function askTwice(paper: SummaryRequest, signal: AbortSignal): Promise<ModelSummary | null> {
    const messages = messagesFor(paper, language)
    let unread: string | null = null
    let isReviewed = false
    for (const attempt of ['first', 'second']) {
      const { content, flaw, isCut } = await ask(messages, signal)
      const summary = parseReply(content)
      unread = typeof summary === 'string' ? (flaw ?? summary) : null
      const objections = typeof summary === 'string' ? [`Your answer: ${summary}.`] : objectionsTo(summary, paper)
      if (typeof summary !== 'string' && objections.length === 0 && !isReviewed) {
        objections.push(...(await objectionsOfReview(summary, paper, signal)))
        isReviewed = true
      }
      if (typeof summary !== 'string' && objections.length === 0) return summary
      log.info({ paper: paper.id, attempt, objections, flaw }, 'the model’s summary does not hold')
      // Asked the same again, it would be cut again.
      if (content.trim() === '' && isCut) break
      // Servers refuse an empty message.
      if (content.trim() !== '')
        messages.push({ role: 'assistant', content: content.slice(0, 4000) }, objectionMessage(objections))
    }
    if (unread !== null) throw new NoAnswerError(`the model’s answer cannot be read: ${unread}`)
    return null
  }

  const objectionsTo = (summary: ModelSummary, paper: SummaryRequest): string[] =>
    checkGrounding(linesOf(summary), paper, language).objections

  /** Of a second question, which costs no summary when it gets no answer. */
  async function objectionsOfReview(summary: ModelSummary, paper: SummaryRequest, signal: AbortSignal) {
    const lines = doubtfulLines(linesOf(summary), paper, language)
    if (review === null || lines.length === 0 || (await isSpent())) return []
    try {
      const { content } = await ask(reviewMessages(lines, paper), signal, review, `${server.model} (review)`)
      return wrongLines(content, lines).map((line) => `The abstract does not say: “${line}”`)
    } catch (error) {
      if (!(error instanceof ModelServerError || error instanceof NoAnswerError)) throw error
      log.info({ paper: paper.id, err: error }, 'a summary goes without its review')
      return []
    }
  }

  /** A server that asks to be asked a little later is, as long as somebody waits. */
  async function ask(
    messages: ChatMessage[],
    signal: AbortSignal,
    answer = complete,
    model = server.model,
  ): Promise<Completion> {
    for (const beganAt = performance.now(); ; ) {
      try {
        const completion = await answer(messages, signal)
        answeredAt = store.now()
        const { prompt: promptTokens, completion: completionTokens } = completion.tokens
        await recordUsage(store.db, { day: today(), model, calls: 1, promptTokens, completionTokens })
        return completion
      } catch (error) {
        if (!(error instanceof ModelServerError) || error.waitMs === null) throw error
        const waitMs = Math.max(1_000, error.waitMs)
        if (performance.now() - beganAt + waitMs > timeoutMs) throw error
        await sleep(waitMs, undefined, { signal }).catch(() => {})
      }
    }
  }

  return {
    write,
    mayAsk: (key: SummaryKey) => attempts.mayAsk(JSON.stringify(key)),
    answeredAt: () => answeredAt,
    /** Something short, so that the server loads its model. */
    async askForNothing(longestMs: number): Promise<void> {
      answeredAt = store.now()
      if (await isSpent()) return
      await ask(messagesFor(SAMPLE_PAPER, language), deadline(longestMs)).then(health.succeed, (error) =>
        report(error, { paper: '', language, prompt: 0 }),
      )
    },
  }
}

const linesOf = ({ tldr, contribution, method, result }: ModelSummary) => [tldr, contribution, method, result]
