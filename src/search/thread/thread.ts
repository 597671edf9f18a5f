import { Worker } from 'node:worker_threads'
import type { Searcher } from '../searcher.ts'

export type ThreadQuestion = { id: number; ask: keyof Searcher; given: unknown[] }
/** The first thing a thread says. */
export type ThreadReady = { ready: true }
export type ThreadResponse = { id: number; answer: unknown } | { id: number; error: string }

export type SearchThread = {
  ask<Kind extends keyof Searcher>(
    kind: Kind,
    given: Parameters<Searcher[Kind]>,
    signal?: AbortSignal,
  ): ReturnType<Searcher[Kind]>
  close(): Promise<void>
}

/** How long a person likes to wait. The thread answers by then with what it has. */
export const DEADLINE_MS = 1_500
/** How long a thread may take to start on a busy machine; requests wait meanwhile. */
const START_MS = 20_000
/** After deadline and grace a request fails; a thread that was silent for as long hangs, and is replaced. */
const GRACE_MS = 3_500

type PendingRequest = {
  question: ThreadQuestion
  tries: number
  answer: PromiseWithResolvers<unknown>
  timer: NodeJS.Timeout
}

/** The model whose vectors are compared, and the file with SQLite's functions for that. */
type ThreadVectors = { model: string; extension: string }

/** What a thread is started with. */
export type ThreadData = { path: string; vectors: ThreadVectors | null }

// Tests use other scripts and shorter times.
const DEFAULTS = {
  vectors: null as ThreadVectors | null,
  script: new URL('./worker.ts', import.meta.url),
  startMs: START_MS,
  deadlineMs: DEADLINE_MS,
  graceMs: GRACE_MS,
}

/** Searches the SQLite file at `path`. Starts with the first request, and anew after it crashed or hung. */
export function createSearchThread(path: string, options: Partial<typeof DEFAULTS> = {}): SearchThread {
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
    // Every error ends the thread, and the exit is handled below.
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
    if (Date.now() < startingUntil) return void pending.get(id)?.timer.refresh()
    settle({ id, error: 'The search took too long; try again, or fewer words.' })
    if (Date.now() - heardAt > graceMs) void worker?.terminate()
  }

  async function question(ask: keyof Searcher, given: unknown[], signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted()
    asked += 1
    const id = asked
    const waiting: PendingRequest = {
      question: { id, ask, given },
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
    // The worker answers each kind of request with its own type.
    ask: question as SearchThread['ask'],
    async close() {
      const last = worker
      worker = null
      for (const id of [...pending.keys()]) settle({ id, error: 'The search was closed.' })
      await last?.terminate()
    },
  }
}
