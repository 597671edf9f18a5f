import ical from 'ical-generator'
import { votesIn } from '../../channels/team-settings.ts'
import type { TextFile } from '../../core/chat.ts'
import { formatDay } from '../../core/schedule.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import type { AgendaView } from './texts.ts'

const LENGTH_MS = 3_600_000

type Handout = Pick<AgendaView, 'team' | 'date' | 'meetsAt' | 'vote' | 'entries'>

/** The papers to read, the papers to cite, and an entry for the calendar. */
export function createHandout(handout: Handout): TextFile[] {
  const name = `reading-group-${handout.date}`
  return [
    { name: `${name}.md`, type: 'text/markdown', text: renderMarkdown(handout) },
    {
      name: `${name}.bib`,
      type: 'application/x-bibtex',
      text: renderBibtex(handout.entries.map(({ paper }) => paper)),
    },
    { name: `${name}.ics`, type: 'text/calendar', text: renderCalendar(handout) },
  ]
}

function renderMarkdown({ date, vote, entries }: Handout): string {
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

function renderCalendar({ team, date, meetsAt, entries }: Handout): string {
  const calendar = ical({ prodId: { company: 'Paperboy', product: 'Paperboy' } })
  calendar.createEvent({
    id: `paperboy-${team.replaceAll(/[^\w-]/g, '-')}-${date}`,
    start: new Date(meetsAt),
    end: new Date(meetsAt + LENGTH_MS),
    stamp: new Date(meetsAt),
    summary: 'Reading group',
    description: entries.map(({ paper }) => `${paper.title}\n${paper.links.abstract}`).join('\n\n'),
  })
  return calendar.toString()
}
