import type { ChatAdapter } from '../../src/chat.ts'
import { attempt } from '../../src/delivery/attempt.ts'
import { PATIENCE } from '../../src/delivery/patience.ts'
import { claimReady } from '../../src/store/claims.ts'
import type { Store } from '../../src/store/open.ts'
import { settleDeliveries } from '../../src/store/settlements.ts'

const allowance = { platform: null, team: null, place: null }

/** The outbox with its clock stopped at `now`: everything that can be sent at that moment, one after the other. */
export async function deliverAll(store: Store, adapter: ChatAdapter, now: number): Promise<void> {
  const { platform } = adapter
  const request = { platform, allowance, after: '', limit: 50, reachMs: 0, owner: 'test', leaseMs: PATIENCE.lease, now }
  for (;;) {
    const { claims, lanes } = await claimReady(store, request)
    for (const claim of claims)
      await settleDeliveries(store, [{ claim, settlement: await attempt(adapter, claim, PATIENCE) }], {
        platform,
        allowance,
        now,
      })
    if (lanes === 0) return
  }
}
