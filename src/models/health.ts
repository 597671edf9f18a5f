import type { Logger } from 'pino'
import { describeError } from '../core/error-words.ts'
import { createCircuitBreaker, type ReportHealth } from './circuit-breaker.ts'
import { modelRemedy } from './remedies.ts'
import { type ModelServer, ModelServerError } from './server.ts'

const DAY_MS = 86_400_000
/** So many papers without an answer, one after the other, are no matter of the papers. */
const MOST_IN_A_ROW = 3

type HealthContext = { server: ModelServer; log: Logger; now: () => number }

/** How a model fares: what fails is warned of once a day, and a server that fails is left alone for a while. */
export function createModelHealth({ server, log, now }: HealthContext, heard: ReportHealth) {
  const breaker = createCircuitBreaker(now, heard)
  const warnedAt = new Map<string, number>()
  let inARow = 0

  function warn(error: Error, facts: object, problem = describeError(error)): void {
    const isNews = now() - (warnedAt.get(error.message) ?? -DAY_MS) >= DAY_MS
    if (isNews) warnedAt.set(error.message, now())
    log[isNews ? 'warn' : 'info']({ ...facts, problem, err: error }, 'no summary by the model')
  }

  return {
    isResting: breaker.isOpen,
    succeed(): void {
      inARow = 0
      breaker.succeed()
    },
    /** The server failed everybody. */
    async fail(error: ModelServerError, facts: object): Promise<void> {
      const problem = `${describeError(error)}. ${await modelRemedy(error, server)}`
      breaker.fail(error, problem)
      warn(error, facts, problem)
    },
    /** There is no answer for one paper. */
    missAnswer(error: Error, facts: object): void {
      inARow += 1
      warn(error, facts)
      if (inARow < MOST_IN_A_ROW) return
      const sentence = `the last ${inARow} papers got no summary`
      breaker.fail(new ModelServerError(sentence, null), `${sentence}: ${describeError(error)}`)
    },
    /** The server is slow, or loads its model: it goes on, and nobody waits for it. */
    beLate(patienceMs: number, facts: object): void {
      const error = new Error(`the model server has not answered for ${patienceMs / 1_000} s; it is not interrupted`)
      heard(error.message)
      warn(error, facts)
    },
  }
}
