import { type IsoDay, isoDay, type Window } from '../../core/paper.ts'
import { addDays, formatDay, isoWeekday, isWeekend, monthOf } from '../../core/schedule.ts'

/** A day, a week from Monday on, or a month, with its name in an address: `2026-11-25`, `2026-11-23.week`, `2026-11`. */
export type DaySpan = Window & { kind: 'day' | 'week' | 'month'; slug: string; label: string }

/** What the last part of an address means; null when it is no span of time. */
export function parseSpan(slug: string): DaySpan | null {
  if (isoDay.safeParse(slug).success) return dayOf(slug)
  const [day = '', week] = slug.split('.')
  if (week === 'week' && isoDay.safeParse(day).success) return weekOf(day)
  return isoDay.safeParse(`${slug}-01`).success ? monthSpan(`${slug}-01`) : null
}

export const dayOf = (day: IsoDay): DaySpan => ({
  kind: 'day',
  slug: day,
  label: `${formatDay(day)} ${day.slice(0, 4)}`,
  since: day,
  until: day,
})

export function weekOf(day: IsoDay): DaySpan {
  const monday = addDays(day, 1 - isoWeekday(day))
  const label = `Week of ${dayOf(monday).label}`
  return { kind: 'week', slug: `${monday}.week`, label, since: monday, until: addDays(monday, 6) }
}

export function monthSpan(day: IsoDay): DaySpan {
  const first = `${day.slice(0, 7)}-01`
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { kind: 'month', slug: day.slice(0, 7), label: monthOf(day), since: first, until: addDays(next, -1) }
}

const SPAN_OF = { day: dayOf, week: weekOf, month: monthSpan }

/** The one before and the one after. Sources rest at weekends, and so does whoever turns pages. */
export const neighbours = ({ kind, since, until }: DaySpan): { before: DaySpan; after: DaySpan } => ({
  before: SPAN_OF[kind](kind === 'day' ? workday(since, -1) : addDays(since, -1)),
  after: SPAN_OF[kind](kind === 'day' ? workday(until, 1) : addDays(until, 1)),
})

function workday(day: IsoDay, step: 1 | -1): IsoDay {
  const next = addDays(day, step)
  return isWeekend(next) ? workday(next, step) : next
}
