import type { MeetingSettings } from '../channels/team-settings.ts'
import { teamsTogether } from '../voting/voter-groups.ts'
import type { AgendaView } from './agenda-texts.ts'
import { type AgendaContext, type PlannedMeeting, viewAgenda } from './agenda-view.ts'
import { nextMeeting } from './meeting.ts'
import { draftItems, meetingOf } from './plan-meetings.ts'
import { type AgendaItem, findAgenda, itemsOf } from './stored-agendas.ts'

type NextAgenda = { meeting: PlannedMeeting; settings: MeetingSettings; items: AgendaItem[] }

/** The next meeting of a team, or of one it is linked with: what was posted for it, or what would be now. */
export async function findNextAgenda(
  context: Pick<AgendaContext, 'store'>,
  team: string,
  now: number,
): Promise<NextAgenda | null> {
  const { db } = context.store
  for (const { team: host, settings } of await teamsTogether(db, team)) {
    const next = settings.meeting ? nextMeeting(settings.meeting, now) : null
    if (!next || !settings.meeting) continue
    const meeting = meetingOf(host, settings.meeting, next)
    const posted = await findAgenda(db, host, next.date)
    const items = posted ? await itemsOf(db, posted) : await draftItems(context, host, settings.meeting, now)
    return { meeting, settings: settings.meeting, items }
  }
  return null
}

export const viewNextAgenda = (context: AgendaContext, { meeting, settings, items }: NextAgenda): Promise<AgendaView> =>
  viewAgenda(context, meeting, settings, items)
