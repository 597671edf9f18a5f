import type { Logger } from 'pino'
import { findChannel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { MeetingSettings } from '../../channels/team-settings.ts'
import { platformOf } from '../../core/chat.ts'
import type { Store } from '../../db/open.ts'
import { postOf } from '../../outbox/posts.ts'
import { findPapers } from '../../papers/papers.ts'
import type { Summarize } from '../../summaries/summary.ts'
import { createSummaries } from '../../summaries/team-summaries.ts'
import { linkedTeams, voteOf } from '../../voting/voter-groups.ts'
import { type OfferContext, offersFor } from '../offers.ts'
import { agendaKey } from './delivery.ts'
import { type AgendaItem, agendaDays, itemsOf } from './items.ts'
import { type Agenda, markAgenda, type PlannedMeeting } from './stored-agendas.ts'
import { type AgendaView, agendaMessage } from './texts.ts'

type ViewContext = OfferContext & { store: Store; defaults: Defaults; summarize: Summarize; signal: AbortSignal }

export async function viewAgenda(
  context: ViewContext,
  { team, date, channel, meetsAt }: PlannedMeeting,
  { zone }: Pick<MeetingSettings, 'zone'>,
  items: AgendaItem[],
): Promise<AgendaView> {
  const { defaults, summarize, signal } = context
  const { db } = context.store
  const ids = items.map(({ paper }) => paper)
  const teams = await linkedTeams(db, team)
  const [papers, offers] = [await findPapers(db, ids), await offersFor(context, teams, ids)]
  const carried = await agendaDays(db, teams, date)
  const settings = effectiveSettings((await findChannel(db, channel))?.settings ?? {}, defaults)
  const summaries = createSummaries(db, summarize, signal)(team)
  const entries = items.flatMap(({ paper: id, ...item }) => {
    const paper = papers.get(id)
    if (!paper) return []
    const offered = offers.filter((offer) => offer.paper === id).length
    const entry = { ...item, paper, offers: offered, carriedFrom: carried.get(id) ?? null }
    return [summaries(paper, settings).then(({ lines }) => ({ ...entry, lines }))]
  })
  const vote = await voteOf(db, team)
  return { team, channel, date, meetsAt, zone, vote, entries: await Promise.all(entries) }
}

export type MeetingContext = ViewContext & { log: Logger }

/** Makes the post of an agenda show what was changed; an edited post rings nobody. */
export async function showAgenda(context: MeetingContext, agenda: Agenda, settings: MeetingSettings): Promise<void> {
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
