import { Temporal } from 'temporal-polyfill'
import { attempt } from './attempt.ts'
import type { IsoDay } from './paper.ts'
import { createRecent } from './recent.ts'

/** As ISO 8601 counts: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** When a channel gets its digest: on these days of the week at `postAt`, `HH:MM` on the clocks of its time zone. */
export type Schedule = { timezone: string; postAt: string; postDays: Weekday[] }

export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A digest for 23:59 may be late: so long it stays due, though its local day is over. */
const LATE_MS = 60 * MINUTE_MS
// Intl knows these names, and says them as the ICU of each Node does.
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** The days in `mon-fri`, `sat-mon`, `mon,wed,fri` or `daily`; null when the text is none of these. */
export function parsePostDays(text: string): Weekday[] | null {
  const days = new Set<Weekday>()
  for (const part of text
    .toLowerCase()
    .replace(/\bdaily\b/, 'mon-sun')
    .split(',')) {
    const [first, last = first, ...rest] = part.split('-').map((name) => parseWeekday(name.trim()))
    if (!first || !last || rest.length > 0) return null
    for (let day = first; ; day = following(day)) {
      days.add(day)
      if (day === last) break
    }
  }
  return [...days].sort()
}

/** The local day whose digest is due at `now` (ms), each once. A day that passed while nobody looked is left out. */
export function dueDate(schedule: Schedule, now: number, lastDigestOn: IsoDay | null): IsoDay | null {
  const date = latestDue(schedule, now)
  return date !== null && (lastDigestOn === null || date > lastDigestOn) ? date : null
}

/** The first digest after `lastDigestOn` that is due now or later, `at` in milliseconds; null: no posting day. */
export function nextPost(schedule: Schedule, now: number, lastDigestOn: IsoDay | null) {
  const due = dueDate(schedule, now, lastDigestOn)
  const today = localDate(schedule.timezone, now)
  let date = due ?? (lastDigestOn !== null && lastDigestOn >= today ? addDays(lastDigestOn, 1) : today)
  // Two weeks: the one posting day of a week may be a day that the zone skips.
  for (let ahead = 0; ahead < 14; ahead += 1, date = addDays(date, 1)) {
    const at = postsOn(schedule, date) ? postMoment(schedule, date) : null
    if (at !== null) return { date, at }
  }
  return null
}

/**
 * When that day's digest is due, in milliseconds. Where clocks skip `postAt` it is the moment they jump, where they
 * repeat it the first time. Null for a day that the zone leaves out (Samoa had no 30 December 2011).
 */
export function postMoment({ timezone, postAt }: Pick<Schedule, 'timezone' | 'postAt'>, date: IsoDay): number | null {
  const day = Temporal.PlainDate.from(date)
  const wanted = day.toPlainDateTime(postAt)
  const before = wanted.toZonedDateTime(timezone, { disambiguation: 'earlier' })
  if (before.toPlainDateTime().equals(wanted)) return before.epochMilliseconds
  if (!day.toZonedDateTime(timezone).toPlainDate().equals(day)) return null
  return (before.getTimeZoneTransition('next') ?? before).epochMilliseconds
}

export const localDate = (timezone: string, now: number): IsoDay => zoned(timezone, now).toPlainDate().toString()

/** `09:00` on the clocks of a zone. */
export const localTime = (timezone: string, now: number): string =>
  zoned(timezone, now).toPlainTime().toString({ smallestUnit: 'minute' })

/** Asks the clock that will use it: Intl takes PST and IST, which mean several zones, and Temporal refuses them. */
export function isTimezone(text: string): boolean {
  const zone = attempt(() => zoned(text, 0).timeZoneId)
  // Temporal also finds the zone in a whole date.
  return zone !== null && (/^[+-]\d\d(:?\d\d)?$/.test(text) || zone.toLowerCase() === text.toLowerCase())
}

