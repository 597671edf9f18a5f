import { findChannel } from '../channels/channels.ts'
import type { MeetingSettings } from '../channels/team-settings.ts'
import { notice } from '../core/message.ts'
import type { Db } from '../db/db.ts'
import { deliveryId } from '../outbox/delivery.ts'
import { isDelivery, planMessage } from '../outbox/plan-deliveries.ts'
import { isolated } from '../state/isolated.ts'
import type { State } from '../state/state.ts'
import { linkedTeams, teamSettingsOf, teamsWithMeeting } from '../voting/voter-groups.ts'
import { createHandout } from './agenda/handout.ts'
import {
  type Agenda,
  agendaKey,
  agendasAfter,
  discussionKey,
  findAgenda,
  insertAgenda,
  itemsOf,
  markAgenda,
  markChanged,
  setPresenter,
  staleAgendas,
} from './agenda/stored-agendas.ts'
import { agendaMessage, askMessage, discussionMessage, discussionStart, reminderMessage } from './agenda/texts.ts'
import { draftItems, type MeetingContext, showAgenda, viewAgenda } from './agenda/view.ts'
import { readBallot } from './ballot.ts'
import { openDiscussion } from './discussions.ts'
import { mayRing, nextMeeting } from './meeting.ts'
import { nextPresenter, recordFormerMembers } from './presenters.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** A discussion that could not be opened in time is opened late; after that, the meeting is over. */
const OPEN_LATE_MS = 2 * HOUR_MS

const handoutMessage = notice('To take along: the papers to read, to cite, and the hour for your calendar.')

/** Plans what meetings need this minute. Repeating it changes nothing. Returns how much was planned. */
export async function planMeetings(context: MeetingContext & { state: State }, now: number): Promise<number> {
  const { db } = context.store
  const forTeam = <Done>(name: string, step: string, work: () => Promise<Done>) =>
    isolated(context, { kind: 'team', name, step }, work)
  let planned = 0
  for (const { team, meeting } of await teamsWithMeeting(db))
    planned += (await forTeam(team, 'agenda', () => planAgenda(context, team, meeting, now))) ?? 0
  for (const agenda of await agendasAfter(db, now - OPEN_LATE_MS))
    planned += (await forTeam(agenda.team, 'meeting', () => runMeeting(context, agenda, now))) ?? 0
  for (const agenda of await staleAgendas(db))
    await forTeam(agenda.team, 'agenda shown', () => showAgenda(context, agenda))
  return planned
}

async function planAgenda(context: MeetingContext, team: string, settings: MeetingSettings, now: number) {
  const { store } = context
  const next = nextMeeting(settings, now)
  if (!next || now < next.at - settings.ahead * HOUR_MS || (await findAgenda(store.db, team, next.date))) return 0
  if ((await findChannel(store.db, settings.channel))?.state !== 'active') return 0
  const best = (await readBallot(store.db, team, now)).slice(0, 3 * settings.papers).map(({ paper }) => paper)
  await recordFormerMembers(context, await linkedTeams(store.db, team), best, now)
  const items = await draftItems(context, team, settings.papers, now)
  // A vote before the meeting may still bring something to talk about.
  if (items.length === 0) return 0
  const meeting = { team, date: next.date, channel: settings.channel, meetsAt: next.at }
  const view = await viewAgenda(context, meeting, settings, items)
  const [key, to] = [agendaKey(meeting), { channel: meeting.channel }]
  await store.write(async (db) => {
    await insertAgenda(db, meeting, items, now)
    await planMessage(db, { key, to, message: agendaMessage(view, mayRing(settings, now)), now })
    const handout = { key: `${key}:handout`, message: handoutMessage, files: createHandout(view) }
    await planMessage(db, { ...handout, to, parent: key, now, slot: 1 })
  })
  return 2
}

type MeetingNow = { agenda: Agenda; settings: MeetingSettings; now: number }

/** Asks presenters, reminds people, and opens the discussions when the meeting begins. */
async function runMeeting(context: MeetingContext, agenda: Agenda, now: number): Promise<number> {
  const { meeting: settings } = await teamSettingsOf(context.store.db, agenda.team)
  if (!settings) return 0
  const meeting = { agenda, settings, now }
  if (now >= agenda.meetsAt) return agenda.openedAt === null ? openDiscussions(context, meeting) : 0
  const asked = mayRing(settings, now) ? await askPresenters(context, meeting) : 0
  const { reminder } = settings
  const isDue = agenda.remindedAt === null && reminder > 0 && now >= agenda.meetsAt - reminder * MINUTE_MS
  return asked + (isDue ? await remind(context, meeting) : 0)
}

async function askPresenters(context: MeetingContext, { agenda, settings, now }: MeetingNow): Promise<number> {
  const { store } = context
  let planned = 0
  for (const { paper } of await itemsOf(store.db, agenda)) {
    const items = await itemsOf(store.db, agenda)
    const item = items.find((one) => one.paper === paper)
    if (!item || item.answer === 'accepted') continue
    const next = item.presenter
      ? { presenter: item.presenter, answer: 'asked' as const }
      : await nextPresenter(context, agenda, items, paper, now)
    if (!next) continue
    const key = `ask:${agenda.team}:${agenda.date}:${paper}:${next.presenter}`
    const isAsked = await isDelivery(store.db, deliveryId(key))
    if (isAsked && item.presenter) continue
    const view = await viewAgenda(context, agenda, settings, [item])
    const [entry] = view.entries
    await store.write(async (db) => {
      await setPresenter(db, agenda, { paper, ...next })
      await markChanged(db, agenda, now)
      if (next.answer === 'accepted' || isAsked || !entry) return
      await planMessage(db, { key, to: { person: next.presenter }, message: askMessage(view, entry.paper), now })
    })
    planned += 1
  }
  return planned
}

async function remind(context: MeetingContext, { agenda, settings, now }: MeetingNow): Promise<number> {
  const { store } = context
  const view = await viewAgenda(context, agenda, settings, await itemsOf(store.db, agenda))
  const reminder = { key: `${agendaKey(agenda)}:reminder`, message: reminderMessage(view, mayRing(settings, now)) }
  await store.write(async (db) => {
    await markAgenda(db, agenda, { reminded_at: now })
    if (view.entries.length > 0) await planMessage(db, { ...reminder, to: { channel: agenda.channel }, now, slot: 3 })
  })
  return view.entries.length
}

/** A post for each paper, whose thread begins with the abstract, links and questions. */
async function openDiscussions(context: MeetingContext, { agenda, settings, now }: MeetingNow): Promise<number> {
  const { store } = context
  const { team, date, channel } = agenda
  const view = await viewAgenda(context, agenda, settings, await itemsOf(store.db, agenda))
  const open = async (db: Db, entry: (typeof view.entries)[number], index: number) => {
    const {
      paper: { id: paper },
      presenter,
      answer,
    } = entry
    const accepted = answer === 'accepted' ? presenter : null
    await openDiscussion(db, { team, paper, date, presenter: accepted, now })
    const [key, message] = [discussionKey(agenda, paper), discussionMessage(view, entry, mayRing(settings, now))]
    await planMessage(db, { key, to: { channel }, message, paper, now, slot: 2 * index })
    const start = { key: `${key}:start`, message: discussionStart(entry), parent: key }
    await planMessage(db, { ...start, to: { channel }, now, slot: 2 * index + 1 })
  }
  await store.write(async (db) => {
    await markAgenda(db, agenda, { opened_at: now })
    for (const [index, entry] of view.entries.entries()) await open(db, entry, index)
  })
  return view.entries.length
}
