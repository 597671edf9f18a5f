import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Outcomes that arrive within this time share a transaction: a commit costs about as much as fifty rows. */
const GATHER_MS = 50
const SETTLED_TOGETHER = 100
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

/** Records outcomes, also while the database comes and goes: a forgotten one would have to be looked for. */
export function createSettler<T>(log: Logger, platform: string, record: (settled: T[]) => Promise<void>) {
  const waiting: { settled: T; done: () => void }[] = []
  let isDraining = false

  async function drain(): Promise<void> {
    let pause = 0
    while (waiting.length > 0) {
      await sleep(Math.max(GATHER_MS, pause))
      const together = waiting.slice(0, SETTLED_TOGETHER)
      try {
        await record(together.map((one) => one.settled))
        waiting.splice(0, together.length)
        for (const { done } of together) done()
        if (pause > 0) log.info({ platform }, 'the database is back')
        pause = 0
      } catch (err) {
        if (pause === 0)
          log.warn({ err, platform, outcomes: waiting.length }, 'waiting for the database to record what was sent')
        pause = Math.min(pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
      }
    }
  }

  return (settled: T): Promise<void> =>
    new Promise((done) => {
      waiting.push({ settled, done })
      if (isDraining) return
      isDraining = true
      void drain().finally(() => {
        isDraining = false
      })
    })
}
