import type { Logger } from 'pino'
import { findChannel } from '../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../channels/settings.ts'
import type { MeetingSettings } from '../channels/team-settings.ts'
import { type ChatAdapter, platformOf } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { Store } from '../db/open.ts'
import type { NewDelivery } from '../outbox/deliveries.ts'
import { postOf } from '../outbox/deliveries.ts'
import { findPapers } from '../papers/papers.ts'
import type { Summarize } from '../summaries/summary.ts'
import { createSummaries } from '../summaries/team-summaries.ts'
import { teamsTogether } from '../voting/voter-groups.ts'
import { type AgendaView, agendaMessage } from './agenda-texts.ts'
import { offersFor } from './offers.ts'
import { type Agenda, type AgendaItem, agendaDays, itemsOf, markAgenda } from './stored-agendas.ts'

export type AgendaContext = {
  store: Store
  adapters: Map<string, ChatAdapter>
  defaults: Defaults
  summarize: Summarize
  log: Logger
  signal: AbortSignal
}

/** An agenda's meeting, whether or not it is on record yet. */
export type PlannedMeeting = Pick<Agenda, 'team' | 'date' | 'channel' | 'meetsAt'>

/** Deliveries of one agenda at one moment. */
const SLOTS = 1_000

export const agendaKey = ({ team, date }: Pick<Agenda, 'team' | 'date'>): string => `agenda:${team}:${date}`

type AgendaMessage = { key: string; message: Message; now: number; slot: number }

/** A message of a meeting, owed to its channel. */
export const agendaDelivery = (
  { team, channel }: Pick<Agenda, 'team' | 'channel'>,
  { key, message, now, slot }: AgendaMessage,
): NewDelivery => ({
  key,
  place: channel,
  team,
  seq: now * SLOTS + slot,
  parent: null,
  subject: { kind: 'said', message },
  plannedAt: now,
})

/** Everything that is said about an agenda. */
export async function viewAgenda(
  { store: { db }, defaults, summarize, signal }: AgendaContext,
  { team, date, channel, meetsAt }: PlannedMeeting,
  { zone }: Pick<MeetingSettings, 'zone'>,
  items: AgendaItem[],
): Promise<AgendaView> {
  const ids = items.map(({ paper }) => paper)
  const teams = (await teamsTogether(db, team)).map((one) => one.team)
  const [papers, offers, carried] = [
    await findPapers(db, ids),
    await offersFor(db, teams, ids),
    await agendaDays(db, teams, date),
  ]
  const settings = effectiveSettings((await findChannel(db, channel))?.settings ?? {}, defaults)
  const summaries = createSummaries(db, summarize, signal)(team)
  const entries = await Promise.all(
    items.flatMap(({ paper: id, votes, presenter, answer }) => {
      const paper = papers.get(id)
      if (!paper) return []
      const offered = offers.filter((offer) => offer.paper === id).length
      const entry = { paper, votes, offers: offered, carriedFrom: carried.get(id) ?? null, presenter, answer }
      return [summaries(paper, settings).then(({ lines }) => ({ ...entry, lines }))]
    }),
  )
  return { team, channel, date, meetsAt, zone, entries }
}

/** Makes the post of an agenda show what was changed; in a changed post nobody is rung. */
export async function showAgenda(context: AgendaContext, agenda: Agenda, settings: MeetingSettings): Promise<void> {
  const { db } = context.store
  const post = await postOf(db, agendaKey(agenda))
  const adapter = context.adapters.get(platformOf(agenda.channel))
  if (!post || !adapter) return
  const view = await viewAgenda(context, agenda, settings, await itemsOf(db, agenda))
  const outcome = await adapter.edit(post, agendaMessage(view, false))
  if (outcome.kind === 'sent' || outcome.kind === 'refused')
    await markAgenda(db, agenda, { shown_at: agenda.changedAt })
  else context.log.warn({ team: agenda.team, date: agenda.date }, 'agenda not updated yet; the next minute tries again')
}
