import type { MeetingSettings } from '../channels/team-settings.ts'
import { deliveryId } from '../outbox/delivery.ts'
import { insertDeliveries, isDelivery, type NewDelivery } from '../outbox/plan-deliveries.ts'
import { agendaDelivery, agendaKey, discussionKey } from './agenda/delivery.ts'
import { itemsOf, setPresenter } from './agenda/items.ts'
import { type Agenda, markAgenda, markChanged } from './agenda/stored-agendas.ts'
import { type AgendaView, askMessage, discussionMessage, discussionStart, reminderMessage } from './agenda/texts.ts'
import { type MeetingContext, viewAgenda } from './agenda/view.ts'
import { openDiscussion } from './discussions.ts'
import { mayRing, reminderMoment } from './meeting.ts'
import { nextPresenter } from './presenters.ts'

type MeetingNow = { agenda: Agenda; settings: MeetingSettings; now: number }

/** Asks presenters, reminds people, and opens the discussions when the meeting begins. */
export async function runMeeting(context: MeetingContext, meeting: MeetingNow): Promise<number> {
  const { agenda, settings, now } = meeting
  const reminder = reminderMoment(settings, { date: agenda.date, at: agenda.meetsAt })
  if (now >= agenda.meetsAt) return agenda.openedAt === null ? openDiscussions(context, meeting) : 0
  const asked = mayRing(settings, now) ? await askPresenters(context, meeting) : 0
  const isDue = agenda.remindedAt === null && reminder !== null && now >= reminder
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
      const message = askMessage(view, entry.paper)
      const to = { person: next.presenter }
      await insertDeliveries(db, [agendaDelivery(agenda, { key, message, now, slot: 2, to })])
    })
    planned += 1
  }
  return planned
}

async function remind(context: MeetingContext, { agenda, settings, now }: MeetingNow): Promise<number> {
  const { store } = context
  const view = await viewAgenda(context, agenda, settings, await itemsOf(store.db, agenda))
  const [key, message] = [`${agendaKey(agenda)}:reminder`, reminderMessage(view, mayRing(settings, now))]
  const reminders = view.entries.length > 0 ? [agendaDelivery(agenda, { key, message, now, slot: 3 })] : []
  await store.write(async (db) => {
    await markAgenda(db, agenda, { reminded_at: now })
    await insertDeliveries(db, reminders)
  })
  return reminders.length
}

/** A post for each paper, whose thread begins with the abstract, links and questions. */
async function openDiscussions(context: MeetingContext, { agenda, settings, now }: MeetingNow): Promise<number> {
  const { store } = context
  const { team, date } = agenda
  const view = await viewAgenda(context, agenda, settings, await itemsOf(store.db, agenda))
  await store.write(async (db) => {
    await markAgenda(db, agenda, { opened_at: now })
    for (const { paper, presenter, answer } of view.entries) {
      const accepted = answer === 'accepted' ? presenter : null
      await openDiscussion(db, { team, paper: paper.id, date, presenter: accepted, now })
    }
    await insertDeliveries(db, discussionDeliveries(agenda, view, mayRing(settings, now), now))
  })
  return view.entries.length
}

const discussionDeliveries = (agenda: Agenda, view: AgendaView, rings: boolean, now: number): NewDelivery[] =>
  view.entries.flatMap((entry, index) => {
    const paper = entry.paper.id
    const [parent, message] = [discussionKey(agenda, paper), discussionMessage(view, entry, rings)]
    const start = { key: `${parent}:start`, message: discussionStart(entry), parent }
    return [
      agendaDelivery(agenda, { key: parent, message, paper, now, slot: 2 * index }),
      agendaDelivery(agenda, { ...start, now, slot: 2 * index + 1 }),
    ]
  })
