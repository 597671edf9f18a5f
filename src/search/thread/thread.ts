import { Worker } from 'node:worker_threads'
import type { PaperId } from '../../core/paper.ts'
import type { Asker } from '../asker.ts'
import type { Completion, Hit, SearchAnswer } from '../paper-search.ts'

/** What the thread is asked, and what it answers to each. */
type ThreadRequests = {
  search: {
    ask: { query: string; vector: Float32Array | null; asker: Asker | null; limit: number; offset: number }
    answer: SearchAnswer
  }
  similar: { ask: { paper: PaperId; asker: Asker | null; limit: number }; answer: Hit[] }
  complete: { ask: { prefix: string }; answer: Completion[] }
}
type ThreadRequestKind = keyof ThreadRequests
export type ThreadRequest = { [T in ThreadRequestKind]: { about: T } & ThreadRequests[T]['ask'] }[ThreadRequestKind]
export type ThreadAnswer = ThreadRequests[ThreadRequestKind]['answer']

/** `until` is when the answer has to be there, in milliseconds since the epoch. */
export type ThreadQuestion = { id: number; ask: ThreadRequest; until: number }
/** The first thing a thread says. */
export type ThreadReady = { ready: true }
export type ThreadResponse = { id: number; answer: ThreadAnswer } | { id: number; error: string }

export type SearchThread = {
  ask<T extends ThreadRequestKind>(
    ask: { about: T } & ThreadRequests[T]['ask'],
    signal?: AbortSignal,
  ): Promise<ThreadRequests[T]['answer']>
  close(): Promise<void>
}

/** What a person waits for without wondering. The thread answers by then with what it has. */
export const DEADLINE_MS = 1_500
/** How long a thread may take to start, on a machine that is busy with other things; nobody is refused an answer meanwhile. */
const START_MS = 20_000
/** Behind the deadline nothing is waited for any more; a thread that was silent for as long hangs, and is replaced. */
const GRACE_MS = 3_500

type PendingRequest = {
  question: ThreadQuestion
  tries: number
  answer: PromiseWithResolvers<ThreadAnswer>
  timer: NodeJS.Timeout
}

/** Whose vectors say what papers mean, and the file that teaches SQLite to compare them. */
type ThreadVectors = { model: string; extension: string }

/** What the thread is given to begin with. */
export type ThreadData = { path: string; vectors: ThreadVectors | null }

/** Tests give other threads to talk to, and less patience. */
type ThreadOptions = {
  vectors: ThreadVectors | null
  script: URL
  startMs: number
  deadlineMs: number
  graceMs: number
}

const DEFAULTS: ThreadOptions = {
  vectors: null,
  script: new URL('./worker.ts', import.meta.url),
  startMs: START_MS,
  deadlineMs: DEADLINE_MS,
  graceMs: GRACE_MS,
}

/** A thread that searches the SQLite file at `path`. It starts with the first question and is replaced when it crashes or hangs. */
export function createSearchThread(path: string, options: Partial<ThreadOptions> = {}): SearchThread {
  const { vectors, script, startMs, deadlineMs, graceMs } = { ...DEFAULTS, ...options }
  const pending = new Map<number, PendingRequest>()
  let worker: Worker | null = null
  let asked = 0
  let heardAt = 0
  let startingUntil = 0

  function start(): Worker {
    const fresh = new Worker(script, { workerData: { path, vectors } satisfies ThreadData })
    startingUntil = Date.now() + startMs
    fresh.on('message', (message: ThreadResponse | ThreadReady) => {
      heardAt = Date.now()
      startingUntil = 0
      if ('id' in message) settle(message)
      else for (const { timer } of pending.values()) timer.refresh()
    })
    // Every error ends the thread, and the end is what is answered to.
    fresh.on('error', () => {})
    fresh.on('exit', () => {
      if (worker !== fresh) return
      worker = null
      for (const waiting of [...pending.values()]) sendAgain(waiting)
    })
    return fresh
  }

  function send(waiting: PendingRequest): void {
    worker ??= start()
    worker.ref()
    worker.postMessage(waiting.question)
  }

  function sendAgain(waiting: PendingRequest): void {
    waiting.tries += 1
    if (waiting.tries <= 2) send(waiting)
    else settle({ id: waiting.question.id, error: 'The search broke down over this; try other words.' })
  }

  function settle(response: ThreadResponse): void {
    const waiting = pending.get(response.id)
    if (!waiting) return
    pending.delete(response.id)
    clearTimeout(waiting.timer)
    // A thread that has nothing to do keeps no program alive.
    if (pending.size === 0) worker?.unref()
    if ('error' in response) waiting.answer.reject(new Error(response.error))
    else waiting.answer.resolve(response.answer)
  }

  function giveUp(id: number): void {
    if (Date.now() < startingUntil) {
      pending.get(id)?.timer.refresh()
      return
    }
    settle({ id, error: 'The search took too long; try again, or fewer words.' })
    if (Date.now() - heardAt > graceMs) void worker?.terminate()
  }

  async function question(ask: ThreadRequest, signal?: AbortSignal): Promise<ThreadAnswer> {
    signal?.throwIfAborted()
    asked += 1
    const id = asked
    const waiting: PendingRequest = {
      question: { id, ask, until: Date.now() + deadlineMs },
      tries: 1,
      answer: Promise.withResolvers(),
      timer: setTimeout(() => giveUp(id), deadlineMs + graceMs),
    }
    if (pending.size === 0) heardAt = Date.now()
    pending.set(id, waiting)
    const abort = () => settle({ id, error: 'The search was cancelled.' })
    signal?.addEventListener('abort', abort, { once: true })
    send(waiting)
    return waiting.answer.promise.finally(() => signal?.removeEventListener('abort', abort))
  }

  return {
    // The thread answers to a topic with what belongs to it: see worker.ts.
    ask: question as SearchThread['ask'],
    async close() {
      const last = worker
      worker = null
      for (const id of [...pending.keys()]) settle({ id, error: 'The search was closed.' })
      await last?.terminate()
    },
  }
}
