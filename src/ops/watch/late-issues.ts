import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { dueDate, formatMoment, postMoment } from '../../core/schedule.ts'
import type { openDeliveries } from '../../outbox/backlog.ts'
import type { SourceHealth } from '../../sources/collecting/source-health.ts'
import type { PartOutcome } from '../../state/state.ts'
import { broken, type HealthIssue, odd } from './health-issue.ts'
import { describePart } from './part-issues.ts'

export const LATE_MS = 15 * 60_000
/** An empty digest is put off for two hours while a source fails. */
const POSTPONED_MS = 120 * 60_000

type DigestFacts = { read: SourceHealth[]; outcomes: PartOutcome[]; defaults: Defaults; now: number }

/** A digest whose time has passed and that is not planned, and why, as far as that is known. */
export function lateDigest(channel: Channel, { read, outcomes, defaults, now }: DigestFacts): HealthIssue[] {
  const { id, lastDigestOn, createdAt } = channel
  const settings = effectiveSettings(channel.settings, defaults)
  const issue = { about: 'schedule', cause: `digest:${id}`, channel } as const
  const own = read.filter(({ name }) => settings.sources.includes(name))
  if (lastDigestOn === null) {
    if (read.length === 0 || now - createdAt < POSTPONED_MS + LATE_MS) return []
    const why = own.length === 0 ? 'none of its sources is configured here' : 'its sources have listed no paper yet'
    return [odd({ ...issue, what: `No first digest yet: ${why}.` })]
  }
  const due = dueDate(settings, now, lastDigestOn)
  const moment = due === null ? null : postMoment(settings, due)
  if (moment === null) return []
  const allowed = own.some(({ failingSince }) => failingSince !== null) ? POSTPONED_MS + LATE_MS : LATE_MS
  if (now - moment < allowed) return []
  const reason = outcomes.find(({ kind, name, problem }) => problem !== null && (kind === 'tick' || name === 'plan'))
  const why = reason ? ` ${describePart(reason)}` : ''
  const what = `No digest today: it was due ${formatMoment(moment, settings.timezone)} ${settings.timezone}.${why}`
  return [broken({ ...issue, what, blocks: [id] })]
}

type OpenDeliveries = Awaited<ReturnType<typeof openDeliveries>>

export function lateDeliveries({ oldest, count, places }: OpenDeliveries, { timezone }: Defaults): HealthIssue[] {
  if (oldest === null) return []
  const waiting = count === 1 ? '1 message waits' : `${count} messages wait`
  const what = `${waiting} longer than 15 minutes, the oldest since ${formatMoment(oldest, timezone)}.`
  return [broken({ about: 'deliveries', cause: 'late deliveries', what, blocks: places })]
}
