import type { MeetingSettings } from '../channels/team-settings.ts'
import type { IsoDay } from '../core/paper.ts'
import { localTime, nextPost, parsePostDays, type Schedule } from '../core/schedule.ts'

/** Meetings in a row that days off may take away. */
const LOOKED_AHEAD = 60

export type Meeting = { date: IsoDay; at: number }

/** The next meeting after `now` (milliseconds) that is on no day off; null when there is none for a year. */
export function nextMeeting(settings: MeetingSettings, now: number): Meeting | null {
  let last: IsoDay | null = null
  for (let looked = 0; looked < LOOKED_AHEAD; looked += 1) {
    const next = nextPost(scheduleOf(settings), now, last)
    if (!next) return null
    if (next.at > now && !isOff(settings, next.date)) return next
    last = next.date
  }
  return null
}

/** Whether people may be mentioned and written to now. */
export function mayRing({ hours, zone }: MeetingSettings, now: number): boolean {
  const [from = '', until = ''] = hours.split('-')
  const time = localTime(zone, now)
  if (from === until) return true
  return from <= until ? from <= time && time < until : from <= time || time < until
}

const isOff = ({ off }: MeetingSettings, date: IsoDay): boolean =>
  off.some((range) => {
    const [first = '', last = first] = range.split('..')
    return first <= date && date <= last
  })

const scheduleOf = ({ zone, time, day }: MeetingSettings): Schedule => ({
  timezone: zone,
  postAt: time,
  postDays: parsePostDays(day) ?? [],
})
