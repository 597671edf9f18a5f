import { type AlertsContext, createAlerts } from './alerts.ts'
import { findHealthIssues } from './health-issues.ts'
import { createHeartbeat, type HeartbeatContext } from './heartbeat.ts'
import { createAddressCheck } from './web-address.ts'

/** Checks once a minute: alerts when something is wrong, and calls the heartbeat when all is well. */
export function createWatch(
  context: AlertsContext & HeartbeatContext & { webAddress: string | null },
): (now: number) => Promise<void> {
  const alert = createAlerts(context)
  const beat = createHeartbeat(context)
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
    await beat(issues, now)
  }
}
