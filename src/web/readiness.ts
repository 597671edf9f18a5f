import { setTimeout as sleep } from 'node:timers/promises'
import { findTroubles, type Trouble, type WatchContext } from '../watch/troubles.ts'

const DEADLINE_MS = 3_000
/** A probe every second asks the database every five. */
const REMEMBERED_MS = 5_000

export type Readiness = { ready: boolean; text: string }

/** Whether the bot can do its work, and what is wrong, a line each. What is odd is said, and is no reason to be not ready. */
export function createReadiness(context: WatchContext): () => Promise<Readiness> {
  let known: { at: number; answer: Promise<Readiness> } | null = null
  return () => {
    const at = Date.now()
    if (known === null || at - known.at > REMEMBERED_MS) known = { at, answer: examine(context) }
    return known.answer
  }
}

async function examine(context: WatchContext): Promise<Readiness> {
  const troubles = await Promise.race([
    findTroubles(context, context.store.now()).catch(() => null),
    sleep(DEADLINE_MS, null, { ref: false }),
  ])
  if (troubles === null) return { ready: false, text: `✖ The database ${context.store.place} does not answer.\n` }
  const ready = troubles.every(({ state }) => state === 'odd')
  return { ready, text: [ready ? 'ready' : 'not ready', ...troubles.map(describe)].join('\n').concat('\n') }
}

const describe = ({ state, channel, what }: Trouble): string =>
  `${state === 'odd' ? '!' : '✖'} ${channel ? `${channel.id}: ` : ''}${what}`
