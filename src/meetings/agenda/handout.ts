import ical from 'ical-generator'
import { votesIn } from '../../channels/team-settings.ts'
import type { TextFile } from '../../core/chat.ts'
import type { IsoDay, Paper } from '../../core/paper.ts'
import { formatDay } from '../../core/schedule.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import type { AgendaView } from './texts.ts'

const LENGTH_MS = 3_600_000
/** Calendars that take no notice of the feed’s headers ask by this. */
const ASK_AGAIN_S = 3_600

/** The papers to read, the papers to cite, and an entry for the calendar. */
export function createHandout(handout: AgendaView): TextFile[] {
  const name = `reading-group-${handout.date}`
  const papers = handout.entries.map(({ paper }) => paper)
  return [
    { name: `${name}.md`, type: 'text/markdown', text: renderMarkdown(handout) },
    { name: `${name}.bib`, type: 'application/x-bibtex', text: renderBibtex(papers) },
    { name: `${name}.ics`, type: 'text/calendar', text: renderCalendar([{ ...handout, papers }]) },
  ]
}

function renderMarkdown({ date, vote, entries }: AgendaView): string {
  const sections = entries.map(({ paper, votes }, index) =>
    [
      `## ${index + 1}. ${escapeMarkdown(paper.title)}`,
      '',
      `${escapeMarkdown(paper.authors.join(', '))} · ${votesIn(votes, vote)}`,
      '',
      `<${paper.links.abstract}>`,
      '',
      escapeMarkdown(paper.abstract),
    ].join('\n'),
  )
  return `${[`# Reading group · ${formatDay(date)}`, ...sections].join('\n\n')}\n`
}

const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')

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
