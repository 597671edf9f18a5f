import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { DAY_MS } from '../../core/schedule.ts'
import { type CalendarEntry, renderCalendar } from '../../meetings/agenda/handout.ts'
import { agendasAfter, itemsOf } from '../../meetings/agenda/stored-agendas.ts'
import { findNextAgenda } from '../../meetings/agenda/view.ts'
import { nextMeeting } from '../../meetings/meeting.ts'
import { findPapers } from '../../papers/papers.ts'
import { linkedTeams } from '../../voting/voter-groups.ts'
import type { ArchiveSession } from '../archive/session.ts'

const PAST_MS = 60 * DAY_MS
const AHEAD = 8

/** The team's meetings of two months with their papers, the next one, and those after it. Nobody is named. */
export async function renderMeetings(session: ArchiveSession): Promise<string> {
  const { store, channel } = session
  const { db } = store
  const team = teamOf(channel)
  const [now, teams] = [store.now(), await linkedTeams(db, team)]
  const entries: CalendarEntry[] = []
  const papersOf = async (items: { paper: Paper['id'] }[]): Promise<Paper[]> => {
    const ids = items.map(({ paper }) => paper)
    const papers = await findPapers(db, ids)
    return ids.flatMap((id) => papers.get(id) ?? [])
  }
  for (const agenda of await agendasAfter(db, now - PAST_MS))
    if (teams.includes(agenda.team) && agenda.meetsAt <= now)
      entries.push({ ...agenda, papers: await papersOf(await itemsOf(db, agenda)) })
  const next = await findNextAgenda(session, team, now)
  if (next) entries.push({ ...next.meeting, papers: await papersOf(next.items) })
  for (let last = next?.meeting.meetsAt; next && last !== undefined && entries.length < AHEAD + 8; ) {
    const later = nextMeeting(next.settings, last)
    if (later) entries.push({ team: next.meeting.team, date: later.date, meetsAt: later.at, papers: [] })
    last = later?.at
  }
  return renderCalendar(entries)
}
