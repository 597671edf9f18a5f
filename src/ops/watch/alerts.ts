import { listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { type ChatAdapter, type PostRef, platformOf } from '../../core/chat.ts'
import type { Message } from '../../core/message.ts'
import { formatMoment, localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { insertMissing } from '../../db/rows.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { OPEN } from '../../outbox/states.ts'
import { type SourceHealth, sourceHealth } from '../../sources/collecting/source-health.ts'
import { type IsolationContext, isolated } from '../../state/isolated.ts'
import { notifyAdmin } from '../notify-admin.ts'
import type { HealthIssue } from './health-issue.ts'
import type { WatchContext } from './health-issues.ts'

export type AlertsContext = WatchContext &
  IsolationContext & {
    alertChannel: string | null
    adapters: Map<string, ChatAdapter>
  }

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

  async function edit({ delivery, cause, state, post, message }: OpenAlert, now: number): Promise<void> {
    // It is not sent yet.
    if (state !== null && OPEN.includes(state)) return
    if (post && message) {
      const note = `${message.note}\nOver since ${formatMoment(now, defaults.timezone)}.`
      const outcome = await context.adapters.get(platformOf(post.channel))?.edit(post, { ...message, note })
      if (outcome?.kind === 'wait' || outcome?.kind === 'uncertain') return
    }
    const known = { delivery_id: delivery, cause }
    await store.db
      .updateTable('alerts')
      .set({ over_at: now })
      .where(({ and }) => and(known))
      .execute()
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

/** A part's failure, or a lost connection, may be over the next minute. */
const SETTLED_MS = 5 * 60_000
/** People hear of these by what they cost: late messages. */
const QUIET = ['platform:send:', 'platform:votes:']

/** Keeps the issues that are worth an alert by now. */
function createSettled(): (issues: HealthIssue[], now: number) => HealthIssue[] {
  let seen = new Map<string, number>()
  return (issues, now) => {
    seen = new Map(issues.map(({ cause }) => [cause, seen.get(cause) ?? now]))
    return issues.filter(({ about, cause, since }) => {
      if (QUIET.some((prefix) => cause.startsWith(prefix))) return false
      // One that could not be started is not told of as unconnected, too.
      if (seen.has(`platform:start:${cause.replace('platform:', '')}`)) return false
      const began = since ?? (about === 'platform' ? seen.get(cause) : undefined)
      return began === undefined || now - began >= SETTLED_MS
    })
  }
}

async function recordAlert(db: Db, delivery: string, cause: string): Promise<void> {
  await insertMissing(db, 'alerts', [{ delivery_id: delivery, cause }])
}

type OpenAlert = Awaited<ReturnType<typeof openAlerts>>[number]

/** Those of which nobody has read yet that it is over. `state` null: nobody was there to be told. */
async function openAlerts(db: Db) {
  const rows = await db
    .selectFrom('alerts')
    .leftJoin('deliveries', 'deliveries.id', 'alerts.delivery_id')
    .select(['alerts.delivery_id as delivery', 'cause', 'state', 'post', 'message'])
    .where('over_at', 'is', null)
    .execute()
  return rows.map(({ post, message, ...alert }) => ({
    ...alert,
    post: JSON.parse(post ?? 'null') as PostRef | null,
    message: JSON.parse(message ?? 'null') as Message | null,
  }))
}
