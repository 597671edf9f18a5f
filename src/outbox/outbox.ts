import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatAdapter } from '../core/chat.ts'
import { isGone } from '../db/process-owner.ts'
import { isAnythingOpen } from './backlog.ts'
import { endLeases } from './queue/claims.ts'
import { nextSeedAt } from './queue/seeds.ts'
import { createPump, type PumpContext } from './sending/pump.ts'

/** How often is asked whether everything is settled. */
const ASK_MS = 50

export type OutboxContext = PumpContext & { adapters: Map<string, ChatAdapter> }

export type Outbox = ReturnType<typeof createOutbox>

/** Sends what is owed: in order inside a place, side by side across places, each platform at its own pace. */
export function createOutbox(context: OutboxContext) {
  const { store, log, adapters, timeouts, now } = context
  const pumps = [...adapters.values()].map((adapter) => createPump(context, adapter))
  const recovered = endLeases(store, isGone, now()).catch((err: unknown) =>
    log.warn({ err }, 'old leases have to run out'),
  )
  let isStopping = false

  async function isOpen(): Promise<boolean> {
    const platforms = [...adapters.keys()]
    if (await isAnythingOpen(store.db, platforms)) return true
    const seedAt = await nextSeedAt(store.db, platforms)
    return seedAt !== null && seedAt <= now() + timeouts.lease
  }

  return {
    /** There may be something to send. */
    wake(): void {
      for (const pump of pumps) pump.wake()
    },
    /** Resolves when everything is sent, held or dead, and seeded unless that has to wait for long. */
    async settled(): Promise<void> {
      await recovered
      // A database that is away owes us an answer; the pumps say that they wait for it.
      while (!isStopping && (await isOpen().catch(() => true))) await sleep(ASK_MS)
    },
    /** Claims nothing more and finishes what is being sent; what takes too long is looked for by the next start. */
    async stop(): Promise<void> {
      isStopping = true
      await Promise.race([
        Promise.all(pumps.map((pump) => pump.stop())),
        sleep(timeouts.stop, undefined, { ref: false }),
      ])
    },
  }
}
