import { setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { sanitizeInput } from '../../commands/sanitize.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { Connection } from '../../core/setup.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import type { App } from './open-app.ts'
import type { Again } from './start-platforms.ts'

/** When only a person can help (an invitation is missing), it is looked up again this often. */
const LASTING_PAUSE_MS = 300_000

type ListingContext = Pick<App, 'store' | 'state' | 'log'>

/**
 * Looks up and subscribes the channels that the settings list for a platform; a later call looks up those that were
 * missing. A channel that is no longer listed is left; those subscribed in chat stay. Null: none is missing.
 */
export function createListed(
  { store, state, log }: ListingContext,
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
      if (channel) {
        await subscribeChannel(store.db, channel.id, sanitizeInput(channel.name), Date.now())
        found.set(name, channel.id)
      }
      state.record(part, problem)
    }
    if (looked.some(({ channel }) => channel)) onFound()
    const missing = looked.filter(({ channel }) => channel === null)
    if (missing.length === 0) {
      // Only now: a channel that could not be looked up is still listed.
      await leaveUnlisted(store, `listed:${platform}`, [...found.values()])
      return null
    }
    const waits = missing.flatMap(({ retryAfter }) => retryAfter ?? [])
    return { afterMs: waits.length > 0 ? Math.max(...waits) * 1_000 : LASTING_PAUSE_MS, isPassing: waits.length > 0 }
  }
}

/** Looks once, for verbs that end. */
export async function subscribeListed(app: ListingContext & Pick<App, 'connections'>): Promise<void> {
  for (const connection of app.connections) await createListed(app, connection)()
}

async function leaveUnlisted({ db }: App['store'], note: string, ids: ChannelId[]): Promise<void> {
  const before: ChannelId[] = JSON.parse((await getMeta(db, note)) ?? '[]')
  for (const id of before) if (!ids.includes(id)) await setChannelState(db, id, 'left', null)
  await setMeta(db, note, JSON.stringify(ids))
}
