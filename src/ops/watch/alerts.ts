import { listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { type ChatAdapter, platformOf } from '../../core/chat.ts'
import { formatMoment, localDate } from '../../core/schedule.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { OPEN } from '../../outbox/states.ts'
import { type SourceHealth, sourceHealth } from '../../sources/collecting/source-health.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { notifyAdmin } from '../notify-admin.ts'
import { closeAlert, type OpenAlert, openAlerts, recordAlert } from './alert-records.ts'
import type { HealthIssue } from './health-issue.ts'
import type { WatchContext } from './health-issues.ts'
import { createSettled } from './settled.ts'

export type AlertsContext = WatchContext &
  IsolationContext & {
    alertChannel: string | null
    adapters: Map<string, ChatAdapter>
  }

/** Alerts once a day and cause, and edits the alert when it is over. */
export function createAlerts(context: AlertsContext) {
  const { store, defaults } = context
  /** What was sent today. The database knows it, too; this saves a query a minute. */
  const told = new Set<string>()
  let toldOn = ''
  const settled = createSettled()

  /** One alert that fails does not stop the others. */
  const alone = (what: string, work: () => Promise<void>) =>
    isolated(context, { kind: 'step', name: 'alerts', step: what }, work)

  async function once(key: string, work: () => Promise<void>): Promise<void> {
    if (told.has(key)) return
    await work()
    told.add(key)
  }

  async function tell({ cause, channel, what }: HealthIssue, today: string): Promise<void> {
    const about = `${cause}:${today}`
    await recordAlert(store.db, deliveryId(`alert:${about}`), cause)
    await notifyAdmin(context, { about, channel, text: what })
  }

  /** An empty digest that waited two hours says which source fails; that line is edited like an alert. */
  async function followEmptyDigests(failing: SourceHealth[]): Promise<void> {
    if (failing.length === 0) return
    for (const { id, lastDigestOn, lastPlannedAt, settings } of await listChannels(store.db))
      for (const { name, failingSince } of failing) {
        const knewOfIt = lastPlannedAt !== null && failingSince !== null && lastPlannedAt >= failingSince
        if (!knewOfIt || !effectiveSettings(settings, defaults).sources.includes(name)) continue
        const key = `digest:${id}:${lastDigestOn}:nothing`
        await once(`${key} ${name}`, () => recordAlert(store.db, deliveryId(key), `source:${name}`))
      }
  }

  async function edit(alert: OpenAlert, now: number): Promise<void> {
    // It is not sent yet.
    if (alert.state !== null && OPEN.includes(alert.state)) return
    if (alert.post && alert.message) {
      const note = `${alert.message.note}\nOver since ${formatMoment(now, defaults.timezone)}.`
      const adapter = context.adapters.get(platformOf(alert.post.channel))
      const outcome = await adapter?.edit(alert.post, { ...alert.message, note })
      if (outcome?.kind === 'wait' || outcome?.kind === 'uncertain') return
    }
    await closeAlert(store.db, alert, now)
  }

  return async (issues: HealthIssue[], now: number): Promise<void> => {
    // The terminal shows the same in the digest and the log.
    if (context.connections.length === 0) return
    const today = localDate(defaults.timezone, now)
    if (today !== toldOn) told.clear()
    toldOn = today
    for (const issue of settled(issues, now))
      await alone(`tell of ${issue.cause}`, () => once(`${issue.cause} ${today}`, () => tell(issue, today)))
    const health = [...(await sourceHealth(store.db)).values()]
    await followEmptyDigests(health.filter(({ failingSince }) => failingSince !== null))
    const causes = new Set(issues.map(({ cause }) => cause))
    for (const alert of await openAlerts(store.db))
      if (!causes.has(alert.cause)) await alone(`edit ${alert.cause}`, () => edit(alert, now))
  }
}
