import { type ChannelId, type ChatAdapter, type PersonId, platformOf } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { votersSince } from '../voting/tally.ts'
import { linkedTeams, voterGroupOf } from '../voting/voter-groups.ts'
import type { AgendaItem } from './agenda/items.ts'
import { declinedBy, type PlannedMeeting } from './agenda/stored-agendas.ts'
import { lastPresented } from './discussions.ts'
import { peopleOn, recordFormerMember } from './former-members.ts'
import { type OfferContext, offersFor } from './offers.ts'

/** People who have not voted for eight weeks are not asked to present. */
const ROTA_DAYS = 56
/** People whose membership is looked up for one agenda; platforms want no more at once. */
const LOOKED_UP = 100

type PresenterContext = { store: Store; adapters: Map<string, ChatAdapter> }

/** The first to offer presents, one paper each; an offer is a yes. */
export async function presentersFor(
  context: OfferContext,
  teams: string[],
  papers: PaperId[],
): Promise<Map<PaperId, PersonId>> {
  const presenters = new Map<PaperId, PersonId>()
  for (const { paper, person } of await offersFor(context, teams, papers))
    if (!presenters.has(paper) && ![...presenters.values()].includes(person)) presenters.set(paper, person)
  return presenters
}

/**
 * Who may present a paper that has no presenter: first others who offered, which is a yes; then people of the rota,
 * who are asked. Null when nobody is left.
 */
export async function nextPresenter(
  context: PresenterContext,
  agenda: PlannedMeeting,
  items: AgendaItem[],
  paper: PaperId,
  now: number,
): Promise<{ presenter: PersonId; answer: 'asked' | 'accepted' } | null> {
  const { db } = context.store
  const teams = await linkedTeams(db, agenda.team)
  const taken = new Set([...(await declinedBy(db, agenda)), ...items.map(({ presenter }) => presenter)])
  const offered = (await offersFor(context, teams, [paper])).map(({ person }) => person)
  const candidates = [
    ...offered.map((presenter) => ({ presenter, answer: 'accepted' as const })),
    ...(await rota(db, agenda.team, paper, now)).map((presenter) => ({ presenter, answer: 'asked' as const })),
  ]
  for (const candidate of candidates)
    if (!taken.has(candidate.presenter) && !(await hasLeft(context, agenda.channel, candidate.presenter)))
      return candidate
  return null
}

/** Those who never presented first, then those who presented longest ago; among equals, voters for this paper. */
async function rota(db: Db, team: string, paper: PaperId, now: number): Promise<PersonId[]> {
  const voterGroup = await voterGroupOf(db, team)
  const votes = await votersSince(db, voterGroup, now - ROTA_DAYS * DAY_MS)
  const presented = await lastPresented(db, await linkedTeams(db, team))
  const voted = new Set(votes.filter((vote) => vote.paper === paper).map(({ person }) => person))
  return [...new Set(votes.map(({ person }) => person))].toSorted(
    (a, b) =>
      (presented.get(a) ?? '').localeCompare(presented.get(b) ?? '') ||
      Number(voted.has(b)) - Number(voted.has(a)) ||
      (a < b ? -1 : 1),
  )
}

/** Looks up whether those who reacted to these papers are still members: votes of people who left do not count. */
export async function recordFormerMembers(
  context: PresenterContext,
  teams: string[],
  papers: PaperId[],
  now: number,
): Promise<void> {
  const people = await peopleOn(context.store.db, teams, papers)
  for (const { team, channel, person } of people.slice(0, LOOKED_UP)) {
    const gone = await hasLeft(context, channel, person)
    await recordFormerMember(context.store.db, { team, person, gone, now })
  }
}

/** False when the platform does not answer, and for people of another platform. */
async function hasLeft({ adapters }: PresenterContext, channel: ChannelId, person: PersonId): Promise<boolean> {
  if (platformOf(channel) !== platformOf(person)) return false
  const member = await adapters
    .get(platformOf(channel))
    ?.access(channel, person)
    .catch(() => undefined)
  return member === null
}
