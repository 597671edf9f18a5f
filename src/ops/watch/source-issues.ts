import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { formatMoment } from '../../core/schedule.ts'
import type { SourceHealth } from '../../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../../sources/collecting/source-notes.ts'
import { broken, type HealthIssue, odd } from './health-issue.ts'

/** Between posts the sources are looked at every half hour. */
const IDLE_MS = 45 * 60_000

/** One bad source costs one source; a channel that has no good one gets no digest. */
export function failingSources(read: SourceHealth[], active: Channel[], defaults: Defaults): HealthIssue[] {
  const failing = read.filter(({ failingSince }) => failingSince !== null)
  const names = new Set(failing.map(({ name }) => name))
  const isCutOff = ({ settings }: Channel) =>
    effectiveSettings(settings, defaults).sources.every((one) => names.has(one))
  const cutOff = active.filter(isCutOff).map(({ id }) => id)
  return failing.map(({ name, failingSince, error }) => {
    const since = formatMoment(failingSince ?? 0, defaults.timezone)
    const what = `${sourceLabel(name)} could not be read since ${since}: ${error}`
    const issue = { about: 'source', cause: `source:${name}`, what } as const
    return failing.length === read.length ? broken({ ...issue, blocks: [''] }) : { ...odd(issue), blocks: cutOff }
  })
}

export const staleSources = (read: SourceHealth[], now: number): HealthIssue[] =>
  read
    .filter((source) => source.failingSince === null && isStale(source, now))
    .map(({ name, newestDay }) => {
      const what = `${sourceLabel(name)} answers, but has listed nothing new since ${newestDay ?? 'it was first read'}.`
      return odd({ about: 'source', cause: `stale:${name}`, what })
    })

export function idleCollector(read: SourceHealth[], { timezone }: Defaults, now: number): HealthIssue[] {
  const issue = (what: string) => broken({ about: 'schedule', cause: 'asleep', what, blocks: [''] })
  if (read.length === 0) return [issue('No source has been read yet.')]
  const lastLook = Math.max(...read.map(({ triedAt }) => triedAt))
  if (now - lastLook < IDLE_MS) return []
  const since = formatMoment(lastLook, timezone)
  return [issue(`Nobody has looked at the sources since ${since}: does a process with the role collect run?`)]
}
