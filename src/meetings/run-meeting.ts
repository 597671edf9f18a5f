import type { MeetingSettings } from '../channels/team-settings.ts'
import { insertDeliveries, isDelivery, type NewDelivery } from '../outbox/deliveries.ts'
import { deliveryId } from '../outbox/delivery.ts'
import { type AgendaView, askMessage, discussionMessage, discussionStart, reminderMessage } from './agenda-texts.ts'
import { type AgendaContext, agendaDelivery, agendaKey, viewAgenda } from './agenda-view.ts'
import { openDiscussion } from './discussions.ts'
import { mayRing, reminderMoment } from './meeting.ts'
import { nextPresenter } from './presenters.ts'
import { type Agenda, itemsOf, markAgenda, setPresenter } from './stored-agendas.ts'

/** Whoever is next is asked, people are reminded, and at its hour the discussions begin. */
export async function runMeeting(
  context: AgendaContext,
  agenda: Agenda,
  settings: MeetingSettings,
  now: number,
): Promise<number> {
  const reminder = reminderMoment(settings, { date: agenda.date, at: agenda.meetsAt })
  if (now >= agenda.meetsAt) return agenda.openedAt === null ? openDiscussions(context, agenda, settings, now) : 0
  const asked = mayRing(settings, now) ? await askPresenters(context, agenda, settings, now) : 0
  const isDue = agenda.remindedAt === null && reminder !== null && now >= reminder
  return asked + (isDue ? await remind(context, agenda, settings, now) : 0)
}

async function askPresenters(
  context: AgendaContext,
  agenda: Agenda,
  settings: MeetingSettings,
  now: number,
): Promise<number> {
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
    const entry = view.entries[0]
    await store.write(async (db) => {
      await setPresenter(db, agenda, { paper, ...next })
      await markAgenda(db, agenda, { changed_at: now })
      if (next.answer === 'accepted' || isAsked || !entry) return
      const message = askMessage(view, entry.paper)
      await insertDeliveries(db, [{ ...agendaDelivery(agenda, { key, message, now, slot: 2 }), place: next.presenter }])
    })
    planned += 1
  }
  return planned
}

async function remind(context: AgendaContext, agenda: Agenda, settings: MeetingSettings, now: number): Promise<number> {
  const view = await viewAgenda(context, agenda, settings, await itemsOf(context.store.db, agenda))
  const message = reminderMessage(view, mayRing(settings, now))
  await context.store.write(async (db) => {
    await markAgenda(db, agenda, { reminded_at: now })
    if (view.entries.length > 0)
      await insertDeliveries(db, [
        agendaDelivery(agenda, { key: `${agendaKey(agenda)}:reminder`, message, now, slot: 3 }),
      ])
  })
  return view.entries.length > 0 ? 1 : 0
}

/** A post for each paper, whose thread begins with the abstract, links and questions. */
async function openDiscussions(
  context: AgendaContext,
  agenda: Agenda,
  settings: MeetingSettings,
  now: number,
): Promise<number> {
  const view = await viewAgenda(context, agenda, settings, await itemsOf(context.store.db, agenda))
  const rings = mayRing(settings, now)
  await context.store.write(async (db) => {
    await markAgenda(db, agenda, { opened_at: now })
    for (const { paper, presenter, answer } of view.entries) {
      const { team, date } = agenda
      await openDiscussion(db, {
        team,
        paper: paper.id,
        date,
        presenter: answer === 'accepted' ? presenter : null,
        now,
      })
    }
    await insertDeliveries(db, discussionDeliveries(agenda, view, rings, now))
  })
  return view.entries.length
}

function discussionDeliveries(agenda: Agenda, view: AgendaView, rings: boolean, now: number): NewDelivery[] {
  return view.entries.flatMap((entry, index) => {
    const key = discussionKey(agenda, entry.paper.id)
    const message = discussionMessage(view, entry, rings)
    return [
      {
        ...agendaDelivery(agenda, { key, message, now, slot: 2 * index }),
        subject: { kind: 'said' as const, message, paper: entry.paper.id },
      },
      {
        ...agendaDelivery(agenda, { key: `${key}:start`, message: discussionStart(entry), now, slot: 2 * index + 1 }),
        parent: key,
      },
    ]
  })
}

/** The post below which a paper is discussed. */
export const discussionKey = (agenda: Pick<Agenda, 'team' | 'date'>, paper: string): string =>
  `${agendaKey(agenda)}:talk:${paper}`
