import { setTimeout as sleep } from 'node:timers/promises'
import { type ChannelId, type ChatAdapter, type PersonId, platformOf } from '../../chat.ts'

/** Whether somebody still sees a channel. */
export type Sees = (channel: ChannelId, person: PersonId) => Promise<boolean>

const KNOWN_MS = 10 * 60_000
const REMEMBERED = 5_000
/** A page waits no longer for a platform. */
const PATIENCE_MS = 2_000

/** Asks the platform, every ten minutes for each; one that does not answer says nothing against anybody. */
export function createSees(adapters: Map<string, ChatAdapter>, now: () => number): Sees {
  const known = new Map<string, { sees: boolean; until: number }>()
  return async (channel, person) => {
    const key = `${channel} ${person}`
    const remembered = known.get(key)
    if (remembered && remembered.until > now()) return remembered.sees
    const adapter = adapters.get(platformOf(channel))
    if (!adapter || platformOf(person) !== platformOf(channel)) return true
    const access = await Promise.race([
      adapter.access(channel, person).catch(() => null),
      sleep(PATIENCE_MS, null, { ref: false }),
    ])
    const sees = access !== 'none'
    if (known.size >= REMEMBERED) known.clear()
    known.set(key, { sees, until: now() + KNOWN_MS })
    return sees
  }
}
