import type { ChatAdapter } from '../../src/chat.ts'
import { attempt, attemptSeed } from '../../src/delivery/attempt.ts'
import { UNLIMITED } from '../../src/delivery/pace.ts'
import { PATIENCE } from '../../src/delivery/patience.ts'
import { claimReady } from '../../src/store/claims.ts'
import type { Store } from '../../src/store/open.ts'
import { claimSeeds, settleSeeds } from '../../src/store/seeds.ts'
import { settleDeliveries } from '../../src/store/settlements.ts'

/** The outbox with its clock stopped at `now`: everything that can be sent at that moment, one after the other. */
export async function deliverAll(store: Store, adapter: ChatAdapter, now: number): Promise<void> {
  const { platform } = adapter
  const allowance = UNLIMITED
  const request = { platform, allowance, after: '', limit: 50, reachMs: 0, owner: 'test', leaseMs: PATIENCE.lease, now }
  for (;;) {
    const { claims, lanes } = await claimReady(store, request)
    for (const claim of claims)
      await settleDeliveries(store, [{ claim, settlement: await attempt(adapter, claim, PATIENCE) }], {
        platform,
        allowance,
        now,
      })
    if (lanes === 0) break
  }
  const seeds = await claimSeeds(store, request)
  const settled = seeds.map(async (seed) => ({ seed, seeded: await attemptSeed(adapter, seed, PATIENCE) }))
  await settleSeeds(store, await Promise.all(settled), request)
}
