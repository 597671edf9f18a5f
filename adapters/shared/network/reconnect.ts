import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ChatHandlers, Platform } from '../../../src/core/chat.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** A handshake takes a second or two. */
const OPENING_MS = 60_000

/** Milliseconds: none after the first failure, then twice as long each time, with jitter. */
export function pauseAfter(failures: number): number {
  if (failures <= 1) return 0
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 2, 10), LONGEST_PAUSE_MS)
  return longest * (0.5 + Math.random() / 2)
}

/** Returns early once `signal` aborts, and keeps no process alive. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})

export type Retrying = {
  signal: AbortSignal
  /** Throws to give up. */
  onFailed(error: unknown, failures: number): void
}

/** Tries until it works; null once `signal` aborts. */
export async function retry<T>(attempt: () => Promise<T>, { signal, onFailed }: Retrying): Promise<T | null> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted) return null
      onFailed(error, failures)
      await pause(pauseAfter(failures + 1), signal)
    }
  }
  return null
}

/** A connection that hears; `closed` resolves when it ends. */
export type Connection = { closed: Promise<unknown>; close(): unknown }

export type Reconnecting = {
  /** `late` aborts when nobody waits for it any more. */
  open(late: AbortSignal): Promise<Connection>
  onFailed: Retrying['onFailed']
  /** After a reconnect. Left out where the platform sends again what happened meanwhile. */
  onMissed?(): void
  openingMs?: number
}

/** A connection that is opened again each time it ends, until it is stopped. */
export function createReconnecting({ open, onFailed, onMissed, openingMs = OPENING_MS }: Reconnecting) {
  const stopping = new AbortController()
  const { signal } = stopping
  let current: Connection | null = null

  /** Null once it is stopped, also while it is being opened. What opens too late is closed. */
  async function openInTime(): Promise<Connection | null> {
    const late = new AbortController()
    const opening = open(late.signal)
    const opened = await Promise.race([opening, pause(openingMs, signal)])
    if (opened && !signal.aborted) return opened
    late.abort()
    void opening.then(({ close }) => close()).catch(() => {})
    if (signal.aborted) return null
    throw new Error(`it was not open within ${openingMs / 1_000} s`)
  }

  const reopen = () => retry(openInTime, { signal, onFailed })

  async function keepOpen(): Promise<void> {
    while (current) {
      await current.closed
      current = null
      current = await reopen()
      if (current) onMissed?.()
    }
  }

  return {
    isOpen: () => current !== null,
    /** Throws when it cannot be opened, and does not try again. */
    async start(): Promise<void> {
      current = await openInTime()
      void keepOpen()
    },
    /** Opens it after some milliseconds, and tries until it works. */
    async startLater(milliseconds: number): Promise<void> {
      await pause(milliseconds, signal)
      current = await reopen()
      await keepOpen()
    },
    async stop(): Promise<void> {
      stopping.abort()
      await current?.close()
    },
  }
}

export type Events = {
  platform: Platform
  log: Logger
  /** Null: not started yet. */
  core(): ChatHandlers | null
  open(core: ChatHandlers): Promise<Connection>
}

/** The same for events that the platform does not repeat: after a gap, core asks for what may have changed. */
export const createEvents = ({ platform, log, core, open }: Events) =>
  createReconnecting({
    async open() {
      const handlers = core()
      if (!handlers) throw new Error('It is not started yet.')
      return open(handlers)
    },
    onFailed: (err) => log.warn({ err, platform }, 'not connected; trying again'),
    onMissed: () =>
      void core()
        ?.onMissed(platform)
        .catch((err: unknown) => log.warn({ err, platform }, 'votes not settled')),
  })
