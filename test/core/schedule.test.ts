import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  dueDate,
  formatDay,
  formatMoment,
  isTimezone,
  isWeekend,
  localDate,
  monthOf,
  nextPost,
  parsePostDays,
  postMoment,
  type Schedule,
  shortDay,
  type Weekday,
} from '../../src/core/schedule.ts'
import { deadline } from '../wait.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const everyDay: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const workdays: Weekday[] = [1, 2, 3, 4, 5]
const berlin: Schedule = { timezone: 'Europe/Berlin', postAt: '09:00', postDays: workdays }

/** Milliseconds of `2026-03-31T09:00+02:00`. */
const at = (text: string): number => Date.parse(text)

describe('posting days', () => {
  it.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['mon,wed,fri', [1, 3, 5]],
    ['daily', everyDay],
    ['sat-mon', [1, 6, 7]],
    ['Fri, Mon - Tue', [1, 2, 5]],
    ['sun-sun', [7]],
  ])('are read from %s', (text, days) => expect(parsePostDays(text)).toEqual(days))

  it.each(['', 'never', 'mon-', 'mon-tue-wed', 'mon,,fri', 'monday'])('refuse “%s”', (text) =>
    expect(parsePostDays(text)).toBeNull(),
  )
})

describe('a digest', () => {
  it('is due from its minute on, once', () => {
    expect(dueDate(berlin, at('2026-03-31T08:59:59+02:00'), '2026-03-30')).toBeNull()
    expect(dueDate(berlin, at('2026-03-31T09:00:00+02:00'), '2026-03-30')).toBe('2026-03-31')
    expect(dueDate(berlin, at('2026-03-31T17:00:00+02:00'), '2026-03-30')).toBe('2026-03-31')
    expect(dueDate(berlin, at('2026-03-31T17:00:00+02:00'), '2026-03-31')).toBeNull()
  })

  it('waits over the weekend', () => {
    expect(dueDate(berlin, at('2026-04-04T12:00:00+02:00'), '2026-04-03')).toBeNull()
    expect(nextPost(berlin, at('2026-04-04T12:00:00+02:00'), '2026-04-03')).toEqual({
      date: '2026-04-06',
      at: at('2026-04-06T09:00:00+02:00'),
    })
  })

  it('is still due just after midnight when a slow minute passed 23:59', () => {
    const late = { ...berlin, postAt: '23:59' }
    expect(dueDate(late, at('2026-04-01T00:04:00+02:00'), '2026-03-30')).toBe('2026-03-31')
    expect(dueDate(late, at('2026-04-01T08:00:00+02:00'), '2026-03-30')).toBeNull()
  })

  it('is not made up for a day that passed while the bot was down', () => {
    expect(dueDate(berlin, at('2026-04-01T08:00:00+02:00'), '2026-03-27')).toBeNull()
    expect(dueDate(berlin, at('2026-04-01T09:00:00+02:00'), '2026-03-27')).toBe('2026-04-01')
  })

  it('does not come again when the clock jumps back', () => {
    expect(dueDate(berlin, at('2026-03-30T12:00:00+02:00'), '2026-03-31')).toBeNull()
    expect(nextPost(berlin, at('2026-03-30T12:00:00+02:00'), '2026-03-31')?.date).toBe('2026-04-01')
  })

  it('comes once a day when the time is changed to a later or an earlier one', () => {
    const noon = at('2026-03-31T12:00:00+02:00')
    expect(dueDate({ ...berlin, postAt: '15:00' }, at('2026-03-31T15:00:00+02:00'), '2026-03-31')).toBeNull()
    expect(dueDate({ ...berlin, postAt: '08:00' }, noon, '2026-03-30')).toBe('2026-03-31')
  })

  it('comes once a day when the time zone is changed', () => {
    const auckland = { ...berlin, timezone: 'Pacific/Auckland' }
    const posted = at('2026-03-31T09:00:00+02:00')
    expect(dueDate(auckland, posted + HOUR, '2026-03-31')).toBeNull()
    expect(dueDate(auckland, at('2026-04-01T09:00:00+13:00'), '2026-03-31')).toBe('2026-04-01')
    const honolulu = { ...berlin, timezone: 'Pacific/Honolulu' }
    expect(dueDate(honolulu, at('2026-03-31T09:00:00-10:00'), '2026-03-31')).toBeNull()
    expect(dueDate(honolulu, at('2026-04-01T09:00:00-10:00'), '2026-03-31')).toBe('2026-04-01')
  })

  it('never comes without posting days', () => {
    const never = { ...berlin, postDays: [] }
    expect(dueDate(never, at('2026-03-31T12:00:00+02:00'), null)).toBeNull()
    expect(nextPost(never, at('2026-03-31T12:00:00+02:00'), null)).toBeNull()
  })
})

