import { listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { localDate, nextPost, postMoment } from '../../core/schedule.ts'
import { getMeta, setMeta } from '../../db/meta.ts'
import { openDeliveries } from '../../outbox/backlog.ts'
import type { Http } from '../../sources/http/http.ts'
import { type AlertsContext, createAlerts } from './alerts.ts'
import type { HealthIssue } from './health-issue.ts'
import { findHealthIssues, type WatchContext } from './health-issues.ts'
import { createAddressCheck } from './web-address.ts'

const META_KEY = 'heartbeat'

export type MonitorContext = AlertsContext & {
  http: Http
  heartbeatUrl: string | null
  webAddress: string | null
}

/** Checks once a minute: alerts when something is wrong, and calls the heartbeat when all is well. */
export function createWatch(context: MonitorContext): (now: number) => Promise<void> {
  const alert = createAlerts(context)
  const checkAddress = createAddressCheck(context)
  let known = new Set<string>()
  return async (now) => {
    // Its answer is for the next minute.
    void checkAddress(now)
    const issues = await findHealthIssues(context, now)
    for (const { cause, channel, what } of issues)
      if (!known.has(cause)) context.log.warn({ cause, channel: channel?.id, what }, 'something is wrong')
    known = new Set(issues.map(({ cause }) => cause))
    await alert(issues, now)
    await beat(context, issues, now)
  }
}

/** Calls `HEARTBEAT_URL` once a day, when all digests are out and nothing is broken. No call means trouble. */
async function beat(context: MonitorContext, issues: HealthIssue[], now: number): Promise<void> {
  const { store, log, http, heartbeatUrl, defaults, signal } = context
  if (heartbeatUrl === null || issues.some(({ state }) => state === 'broken')) return
  const today = localDate(defaults.timezone, now)
  const moment = postMoment(defaults, today)
  if (moment === null || now < moment || (await getMeta(store.db, META_KEY)) === today) return
  if (await isDigestPending(context, now)) return
  try {
    await http.get(heartbeatUrl, { from: 'HEARTBEAT_URL', about: today, accept: '*/*', signal })
    await setMeta(store.db, META_KEY, today)
  } catch (err) {
    log.warn({ err }, 'heartbeat not taken; the next minute tries again')
  }
}

/** Whether a channel gets a digest today that is not out yet. */
async function isDigestPending({ store, defaults }: WatchContext, now: number): Promise<boolean> {
  if ((await openDeliveries(store.db, now)).count > 0) return true
  const channels = await listChannels(store.db)
  return channels.some((channel) => {
    const settings = effectiveSettings(channel.settings, defaults)
    const next = channel.state === 'active' ? nextPost(settings, now, channel.lastDigestOn) : null
    return next !== null && next.date <= localDate(settings.timezone, now)
  })
}
