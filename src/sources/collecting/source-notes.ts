import type { ChannelSettings } from '../../channels/settings.ts'
import type { SourceName } from '../../core/paper.ts'
import { addDays, daysFrom, formatMoment, isWeekend, localDate, shortDay } from '../../core/schedule.ts'
import type { SourceHealth } from './source-health.ts'

const STALE_AFTER_DAYS = 3

export function sourceLabel(name: SourceName): string {
  if (name === 'huggingface') return 'Hugging Face'
  if (name.startsWith('arxiv:')) return `arXiv ${name.slice('arxiv:'.length)}`
  if (name.startsWith('feed:')) return URL.parse(name.slice('feed:'.length))?.hostname ?? name
  return name
}

/** A sentence for each source of a channel that fails, or that answers but has stopped moving. */
export function sourceNotes(
  { sources, timezone }: ChannelSettings,
  health: Map<SourceName, SourceHealth>,
  now: number,
): string[] {
  return sources.flatMap((source) => {
    const known = health.get(source)
    if (!known) return []
    if (known.failingSince !== null)
      return [`${sourceLabel(source)} could not be read since ${formatMoment(known.failingSince, timezone)}`]
    if (!isStale(known, now)) return []
    const since = known.newestDay ?? localDate('UTC', known.newsAt ?? now)
    return [`${sourceLabel(source)} has listed nothing new since ${shortDay(since, localDate(timezone, now))}`]
  })
}

/** Announcement days are weekdays; a source may miss three before people hear of it. Feeds post when they like. */
export function isStale({ name, newsAt, newestDay }: SourceHealth, now: number): boolean {
  if (name.startsWith('feed:') || newsAt === null) return false
  const since = addDays(newestDay ?? localDate('UTC', newsAt), 1)
  const missed = daysFrom(since, addDays(localDate('UTC', now), -1)).filter((day) => !isWeekend(day))
  return missed.length >= STALE_AFTER_DAYS
}