describe('where clocks jump, a digest comes', () => {
  it.each([
    ['at the jump over its time', 'Europe/Berlin', '02:30', '2027-03-28', '2027-03-28T03:00:00+02:00'],
    ['at the jump over its time', 'America/New_York', '02:30', '2027-03-14', '2027-03-14T03:00:00-04:00'],
    ['at the jump of half an hour', 'Australia/Lord_Howe', '02:15', '2026-10-04', '2026-10-04T02:30:00+11:00'],
    ['at the jump over midnight', 'America/Nuuk', '23:30', '2027-03-27', '2027-03-28T00:00:00-01:00'],
    ['at the jump of the day before', 'Africa/Cairo', '00:00', '2026-04-24', '2026-04-24T01:00:00+03:00'],
    ['at the first of two', 'Europe/Berlin', '02:30', '2026-10-25', '2026-10-25T02:30:00+02:00'],
    ['at the first of two', 'America/New_York', '01:30', '2026-11-01', '2026-11-01T01:30:00-04:00'],
    ['at the first of two', 'Australia/Lord_Howe', '01:45', '2027-04-04', '2027-04-04T01:45:00+11:00'],
  ])('%s: %s %s on %s', (_, timezone, postAt, date, moment) => {
    const schedule: Schedule = { timezone, postAt, postDays: everyDay }
    const expected = at(moment)
    expect(postMoment(schedule, date)).toBe(expected)
    expect(dueDate(schedule, expected - 1, addDays(date, -1))).toBeNull()
    expect(dueDate(schedule, expected, addDays(date, -1))).toBe(date)
  })

  it('not at all on a day that the zone leaves out', () => {
    const apia: Schedule = { timezone: 'Pacific/Apia', postAt: '09:00', postDays: everyDay }
    const friday: Schedule = { ...apia, postDays: [5] }
    expect(postMoment(apia, '2011-12-30')).toBeNull()
    expect(nextPost(apia, at('2011-12-29T12:00:00-10:00'), '2011-12-29')?.date).toBe('2011-12-31')
    expect(nextPost(friday, at('2011-12-29T12:00:00-10:00'), null)?.date).toBe('2012-01-06')
  })
})

it(
  'posts every posting day exactly once, in every time zone, with any schedule',
  () => {
    const since = at('2026-01-01T00:00:00Z')
    const until = at('2027-05-01T00:00:00Z')
    const minuteOfDay = fc.integer({ min: 0, max: 1439 }).map((minute) => new Date(minute * 60_000).toISOString())
    const schedules = fc.record({
      // Minutes near midnight and near the usual jumps come more often than chance would bring them.
      postAt: fc.oneof(
        minuteOfDay.map((iso) => iso.slice(11, 16)),
        fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '03:00', '23:30', '23:59'),
      ),
      postDays: fc.subarray(everyDay, { minLength: 1 }),
    })
    for (const [index, timezone] of Intl.supportedValuesOf('timeZone').entries()) {
      const anyTime = fc.integer({ min: since, max: until - 3 * DAY })
      const property = fc.property(schedules, anyTime, (partial, start) => {
        const schedule = { timezone, ...partial }
        const windows = [
          [start, start + 3 * DAY],
          ...transitions(timezone, since, until).map((t) => [t - DAY, t + DAY]),
        ]
        for (const [from = 0, to = 0] of windows) {
          const ticks = ticksBetween(from, to, schedule)
          expect(posted(schedule, ticks)).toEqual(expectedPosts(schedule, ticks))
        }
      })
      fc.assert(property, { numRuns: 1, seed: index })
    }
  },
  deadline(120_000),
)

