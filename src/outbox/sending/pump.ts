import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type ChannelId, type ChatAdapter, idOf } from '../../core/chat.ts'
import { inRun } from '../../core/log.ts'
import { type Allowance, UNLIMITED } from '../../core/network/allowance.ts'
import type { Store } from '../../db/open.ts'
import { isDatabaseReachable } from '../../state/isolated.ts'
import type { Claim } from '../queue/allocate-slots.ts'
import { takeSlots } from '../queue/buckets.ts'
import { nextReadyAt } from '../queue/channel-queues.ts'
import { claimReady } from '../queue/claims.ts'
import { type Settled, type Settlement, settleDeliveries } from '../queue/settlements.ts'
import type { Timeouts } from '../timeouts.ts'
import { attempt } from './attempt.ts'
import { createSeeding } from './seeding.ts'
import { createSendSlots } from './send-slots.ts'
import { createSettler } from './settler.ts'
import { notTried } from './verdict.ts'

/** Claims in one transaction: about 10 ms, so that the bot answers people in between. */
const CLAIMED_TOGETHER = 50
const IN_FLIGHT = 600
/** Slots are taken so far ahead that a slow claim leaves none unused. */
const LOOK_AHEAD_MS = 500
/** How long a pump sleeps when nothing is due; new work wakes it. */
const IDLE_MS = 1_000
/** How long it waits when all that is due has to wait for somebody else. */
const BUSY_MS = 50
const LONGEST_PAUSE_MS = 10_000

export type PumpContext = {
  store: Store
  log: Logger
  allowances: Record<string, Allowance>
  timeouts: Timeouts
  owner: string
  now: () => number
  /** A place takes nothing until somebody changes something there. Nothing more is sent to it. */
  onChannelRefused(channel: ChannelId, reason: string): Promise<void>
}

/** Sends what one platform is owed. */
export function createPump(context: PumpContext, adapter: ChatAdapter) {
  const { store, log, owner, now, timeouts, allowances } = context
  const { platform } = adapter
  const allowance = allowances[platform] ?? UNLIMITED
  const settle = createSettler(log, platform, record)
  // Where only teams and places have a pace, nobody minds what leaves together.
  const sendSlot = allowance.platform
    ? createSendSlots(now, takeFurtherSlots)
    : (at: number) => sleep(Math.max(at - now(), 0), 'due' as const)
  const seeding = createSeeding({ ...context, adapter, allowance, sendSlot, launch: dispatch })
  const stopping = new AbortController()
  let after = ''
  let inFlight = 0
  /** So long it takes to take slots: they begin after that. */
  let leadMs = 0
  const closed = new Map<string, number>()
  let changed = Promise.withResolvers<void>()

  async function run(): Promise<void> {
    let pause = 0
    while (!stopping.signal.aborted) {
      changed = Promise.withResolvers()
      try {
        await rest(await pumpOnce())
        if (pause > 0) log.info({ platform }, 'the database is back')
        pause = 0
      } catch (err) {
        const why = (await isDatabaseReachable(store)) ? 'sending failed' : 'waiting for the database to go on sending'
        if (pause === 0) log.warn({ err, platform }, why)
        pause = Math.min(pause * 2 || BUSY_MS, LONGEST_PAUSE_MS)
        await rest(pause)
      }
    }
    while (inFlight > 0) {
      changed = Promise.withResolvers()
      await changed.promise
    }
  }

  /** Returns for how many milliseconds there is nothing to do. */
  async function pumpOnce(): Promise<number> {
    const limit = Math.min(CLAIMED_TOGETHER, IN_FLIGHT - inFlight)
    if (limit <= 0) return IDLE_MS
    const pause = await sendSome(limit)
    // What posts leave of the allowance seeds them.
    return pause > 0 ? Math.min(pause, (await seeding.round(limit)) ?? IDLE_MS) : 0
  }

  async function sendSome(limit: number): Promise<number> {
    const dueAt = await nextReadyAt(store.db, platform)
    if (dueAt === null || dueAt > now()) return dueAt === null ? IDLE_MS : dueAt - now()
    const leaseMs = timeouts.lease
    const request = { platform, allowance, after, limit, lookAheadMs: LOOK_AHEAD_MS, owner, leaseMs, now: now() }
    const { claims, queues, resumeAt, after: served } = await claimReady(store, request)
    after = served
    for (const claim of claims) dispatch(claim.delivery, () => sendClaimed(claim))
    // Until then nothing may be sent, whatever happens in between.
    if (resumeAt !== null) await sleep(Math.max(resumeAt - now(), 0))
    return queues === 0 && resumeAt === null ? BUSY_MS : 0
  }

  async function takeFurtherSlots(count: number): Promise<number[]> {
    const asked = now()
    const [from, until] = [asked + leadMs, asked + leadMs + 2 * LOOK_AHEAD_MS]
    const slots = await takeSlots(store, { platform, rate: allowance.platform, count, from, until })
    leadMs = Math.max(2 * (now() - asked), leadMs / 2)
    return slots
  }

  /** Sleeps until the time has come, work has arrived, or a place in flight is free. */
  async function rest(milliseconds: number): Promise<void> {
    const pause = Math.min(milliseconds, IDLE_MS)
    if (pause > 0) await Promise.race([changed.promise, sleep(pause, undefined, { ref: false })])
  }

  function dispatch({ id, plannedAt }: { id: string; plannedAt: number }, work: () => Promise<void>): void {
    inFlight += 1
    void inRun(plannedAt, work)
      .catch((err: unknown) => log.error({ err, delivery: id }, 'attempt failed'))
      .finally(() => {
        inFlight -= 1
        changed.resolve()
      })
  }

  async function sendClaimed(claim: Claim): Promise<void> {
    const { id, to } = claim.delivery
    const place = idOf(to)
    const left = await sendSlot(claim.at)
    // A process that was frozen since its claim must not send what another one may be looking for by now.
    if (now() > claim.leaseUntil - timeouts.attempt)
      return log.warn({ delivery: id, place }, 'not sent: its lease is about to end')
    const settlement = left === 'missed' || isClosed(claim) ? notTried(claim) : await attempt(adapter, claim, timeouts)
    close(claim, settlement)
    await settle({ claim, settlement })
    const { state, reason, closesPlace } = settlement
    if (state === 'sent') log.info({ delivery: id, place }, 'delivered')
    else if (reason === null) log.info({ delivery: id, place }, 'put off: the platform asked for a pause')
    else log.warn({ delivery: id, place, state, reason }, 'not delivered')
    if (closesPlace && 'channel' in to) await context.onChannelRefused(to.channel, reason ?? '')
  }

  async function record(settled: Settled[]): Promise<void> {
    for (const delivery of await settleDeliveries(store, settled, { platform, allowance, now: now() }))
      log.warn({ delivery }, 'outcome came too late: another process looks for this delivery')
  }

  /** Whether the platform has asked for a pause since this was claimed. */
  const isClosed = ({ delivery }: Claim): boolean =>
    [platform, delivery.team].some((scope) => (closed.get(scope) ?? 0) > now())

  function close({ delivery }: Claim, { closes }: Settlement): void {
    if (closes) closed.set(closes.scope === 'team' ? delivery.team : platform, now() + closes.forMs)
  }

  const running = run()
  return {
    wake: () => changed.resolve(),
    async stop() {
      stopping.abort()
      changed.resolve()
      await running
    },
  }
}
