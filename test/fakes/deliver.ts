import type { ChatAdapter } from '../../src/core/chat.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import type { Store } from '../../src/db/open.ts'
import { claimReady } from '../../src/outbox/queue/claims.ts'
import { claimSeeds, settleSeeds } from '../../src/outbox/queue/seeds.ts'
import { settleDeliveries } from '../../src/outbox/queue/settlements.ts'
import { attempt, attemptSeed } from '../../src/outbox/sending/attempt.ts'
import { TIMEOUTS } from '../../src/outbox/timeouts.ts'

/** The outbox with its clock stopped at `now`: everything that can be sent at that moment, one after the other. */
export async function deliverAll(store: Store, adapter: ChatAdapter, now: number): Promise<void> {
  const { platform } = adapter
  const allowance = UNLIMITED
  const request = {
    platform,
    allowance,
    after: '',
    limit: 50,
    lookAheadMs: 0,
    owner: 'test',
    leaseMs: TIMEOUTS.lease,
    now,
  }
  for (;;) {
    const { claims, queues } = await claimReady(store, request)
    for (const claim of claims)
      await settleDeliveries(store, [{ claim, settlement: await attempt(adapter, claim, TIMEOUTS) }], {
        platform,
        allowance,
        now,
      })
    if (queues === 0) break
  }
  const seeds = await claimSeeds(store, request)
  const settled = seeds.map(async (seed) => ({ seed, seeded: await attemptSeed(adapter, seed, TIMEOUTS) }))
  await settleSeeds(store, await Promise.all(settled), request)
}
