import { setTimeout as sleep } from 'node:timers/promises'
import { setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { type ChannelId, type ChatAdapter, type ChatHandlers, LastingError } from '../../core/chat.ts'
import { describeError } from '../../core/error-words.ts'
import type { Connection } from '../../core/setup.ts'
import { sanitizeInput } from '../../core/text/shorten.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import type { Part } from '../../state/state.ts'
import type { App } from './open-app.ts'

/** So long a start waits for platforms that may yet come up; then it goes on, and they follow. */
const START_MS = 10_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** When only a person can help (an invitation is missing), a listed channel is looked up again this often. */
const LASTING_PAUSE_MS = 300_000

/** When to try again, in milliseconds at least. `isPassing`: it may succeed though nobody changes anything. */
type Again = { afterMs: number; isPassing: boolean }
type Starting = Pick<App, 'store' | 'state' | 'log' | 'connections' | 'adapters' | 'signal'>

/**
 * Returns when all are up or wait for a person, or after ten seconds; what is missing is tried again. Throws when every
 * platform refuses for good. Without handlers only listed channels are looked up. `votes`: to be awaited at the end.
 */
export async function startPlatforms(app: Starting, handlers: ChatHandlers | null, onFound: () => void) {
  const { connections, adapters, signal, log } = app
  const votes: Promise<void>[] = []

  async function start(adapter: ChatAdapter, given: ChatHandlers): Promise<null> {
    await adapter.start(given)
    const missed = given.onMissed(adapter.platform)
    votes.push(missed.catch((err: unknown) => log.warn({ err }, 'votes not settled; the next start does')))
    return null
  }

  async function startOne(connection: Connection): Promise<unknown> {
    const { platform } = connection
    const adapter = adapters.get(platform)
    const part = { kind: 'platform', name: platform } as const
    const tries = [keepTrying(app, { ...part, step: 'listed' }, createListed(app, connection, onFound))]
    if (handlers && adapter) tries.push(keepTrying(app, { ...part, step: 'start' }, () => start(adapter, handlers)))
    return Promise.all(tries).then(
      () => null,
      (error: unknown) => {
        log.error({ platform, reason: describeError(error) }, 'platform not started')
        return error
      },
    )
  }

  // The terminal is no connection, and nothing has to be waited for.
  for (const [platform, adapter] of adapters)
    if (handlers && !connections.some((connection) => connection.platform === platform)) await start(adapter, handlers)
  const started = Promise.all(connections.map(startOne))
  const refusals = (await Promise.race([started, sleep(START_MS, null, { signal }).catch(() => null)])) ?? []
  if (refusals.length > 0 && refusals.every((refusal) => refusal !== null)) throw refusals[0]
  return { votes }
}

/** Resolves as soon as only a person can do more, and goes on; rejects when trying again changes nothing. */
function keepTrying({ state, log, signal }: Starting, part: Part, work: () => Promise<Again | null>): Promise<void> {
  const settled = Promise.withResolvers<void>()
  let told: string | null = null

  async function attempt(): Promise<Again | null> {
    try {
      const again = await work()
      state.record(part, null)
      return again
    } catch (error) {
      const reason = describeError(error)
      if (signal.aborted) return null
      state.record(part, reason)
      if (error instanceof LastingError) throw error
      if (told !== reason) log.warn({ platform: part.name, reason }, 'platform not started yet; trying again')
      told = reason
      return { afterMs: 0, isPassing: true }
    }
  }

  async function run(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const again = await attempt()
      if (again === null) return
      if (!again.isPassing) settled.resolve()
      await sleep(Math.max(again.afterMs, pause), undefined, { signal }).catch(() => {})
    }
  }

  run().then(settled.resolve, settled.reject)
  return settled.promise
}

type ListingContext = Pick<App, 'store' | 'state' | 'log'>

/** Each call subscribes the listed channels still missing (null: none is), and leaves those not listed any more. */
function createListed(
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

export async function subscribeListed(app: ListingContext & Pick<App, 'connections'>): Promise<void> {
  for (const connection of app.connections) await createListed(app, connection)()
}

async function leaveUnlisted({ db }: App['store'], note: string, ids: ChannelId[]): Promise<void> {
  const before: ChannelId[] = JSON.parse((await getMeta(db, note)) ?? '[]')
  for (const id of before) if (!ids.includes(id)) await setChannelState(db, id, 'left', null)
  await setMeta(db, note, JSON.stringify(ids))
}
