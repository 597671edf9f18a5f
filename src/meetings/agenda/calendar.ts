import ical from 'ical-generator'
import type { IsoDay, Paper } from '../../core/paper.ts'

const LENGTH_MS = 3_600_000
/** Calendars that take no notice of the feed’s headers ask by this. */
const ASK_AGAIN_S = 3_600

export type CalendarEntry = { team: string; date: IsoDay; meetsAt: number; papers: Paper[] }

/** Meetings as iCalendar (RFC 5545). A meeting keeps its UID: what a reader has already is updated. */
export function renderCalendar(meetings: CalendarEntry[]): string {
  const calendar = ical({ prodId: { company: 'Paperboy', product: 'Paperboy' }, ttl: ASK_AGAIN_S })
  for (const { team, date, meetsAt, papers } of meetings)
    calendar.createEvent({
      id: `paperboy-${team.replaceAll(/[^\w-]/g, '-')}-${date}`,
      start: new Date(meetsAt),
      end: new Date(meetsAt + LENGTH_MS),
      stamp: new Date(meetsAt),
      summary: 'Reading group',
      description: papers.map(({ title, links }) => `${title}\n${links.abstract}`).join('\n\n'),
    })
  return calendar.toString()
}