describe('a time zone', () => {
  it('is known by its name', () => {
    expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].every(isTimezone)).toBe(true)
    expect(['', 'Berlin', 'Mars/Olympus', '2026-03-31T00:00Z[UTC]'].some(isTimezone)).toBe(false)
  })

  it('is taken only where the clock that uses it takes it, whatever Intl knows', () => {
    const known = [...Intl.supportedValuesOf('timeZone'), 'EST', 'EST5EDT', 'utc', 'US/Pacific', '+02:00', '+0530']
    const mistaken = ['PST', 'IST', 'CST', 'BST', 'JST', 'Etc/Unknown', '2026-03-31[Europe/Berlin]', 'T00:00Z', 'Z']
    for (const timezone of [...known, ...mistaken].filter(isTimezone))
      expect(() =>
        nextPost({ timezone, postAt: '09:00', postDays: [1] }, at('2026-03-31T12:00:00Z'), null),
      ).not.toThrow()
    expect(known.filter((zone) => !isTimezone(zone))).toEqual([])
    expect(mistaken.filter(isTimezone)).toEqual([])
  })

  it('decides which day it is', () => {
    expect(localDate('Pacific/Kiritimati', at('2026-03-31T12:00:00Z'))).toBe('2026-04-01')
    expect(localDate('Pacific/Pago_Pago', at('2026-03-31T10:00:00Z'))).toBe('2026-03-30')
  })
})

it('words days and moments as posts show them', () => {
  expect(formatMoment(at('2026-04-01T09:00:00+02:00'), 'Europe/Berlin')).toBe('Wed 09:00')
  expect(formatDay('2026-03-31')).toBe('Tuesday 31 March')
  expect(shortDay('2026-09-01', '2026-12-31')).toBe('Tue 1 Sep')
  expect(shortDay('2025-09-01', '2026-01-01')).toBe('1 Sep 2025')
  expect(monthOf('2025-03-31')).toBe('March 2025')
})

it('counts days across months, years and leap days', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  expect(daysBetween('2025-12-30', '2026-01-02')).toBe(3)
  expect([isWeekend('2026-04-03'), isWeekend('2026-04-04'), isWeekend('2026-04-05')]).toEqual([false, true, true])
})

type Post = { date: string; tick: number }

function posted(schedule: Schedule, ticks: number[]): Post[] {
  let last = localDate(schedule.timezone, ticks[0] ?? 0)
  const posts: Post[] = []
  for (const tick of ticks) {
    const date = dueDate(schedule, tick, last)
    if (date === null) continue
    posts.push({ date, tick })
    last = date
  }
  return posts
}

/** What a person with a wall clock would do: on each posting day, post when the clock first shows the time or a later one. */
function expectedPosts({ timezone, postAt, postDays }: Schedule, ticks: number[]): Post[] {
  const clock = new Intl.DateTimeFormat('sv', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' })
  const shown = ticks.map((tick) => ({ tick, wall: clock.format(tick) }))
  const days = [...new Set(shown.map(({ wall }) => wall.slice(0, 10)))].slice(1)
  return days.flatMap((date) => {
    if (!postDays.some((day) => day % 7 === new Date(date).getUTCDay())) return []
    const first = shown.find(({ wall }) => wall >= `${date} ${postAt}`)
    return first ? [{ date, tick: first.tick }] : []
  })
}

/** Of all minutes those that matter: half hours, where clocks jump, and the minute of `postAt` in each hour. */
function ticksBetween(from: number, to: number, { timezone, postAt }: Schedule): number[] {
  const clock = new Intl.DateTimeFormat('sv', { timeZone: timezone, minute: 'numeric' })
  const start = Math.floor(from / HOUR) * HOUR
  const minute = (Number(postAt.slice(3)) - Number(clock.format(start)) + 60) % 60
  const inHour = new Set([0, 30, minute].map((each) => each * 60_000))
  const ticks: number[] = []
  for (let hour = start; hour < to; hour += HOUR) for (const each of inHour) ticks.push(hour + each)
  return ticks.sort((a, b) => a - b)
}

function transitions(timezone: string, since: number, until: number): number[] {
  const found: number[] = []
  let next = Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
  for (; next && next.epochMilliseconds < until; next = next.getTimeZoneTransition('next'))
    found.push(next.epochMilliseconds)
  return found
}