/** `Wed 09:00` */
export function formatMoment(at: number, timezone: string): string {
  const local = zoned(timezone, at)
  return `${weekdayName(local).slice(0, 3)} ${localTime(timezone, at)}`
}

/** `Tuesday 31 March` */
export function formatDay(date: IsoDay): string {
  const day = Temporal.PlainDate.from(date)
  return `${weekdayName(day)} ${day.day} ${MONTHS[day.month - 1]}`
}

/** `Tuesday 31 March 2026` */
export const longDay = (date: IsoDay): string => `${formatDay(date)} ${date.slice(0, 4)}`

/** `Tue 31 Mar`; `31 Mar 2025` seen from another year. */
export function shortDay(date: IsoDay, today: IsoDay): string {
  const day = Temporal.PlainDate.from(date)
  const words = `${day.day} ${MONTHS[day.month - 1]?.slice(0, 3)}`
  return date.slice(0, 4) === today.slice(0, 4) ? `${weekdayName(day).slice(0, 3)} ${words}` : `${words} ${day.year}`
}

/** `March 2025` */
export function monthOf(date: IsoDay): string {
  const { month, year } = Temporal.PlainDate.from(date)
  return `${MONTHS[month - 1]} ${year}`
}

export const addDays = (date: IsoDay, days: number): IsoDay => Temporal.PlainDate.from(date).add({ days }).toString()

/** Positive when `until` is the later one. */
export const daysBetween = (since: IsoDay, until: IsoDay): number => Temporal.PlainDate.from(since).until(until).days

export const isoWeekday = (date: IsoDay): number => Temporal.PlainDate.from(date).dayOfWeek

/** Whether it is the first posting day of its week, Monday to Sunday. */
export const isFirstOfWeek = ({ postDays }: Schedule, date: IsoDay): boolean =>
  isoWeekday(date) === Math.min(...postDays)

export const isWeekend = (date: IsoDay): boolean => isoWeekday(date) >= 6

/** Inclusive, oldest first. */
export const daysFrom = (since: IsoDay, until: IsoDay): IsoDay[] =>
  Array.from({ length: Math.max(0, daysBetween(since, until) + 1) }, (_, at) => addDays(since, at))

// Thousands of channels share few schedules, and each is asked about every minute.
const answers = createRecent<{ date: IsoDay | null }>(1_000)

function latestDue(schedule: Schedule, now: number): IsoDay | null {
  // Clocks jump on whole minutes, and digests are due on them.
  const minute = Math.floor(now / MINUTE_MS)
  const key = `${minute} ${schedule.timezone} ${schedule.postAt} ${schedule.postDays}`
  const known = answers.get(key)
  if (known) return known.date
  const date = findLatestDue(schedule, minute * MINUTE_MS)
  answers.set(key, { date })
  return date
}

/** Today's, once its moment has come; until then yesterday's, if it was late or a jump of the clocks moved it. */
function findLatestDue(schedule: Schedule, now: number): IsoDay | null {
  const today = localDate(schedule.timezone, now)
  const moment = postsOn(schedule, today) ? postMoment(schedule, today) : null
  if (moment !== null && moment <= now) return today
  const yesterday = addDays(today, -1)
  const late = postsOn(schedule, yesterday) ? postMoment(schedule, yesterday) : null
  return late !== null && late <= now && now < late + LATE_MS ? yesterday : null
}

const postsOn = ({ postDays }: Schedule, date: IsoDay): boolean => postDays.some((day) => day === isoWeekday(date))

const zoned = (timezone: string, at: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)

const weekdayName = ({ dayOfWeek }: { dayOfWeek: number }): string => WEEKDAYS[dayOfWeek - 1] ?? ''

function parseWeekday(name: string): Weekday | null {
  const index = WEEKDAYS.findIndex((weekday) => weekday.slice(0, 3).toLowerCase() === name)
  return index < 0 ? null : ((index + 1) as Weekday)
}

const following = (day: Weekday): Weekday => ((day % 7) + 1) as Weekday
