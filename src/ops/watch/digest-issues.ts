import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { dueDate, formatMoment, postMoment } from '../../core/schedule.ts'
import type { openDeliveries } from '../../outbox/backlog.ts'
import type { SourceHealth } from '../../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../../sources/collecting/source-notes.ts'
import type { PartOutcome } from '../../state/state.ts'
import { type HealthIssue, issueOf } from './health-issue.ts'
import { describePart } from './part-issues.ts'

/** Between posts the sources are looked at every half hour. */
const IDLE_MS = 45 * 60_000
export const LATE_MS = 15 * 60_000
/** An empty digest is put off for two hours while a source fails. */
const POSTPONED_MS = 120 * 60_000

/** One bad source costs one source; a channel that has no good one gets no digest. */
export function failingSources(read: SourceHealth[], active: Channel[], defaults: Defaults): HealthIssue[] {
  const failing = read.filter(({ failingSince }) => failingSince !== null)
  const names = new Set(failing.map(({ name }) => name))
  const isCutOff = ({ settings }: Channel) =>
    effectiveSettings(settings, defaults).sources.every((one) => names.has(one))
  const isAll = failing.length === read.length
  const blocks = isAll ? [''] : active.filter(isCutOff).map(({ id }) => id)
  return failing.map(({ name, failingSince, error }) => {
    const since = formatMoment(failingSince ?? 0, defaults.timezone)
    const what = `${sourceLabel(name)} could not be read since ${since}: ${error}`
    return issueOf({ about: 'source', cause: `source:${name}`, what, blocks, state: isAll ? 'broken' : 'odd' })
  })
}

export const staleSources = (read: SourceHealth[], now: number): HealthIssue[] =>
  read
    .filter((source) => source.failingSince === null && isStale(source, now))
    .map(({ name, newestDay }) => {
      const what = `${sourceLabel(name)} answers, but has listed nothing new since ${newestDay ?? 'it was first read'}.`
      return issueOf({ about: 'source', cause: `stale:${name}`, what })
    })

export function idleCollector(read: SourceHealth[], { timezone }: Defaults, now: number): HealthIssue[] {
  const issue = (what: string) => issueOf({ about: 'schedule', cause: 'asleep', what, blocks: [''] })
  if (read.length === 0) return [issue('No source has been read yet.')]
  const lastLook = Math.max(...read.map(({ triedAt }) => triedAt))
  if (now - lastLook < IDLE_MS) return []
  const since = formatMoment(lastLook, timezone)
  return [issue(`Nobody has looked at the sources since ${since}: does a process with the role collect run?`)]
}

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
    return [issueOf({ ...issue, what: `No first digest yet: ${why}.` })]
  }
  const due = dueDate(settings, now, lastDigestOn)
  const moment = due === null ? null : postMoment(settings, due)
  if (moment === null) return []
  const allowed = own.some(({ failingSince }) => failingSince !== null) ? POSTPONED_MS + LATE_MS : LATE_MS
  if (now - moment < allowed) return []
  const reason = outcomes.find(({ kind, name, problem }) => problem !== null && (kind === 'tick' || name === 'plan'))
  const why = reason ? ` ${describePart(reason)}` : ''
  const what = `No digest today: it was due ${formatMoment(moment, settings.timezone)} ${settings.timezone}.${why}`
  return [issueOf({ ...issue, what, blocks: [id] })]
}

type OpenDeliveries = Awaited<ReturnType<typeof openDeliveries>>

export function lateDeliveries({ oldest, count, places }: OpenDeliveries, { timezone }: Defaults): HealthIssue[] {
  if (oldest === null) return []
  const waiting = count === 1 ? '1 message waits' : `${count} messages wait`
  const what = `${waiting} longer than 15 minutes, the oldest since ${formatMoment(oldest, timezone)}.`
  return [issueOf({ about: 'deliveries', cause: 'late deliveries', what, blocks: places })]
}
