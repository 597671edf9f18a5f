import type { Logger } from 'pino'
import { findChannel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { MeetingSettings } from '../../channels/team-settings.ts'
import { type PersonId, platformOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { Store } from '../../db/open.ts'
import { postOf } from '../../outbox/posts.ts'
import { findPapers } from '../../papers/papers.ts'
import type { Summarize } from '../../summaries/summary.ts'
import { createSummaries } from '../../summaries/team-summaries.ts'
import { linkedTeams, teamSettingsOf, teamsTogether, voteOf } from '../../voting/voter-groups.ts'
import { readBallot } from '../ballot.ts'
import { nextMeeting } from '../meeting.ts'
import { type OfferContext, offersFor } from '../presenters.ts'
import {
  type Agenda,
  type AgendaItem,
  agendaDays,
  agendaKey,
  findAgenda,
  itemsOf,
  markAgenda,
  type PlannedMeeting,
} from './stored-agendas.ts'
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
export async function showAgenda(context: MeetingContext, agenda: Agenda): Promise<void> {
  const { db } = context.store
  const { meeting: settings } = await teamSettingsOf(db, agenda.team)
  const post = await postOf(db, agendaKey(agenda))
  const adapter = context.adapters.get(platformOf(agenda.channel))
  if (!settings || !post || !adapter) return
  const view = await viewAgenda(context, agenda, settings, await itemsOf(db, agenda))
  const outcome = await adapter.edit(post, agendaMessage(view, false))
  if (outcome.kind === 'sent' || outcome.kind === 'refused')
    await markAgenda(db, agenda, { shown_at: agenda.changedAt })
  else context.log.warn({ team: agenda.team, date: agenda.date }, 'agenda not updated yet; the next minute tries again')
}

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

/** What would be on the agenda now: the best of the ballot. The first to offer presents, one paper each. */
export async function draftItems(
  context: OfferContext,
  team: string,
  size: number,
  now: number,
): Promise<AgendaItem[]> {
  const { db } = context.store
  const best = (await readBallot(db, team, now)).slice(0, size)
  const papers = best.map(({ paper }) => paper)
  const presenters = new Map<PaperId, PersonId>()
  for (const { paper, person } of await offersFor(context, await linkedTeams(db, team), papers))
    if (!presenters.has(paper) && ![...presenters.values()].includes(person)) presenters.set(paper, person)
  return best.map(({ paper, votes }) => {
    const presenter = presenters.get(paper) ?? null
    return { paper, votes, presenter, answer: presenter === null ? null : 'accepted' }
  })
}
