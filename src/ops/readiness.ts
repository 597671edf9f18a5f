import { setTimeout as sleep } from 'node:timers/promises'
import { listChannels } from '../channels/channels.ts'
import { describeError } from '../core/error-words.ts'
import { isDatabaseReachable } from '../state/isolated.ts'
import type { HealthIssue } from './watch/health-issue.ts'
import { canServeAny, findHealthIssues, type WatchContext } from './watch/health-issues.ts'

const DEADLINE_MS = 3_000
/** A probe every second asks the database every five. */
const CACHE_MS = 5_000

export type Readiness = { ready: boolean; text: string }

/** Whether the bot can work, and a line for each issue. An odd one does not make it unready. */
export function createReadiness(context: WatchContext): () => Promise<Readiness> {
  let known: { at: number; answer: Promise<Readiness> } | null = null
  return () => {
    const at = Date.now()
    if (known === null || at - known.at > CACHE_MS) known = { at, answer: examine(context) }
    return known.answer
  }
}

async function examine(context: WatchContext): Promise<Readiness> {
  const { store, connections } = context
  const away = (why: string) => ({ ready: false, text: `✖ The database ${store.place} does not answer: ${why}\n` })
  const looked = await Promise.race([look(), sleep(DEADLINE_MS, null, { ref: false })])
  return looked ?? away(`no answer within ${DEADLINE_MS / 1_000} s`)

  async function look(): Promise<Readiness> {
    try {
      const issues = await findHealthIssues(context, store.now())
      const ready = canServeAny(issues, await listChannels(store.db), connections)
      return { ready, text: [ready ? 'ready' : 'not ready', ...issues.map(formatIssue)].join('\n').concat('\n') }
    } catch (err) {
      const why = describeError(err)
      if (!(await isDatabaseReachable(store))) return away(why)
      return { ready: true, text: `ready\n! Paperboy could not check itself: ${why}\n` }
    }
  }
}

const formatIssue = ({ state, channel, what }: HealthIssue): string =>
  `${state === 'odd' ? '!' : '✖'} ${channel ? `${channel.id}: ` : ''}${what}`
