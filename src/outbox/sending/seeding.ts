import type { ChatAdapter } from '../../core/chat.ts'
import type { Allowance } from '../../core/network/allowance.ts'
import { claimSeeds, nextSeedAt, type Seed, type Seeded, settleSeeds } from '../queue/seeds.ts'
import { attemptSeed } from './attempt.ts'
import type { PumpContext } from './pump.ts'
import { createSettler } from './settler.ts'

/** Posts go first: seeds take no slot ahead of them. */
const LOOK_AHEAD_MS = 100
/** How long to wait when the platform’s allowance is used up. */
const BUSY_MS = 50

export type SeedingContext = Pick<PumpContext, 'store' | 'log' | 'now' | 'timeouts'> & {
  adapter: ChatAdapter
  allowance: Allowance
  sendSlot(at: number): Promise<'due' | 'missed'>
  /** Works on something, and keeps the pump from ending meanwhile. */
  launch(about: { id: string; plannedAt: number }, work: () => Promise<void>): void
}

/** Adds the first reactions to posts that are there, however that became known, until each has them or never will. */
export function createSeeding(context: SeedingContext) {
  const { store, log, now, timeouts, adapter, allowance, sendSlot, launch } = context
  const { platform } = adapter
  const settle = createSettler(log, platform, (settled: { seed: Seed; seeded: Seeded }[]) =>
    settleSeeds(store, settled, { platform, allowance, now: now() }),
  )

  async function plant(seed: Seed): Promise<void> {
    const isDue = (await sendSlot(seed.at)) === 'due'
    const seeded = isDue ? await attemptSeed(adapter, seed, timeouts) : { ...seed, delayMs: 0, reason: null }
    await settle({ seed, seeded })
    const { delayMs, reason } = seeded
    if (delayMs !== null || reason === null) return
    // Quietly: the reason is kept, and `doctor` names a permission that is missing.
    log.debug(
      { delivery: seed.delivery, channel: seed.post.channel, reason },
      'a post stays without its first reaction',
    )
  }

  return {
    /** Claims at most `limit`. Returns for how many milliseconds there is nothing to do; null: until a post arrives. */
    async round(limit: number): Promise<number | null> {
      const at = await nextSeedAt(store.db, [platform])
      if (at === null || at > now()) return at === null ? null : at - now()
      const request = { platform, allowance, limit, lookAheadMs: LOOK_AHEAD_MS, leaseMs: timeouts.lease, now: now() }
      const seeds = await claimSeeds(store, request)
      for (const seed of seeds) launch({ id: seed.delivery, plannedAt: seed.plannedAt }, () => plant(seed))
      return seeds.length > 0 ? 0 : BUSY_MS
    },
  }
}
