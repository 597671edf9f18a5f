import { findChannel } from '../channels/channels.ts'
import type { MeetingSettings } from '../channels/team-settings.ts'
import { notice } from '../core/message.ts'
import { insertDeliveries } from '../outbox/deliveries.ts'
import { isolated } from '../state/isolated.ts'
import type { State } from '../state/state.ts'
import { teamSettingsOf, teamsTogether, teamsWithMeeting } from '../voting/voter-groups.ts'
import { agendaMessage } from './agenda-texts.ts'
import {
  type AgendaContext,
  agendaDelivery,
  agendaKey,
  type PlannedMeeting,
  showAgenda,
  viewAgenda,
} from './agenda-view.ts'
import { readBallot } from './ballot.ts'
import { createHandout } from './handout.ts'
import { agendaMoment, type Meeting, mayRing, nextMeeting } from './meeting.ts'
import { noteFormerMembers, presentersFor } from './presenters.ts'
import { runMeeting } from './run-meeting.ts'
import { type Agenda, type AgendaItem, agendasAfter, findAgenda, insertAgenda, staleAgendas } from './stored-agendas.ts'

/** A discussion that could not be opened in time is opened late; after that, the meeting is over. */
const OPEN_LATE_MS = 2 * 3_600_000
/** What the meetings need this minute, asked of the database: a repeated or late tick changes nothing. Returns how much was planned. */
export async function planMeetings(context: AgendaContext & { state: State }, now: number): Promise<number> {
  const { db } = context.store
  const forTeam = async (name: string, step: string, work: () => Promise<number>): Promise<number> =>
    (await isolated(context, { kind: 'team', name, step }, work)) ?? 0
  const forAgenda = (agenda: Agenda, step: string, work: (meeting: MeetingSettings) => Promise<number>) =>
    forTeam(agenda.team, step, async () => {
      const { meeting } = await teamSettingsOf(db, agenda.team)
      return meeting ? work(meeting) : 0
    })
  let planned = 0
  for (const { team, meeting } of await teamsWithMeeting(db))
    planned += await forTeam(team, 'agenda', () => planAgenda(context, team, meeting, now))
  for (const agenda of await agendasAfter(db, now - OPEN_LATE_MS))
    planned += await forAgenda(agenda, 'meeting', (meeting) => runMeeting(context, agenda, meeting, now))
  for (const agenda of await staleAgendas(db))
    await forAgenda(agenda, 'agenda shown', async (meeting) => {
      await showAgenda(context, agenda, meeting)
      return 0
    })
  return planned
}

/** What will be on the agenda, as things stand: the ballot's best, and who offered to present them. */
export async function draftItems(
  context: Pick<AgendaContext, 'store'>,
  team: string,
  { papers }: Pick<MeetingSettings, 'papers'>,
  now: number,
): Promise<AgendaItem[]> {
  const { db } = context.store
  const teams = (await teamsTogether(db, team)).map((one) => one.team)
  const chosen = (await readBallot(db, team, now)).slice(0, papers)
  const presenters = await presentersFor(
    context,
    teams,
    chosen.map(({ paper }) => paper),
  )
  return chosen.map(({ paper, votes }) => {
    const presenter = presenters.get(paper) ?? null
    return { paper, votes, presenter, answer: presenter === null ? null : 'accepted' }
  })
}

async function planAgenda(
  context: AgendaContext,
  team: string,
  settings: MeetingSettings,
  now: number,
): Promise<number> {
  const { store } = context
  const next = nextMeeting(settings, now)
  if (!next || now < agendaMoment(settings, next) || (await findAgenda(store.db, team, next.date))) return 0
  if ((await findChannel(store.db, settings.channel))?.state !== 'active') return 0
  const best = (await readBallot(store.db, team, now)).slice(0, 3 * settings.papers).map(({ paper }) => paper)
  const teams = (await teamsTogether(store.db, team)).map((one) => one.team)
  await noteFormerMembers(context, teams, best, now)
  const items = await draftItems(context, team, settings, now)
  // Nothing to talk about is nothing to say; a vote before the meeting changes that.
  if (items.length === 0) return 0
  const meeting = meetingOf(team, settings, next)
  const view = await viewAgenda(context, meeting, settings, items)
  const files = createHandout(view)
  await store.write(async (db) => {
    await insertAgenda(db, meeting, items, now)
    const key = agendaKey(meeting)
    await insertDeliveries(db, [
      agendaDelivery(meeting, { key, message: agendaMessage(view, mayRing(settings, now)), now, slot: 0 }),
      {
        ...agendaDelivery(meeting, { key: `${key}:handout`, message: handoutMessage, now, slot: 1 }),
        parent: key,
        subject: { kind: 'said', message: handoutMessage, files },
      },
    ])
  })
  return 2
}

export const meetingOf = (team: string, { channel }: MeetingSettings, { date, at }: Meeting): PlannedMeeting => ({
  team,
  date,
  channel,
  meetsAt: at,
})

const handoutMessage = notice('To take along: the papers to read, to cite, and the hour for your calendar.')
