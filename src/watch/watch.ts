import { type AlertsContext, createAlerts } from './alerts.ts'
import { createHeartbeat, type HeartbeatContext } from './heartbeat.ts'
import { findTroubles } from './troubles.ts'

/** Looks once a minute whether somebody should be woken, or told that all is well. */
export function createWatch(context: AlertsContext & HeartbeatContext): (now: number) => Promise<void> {
  const alert = createAlerts(context)
  const beat = createHeartbeat(context)
  return async (now) => {
    const troubles = await findTroubles(context, now)
    await alert(troubles, now)
    await beat(troubles, now)
  }
}
