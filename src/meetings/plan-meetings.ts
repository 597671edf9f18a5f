import { findChannel } from '../channels/channels.ts'
import type { MeetingSettings } from '../channels/team-settings.ts'
import { notice } from '../core/message.ts'
import { insertDeliveries } from '../outbox/plan-deliveries.ts'
import { isolated } from '../state/isolated.ts'
import type { State } from '../state/state.ts'
import { linkedTeams, teamSettingsOf, teamsWithMeeting } from '../voting/voter-groups.ts'
import { agendaDelivery, agendaKey } from './agenda/delivery.ts'
import { createHandout } from './agenda/handout.ts'
import { insertAgenda } from './agenda/items.ts'
import { draftItems } from './agenda/next-agenda.ts'
import { type Agenda, agendasAfter, findAgenda, staleAgendas } from './agenda/stored-agendas.ts'
import { agendaMessage } from './agenda/texts.ts'
import { type MeetingContext, showAgenda, viewAgenda } from './agenda/view.ts'
import { readBallot } from './ballot.ts'
import { agendaMoment, mayRing, nextMeeting } from './meeting.ts'
import { recordFormerMembers } from './presenters.ts'
import { runMeeting } from './run-meeting.ts'

/** A discussion that could not be opened in time is opened late; after that, the meeting is over. */
const OPEN_LATE_MS = 2 * 3_600_000

const handoutMessage = notice('To take along: the papers to read, to cite, and the hour for your calendar.')

/** Plans what meetings need this minute. Repeating it changes nothing. Returns how much was planned. */
export async function planMeetings(context: MeetingContext & { state: State }, now: number): Promise<number> {
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
    planned += await forAgenda(agenda, 'meeting', (settings) => runMeeting(context, { agenda, settings, now }))
  for (const agenda of await staleAgendas(db))
    await forAgenda(agenda, 'agenda shown', async (meeting) => {
      await showAgenda(context, agenda, meeting)
      return 0
    })
  return planned
}

async function planAgenda(
  context: MeetingContext,
  team: string,
  settings: MeetingSettings,
  now: number,
): Promise<number> {
  const { store } = context
  const next = nextMeeting(settings, now)
  if (!next || now < agendaMoment(settings, next) || (await findAgenda(store.db, team, next.date))) return 0
  if ((await findChannel(store.db, settings.channel))?.state !== 'active') return 0
  const best = (await readBallot(store.db, team, now)).slice(0, 3 * settings.papers).map(({ paper }) => paper)
  await recordFormerMembers(context, await linkedTeams(store.db, team), best, now)
  const items = await draftItems(context, team, settings.papers, now)
  // A vote before the meeting may still bring something to talk about.
  if (items.length === 0) return 0
  const meeting = { team, date: next.date, channel: settings.channel, meetsAt: next.at }
  const view = await viewAgenda(context, meeting, settings, items)
  const [key, message, files] = [agendaKey(meeting), agendaMessage(view, mayRing(settings, now)), createHandout(view)]
  const handout = { key: `${key}:handout`, message: handoutMessage, files, parent: key }
  await store.write(async (db) => {
    await insertAgenda(db, meeting, items, now)
    await insertDeliveries(db, [
      agendaDelivery(meeting, { key, message, now, slot: 0 }),
      agendaDelivery(meeting, { ...handout, now, slot: 1 }),
    ])
  })
  return 2
}
