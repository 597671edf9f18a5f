import { afterEach, expect, it, vi } from 'vitest'
import type { Store } from '../../../src/db/open.ts'
import { deadline } from '../../wait.ts'
import type { OpenStore } from '../store.ts'

export function leadContract(open: OpenStore): void {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is with one process at a time, and can be handed on', async () => {
    const stores = await Promise.all([open(), open(), open()])
    const leads = (await Promise.all(stores.map((store) => store.tryLead('collect')))).filter((lead) => lead !== null)
    expect(leads).toHaveLength(1)
    expect(leads[0]?.isHeld()).toBe(true)
    await leads[0]?.release()
    expect(leads[0]?.isHeld()).toBe(false)
    const next = await stores[0]?.tryLead('collect')
    expect(next?.isHeld()).toBe(true)
    await next?.release()
  })

  it('is one for each name', async () => {
    const store = await open()
    const leads = await Promise.all([store.tryLead('collect'), store.tryLead('shard 0'), store.tryLead('shard 1')])
    expect(leads.map((lead) => lead?.isHeld())).toEqual([true, true, true])
    await Promise.all(leads.map((lead) => lead?.release()))
  })

  it('passes from a process that is gone to another, and the first one knows', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const [gone, other] = (await Promise.all([open(), open()])) as [Store, Store]
    const lost = await gone.tryLead('collect')
    await endLead(other)
    const next = await vi.waitUntil(() => other.tryLead('collect'), { timeout: deadline(5_000) })
    await vi.advanceTimersByTimeAsync(5_000)
    await vi.waitFor(() => expect(lost?.isHeld()).toBe(false), { timeout: deadline(5_000) })
    expect(next.isHeld()).toBe(true)
    await next.release()
  })

  it('is over here before another process can take it, when the process was frozen', async () => {
    const lead = await (await open()).tryLead('collect')
    // Sixteen seconds pass in one step: no timer has run when the process asks.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 16_000)
    expect(lead?.isHeld()).toBe(false)
    vi.restoreAllMocks()
    await lead?.release()
  })
}

/** What time does to the lease of a dead process. */
const endLead = ({ db }: Store) => db.updateTable('leases').set({ until: 0 }).execute()
