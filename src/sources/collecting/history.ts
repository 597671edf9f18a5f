import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Temporal } from 'temporal-polyfill'
import type { FetchResult } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { recordFetched } from './collect.ts'
import { readMonths, recordMonth } from './source-health.ts'

export const HISTORY_MONTHS = 12
/** Between two months; Hugging Face allows 500 requests in five minutes, and the day's own come first. */
const PAUSE_MS = 2_000
const RETRY_MS = 10 * 60_000

export type HistoryContext = {
  store: Store
  fetchMonth(month: string, signal: AbortSignal): Promise<FetchResult>
  log: Logger
  signal: AbortSignal
  onHistory?(months: number, of: number): Promise<void>
}

/** Reads the last twelve months, newest first: searchable, never posted. A month that was read is not read again. */
export async function readHistory(context: HistoryContext, now: () => number) {
  const { store, fetchMonth, log, signal, onHistory } = context
  const months = lastMonths(now())
  for (const [index, month] of months.entries()) {
    while (!signal.aborted) {
      try {
        if ((await readMonths(store.db, 'huggingface')).has(month)) break
        const { sightings } = await fetchMonth(month, signal)
        await recordFetched({ store, signal }, sightings, now())
        // The running month is read again by the next start: it is not whole yet.
        if (index > 0) await store.write((db) => recordMonth(db, 'huggingface', month, sightings.length, now()))
        log.info({ month, papers: sightings.length, done: index + 1, of: months.length }, 'history read')
        await onHistory?.((await readMonths(store.db, 'huggingface')).size, HISTORY_MONTHS)
        await pause(PAUSE_MS, signal)
        if (index === 0) break
      } catch (err) {
        if (signal.aborted) return
        log.warn({ err, month }, 'history waits')
        await pause(RETRY_MS, signal)
      }
    }
  }
}

/** `YYYY-MM`, the running month first. */
function lastMonths(now: number): string[] {
  const running = Temporal.PlainYearMonth.from(localDate('UTC', now))
  return Array.from({ length: HISTORY_MONTHS + 1 }, (_, back) => running.subtract({ months: back }).toString())
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})
