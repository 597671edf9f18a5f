import { type IsoDay, isoDay, type PartialDate, type Window } from '../../core/paper.ts'
import { addDays, isoWeekday, longDay, monthOf } from '../../core/schedule.ts'

/** A day, a week from Monday, or a month, with its part of an address: `2026-11-25`, `2026-11-23.week`, `2026-11`. */
export type DateRange = Window & { kind: 'day' | 'week' | 'month'; slug: string; label: string }

/** What the last part of an address means; null when it is no such range. */
export function parseDateRange(slug: string): DateRange | null {
  if (isoDay.safeParse(slug).success) return dayRange(slug)
  const [day = '', week] = slug.split('.')
  if (week === 'week' && isoDay.safeParse(day).success) return weekRange(day)
  return isoDay.safeParse(`${slug}-01`).success ? monthRange(`${slug}-01`) : null
}

export const dayRange = (day: IsoDay): DateRange => ({
  kind: 'day',
  slug: day,
  label: longDay(day),
  since: day,
  until: day,
})

/** `Friday 20 November 2026`, `November 2026` or `2026`: as much as is known. */
export const dateLabel = (date: PartialDate): string =>
  date.length === 4 ? date : (parseDateRange(date)?.label ?? date)

export function weekRange(day: IsoDay): DateRange {
  const monday = addDays(day, 1 - isoWeekday(day))
  const label = `Week of ${dayRange(monday).label}`
  return { kind: 'week', slug: `${monday}.week`, label, since: monday, until: addDays(monday, 6) }
}

export function monthRange(day: IsoDay): DateRange {
  const first = `${day.slice(0, 7)}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { kind: 'month', slug: day.slice(0, 7), label: monthOf(day), since: first, until: addDays(next, -1) }
}

/** The range of a kind that holds a day. */
export const RANGE_OF = { day: dayRange, week: weekRange, month: monthRange }
