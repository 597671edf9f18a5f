import { type AlertsContext, createAlerts } from './alerts.ts'
import { findHealthIssues } from './health-issues.ts'
import { createHeartbeat, type HeartbeatContext } from './heartbeat.ts'

/** Looks once a minute whether somebody should be woken, or told that all is well. */
export function createWatch(context: AlertsContext & HeartbeatContext): (now: number) => Promise<void> {
  const alert = createAlerts(context)
  const beat = createHeartbeat(context)
  let known = new Set<string>()
  return async (now) => {
    const issues = await findHealthIssues(context, now)
    for (const { cause, channel, what } of issues)
      if (!known.has(cause)) context.log.warn({ cause, channel: channel?.id, what }, 'something is wrong')
    known = new Set(issues.map(({ cause }) => cause))
    await alert(issues, now)
    await beat(issues, now)
  }
}
