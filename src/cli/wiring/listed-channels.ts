import { setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { sanitizeInput } from '../../commands/sanitize.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { Connection } from '../../core/setup.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import type { App } from './app.ts'
import type { Again } from './start-platforms.ts'

/** What somebody has to change on the platform first (an invitation) is looked at again so often. */
const LASTING_PAUSE_MS = 300_000

type Listing = Pick<App, 'store' | 'state' | 'log'>

/**
 * Looks up and subscribes the channels that the settings list for a platform, and again those that were missing; one
 * that is listed no longer is left. Those subscribed in chat stay. Null: none is missing.
 */
export function createListed(
  { store, state, log }: Listing,
  { platform, listed, findChannels }: Connection,
  onFound: () => void = () => {},
): () => Promise<Again | null> {
  const found = new Map<string, ChannelId>()
  return async () => {
    const looked = await findChannels(listed.filter((name) => !found.has(name)))
    for (const { listed: name, channel, problem } of looked) {
      const part = { kind: 'listed', name: `${platform} ${name}` } as const
      if (problem !== null && state.find(part)?.problem !== problem)
        log.warn({ platform, problem }, 'a listed channel is missing')
      if (channel) await subscribeChannel(store.db, channel.id, sanitizeInput(channel.name), Date.now())
      if (channel) found.set(name, channel.id)
      state.record(part, problem)
    }
    if (looked.some(({ channel }) => channel)) onFound()
    const missing = looked.filter(({ channel }) => channel === null)
    // A channel that could not be looked up this once is still listed.
    if (missing.length === 0) await leaveUnlisted(store, `listed:${platform}`, [...found.values()])
    if (missing.length === 0) return null
    const waits = missing.flatMap(({ retryAfter }) => retryAfter ?? [])
    return { afterMs: waits.length > 0 ? Math.max(...waits) * 1_000 : LASTING_PAUSE_MS, isPassing: waits.length > 0 }
  }
}

/** Looks once, for those who do one thing and end. */
export async function subscribeListed(app: Listing & Pick<App, 'connections'>): Promise<void> {
  for (const connection of app.connections) await createListed(app, connection)()
}

async function leaveUnlisted({ db }: App['store'], note: string, ids: ChannelId[]): Promise<void> {
  const before: ChannelId[] = JSON.parse((await getMeta(db, note)) ?? '[]')
  for (const id of before) if (!ids.includes(id)) await setChannelState(db, id, 'left', null)
  await setMeta(db, note, JSON.stringify(ids))
}
