import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type ChannelId, type ChatAdapter, type Member, OutageError, type PersonId, platformOf } from '../core/chat.ts'
import { createRecent } from '../core/recent.ts'
import type { Store } from '../db/open.ts'
import { channelsOpenTo, mailboxOf } from './invited-readers.ts'

/** Whether somebody still sees a channel; null: the platform is out, and nobody knows. */
export type CheckMembership = (channel: ChannelId, person: PersonId) => Promise<boolean | null>

/** So long after the platform said so somebody stays, when it says nothing more. */
const OUTAGE_MS = 10 * 60_000
const REMEMBERED = 5_000
/** A page waits no longer for a platform. */
const TIMEOUT_MS = 2_000

type MembershipContext = { adapters: Map<string, ChatAdapter>; log: Logger; store: Store }

/** Asks the platform each time. An answer that is no clear yes closes; an outage does so after ten minutes. */
export function createMembershipCheck({ adapters, log, store }: MembershipContext): CheckMembership {
  const { now } = store
  const seenAt = createRecent<number>(REMEMBERED)

  async function ask(channel: ChannelId, person: PersonId): Promise<Member | null | 'out'> {
    const adapter = adapters.get(platformOf(channel))
    if (!adapter) return null
    return Promise.race([
      adapter.access(channel, person).catch((err: unknown) => {
        if (err instanceof OutageError) return 'out' as const
        log.warn({ err, channel }, 'who sees the channel could not be asked: its archive stays closed')
        return null
      }),
      sleep(TIMEOUT_MS, 'out' as const, { ref: false }),
    ])
  }

  return async (channel, person) => {
    // Who is no account of the platform was invited, or sees nothing.
    if (platformOf(person) !== platformOf(channel))
      return (await channelsOpenTo(store.db, mailboxOf(person))).includes(channel)
    const key = `${channel} ${person}`
    const member = await ask(channel, person)
    if (member === 'out') return (seenAt.get(key) ?? -Infinity) > now() - OUTAGE_MS || null
    seenAt.set(key, member === null ? -Infinity : now())
    return member !== null
  }
}
