import { Temporal } from 'temporal-polyfill'
import type { IsoDay } from '../../core/paper.ts'

const NEW_YORK = 'America/New_York'
const DEADLINE_HOUR = 14

/**
 * Papers submitted by 14:00 New York time on a weekday are announced in the evening, Friday's on Sunday, and listed
 * under the next weekday (info.arxiv.org/help/availability). The announcement feed, which knows holidays, goes first.
 */
export function listingDay(submittedAt: Date): IsoDay {
  const submitted = Temporal.Instant.fromEpochMilliseconds(submittedAt.getTime()).toZonedDateTimeISO(NEW_YORK)
  const late = submitted.hour >= DEADLINE_HOUR ? 1 : 0
  const deadline = nextWeekday(submitted.toPlainDate().add({ days: late }))
  return nextWeekday(deadline.add({ days: 1 })).toString()
}

/** When papers listed on these days can have been submitted, as the API writes times, in UTC; a little wide. */
export function submittedBetween(since: IsoDay, until: IsoDay): string {
  // Monday's listing holds what came since Thursday's deadline.
  const from = Temporal.PlainDate.from(since).subtract({ days: 4 })
  return `[${compact(from)}0000 TO ${compact(Temporal.PlainDate.from(until))}2359]`
}

const compact = (day: Temporal.PlainDate): string => day.toString().replaceAll('-', '')

const nextWeekday = (day: Temporal.PlainDate): Temporal.PlainDate =>
  day.dayOfWeek <= 5 ? day : day.add({ days: 8 - day.dayOfWeek })
