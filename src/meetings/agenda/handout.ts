import { votesIn } from '../../channels/team-settings.ts'
import type { TextFile } from '../../core/chat.ts'
import { formatDay } from '../../core/schedule.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import { renderCalendar } from './calendar.ts'
import type { AgendaView } from './texts.ts'

type Handout = Pick<AgendaView, 'team' | 'date' | 'meetsAt' | 'vote' | 'entries'>

/** The papers to read, the papers to cite, and an entry for the calendar. */
export function createHandout(handout: Handout): TextFile[] {
  const name = `reading-group-${handout.date}`
  const papers = handout.entries.map(({ paper }) => paper)
  return [
    { name: `${name}.md`, type: 'text/markdown', text: renderMarkdown(handout) },
    { name: `${name}.bib`, type: 'application/x-bibtex', text: renderBibtex(papers) },
    { name: `${name}.ics`, type: 'text/calendar', text: renderCalendar([{ ...handout, papers }]) },
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
