import type { MeetingSettings } from '../../channels/team-settings.ts'
import { linkedTeams, teamsTogether } from '../../voting/voter-groups.ts'
import { readBallot } from '../ballot.ts'
import { nextMeeting } from '../meeting.ts'
import type { OfferContext } from '../offers.ts'
import { presentersFor } from '../presenters.ts'
import { type AgendaItem, itemsOf } from './items.ts'
import { findAgenda, type PlannedMeeting } from './stored-agendas.ts'

type NextAgenda = { meeting: PlannedMeeting; settings: MeetingSettings; items: AgendaItem[] }

/** The next meeting of a team, or of one it is linked with: what was posted for it, or what would be now. */
export async function findNextAgenda(context: OfferContext, team: string, now: number): Promise<NextAgenda | null> {
  const { db } = context.store
  for (const { team: host, settings: teamSettings } of await teamsTogether(db, team)) {
    const settings = teamSettings.meeting
    const next = settings ? nextMeeting(settings, now) : null
    if (!next || !settings) continue
    const meeting = { team: host, date: next.date, channel: settings.channel, meetsAt: next.at }
    const posted = await findAgenda(db, host, next.date)
    const items = posted ? await itemsOf(db, posted) : await draftItems(context, host, settings.papers, now)
    return { meeting, settings, items }
  }
  return null
}

/** What would be on the agenda now: the best of the ballot, and who offered to present them. */
export async function draftItems(
  context: OfferContext,
  team: string,
  size: number,
  now: number,
): Promise<AgendaItem[]> {
  const { db } = context.store
  const best = (await readBallot(db, team, now)).slice(0, size)
  const presenters = await presentersFor(
    context,
    await linkedTeams(db, team),
    best.map(({ paper }) => paper),
  )
  return best.map(({ paper, votes }) => {
    const presenter = presenters.get(paper) ?? null
    return { paper, votes, presenter, answer: presenter === null ? null : 'accepted' }
  })
}
