import { type ChannelId, type ChatAdapter, type PersonId, platformOf } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { votersSince } from '../voting/tally.ts'
import { teamsTogether, voterGroupOf } from '../voting/voter-groups.ts'
import { lastPresented } from './discussions.ts'
import { peopleOn, recordFormerMember } from './former-members.ts'
import { offersFor } from './offers.ts'
import { type AgendaItem, type AgendaKey, declinedBy } from './stored-agendas.ts'

/** The rota is of people who voted lately: who takes no part is not asked. */
const ROTA_DAYS = 56
const DAY_MS = 86_400_000
/** People whose membership is looked up for one agenda; platforms want no more at once. */
const LOOKED_UP = 100

export type PresenterContext = { store: Store; adapters: Map<string, ChatAdapter> }

/** Whoever offered first presents, one paper each; an offer is a yes. */
export async function presentersFor(
  { store: { db } }: Pick<PresenterContext, 'store'>,
  teams: string[],
  papers: PaperId[],
): Promise<Map<PaperId, PersonId>> {
  const presenters = new Map<PaperId, PersonId>()
  for (const { paper, person } of await offersFor(db, teams, papers))
    if (!presenters.has(paper) && ![...presenters.values()].includes(person)) presenters.set(paper, person)
  return presenters
}

/**
 * Who presents a paper that nobody presents: somebody else who offered, and that is a yes; else whoever presented longest ago is asked,
 * those who never did first, and among them somebody who voted for this paper. Null when there is nobody left.
 */
export async function nextPresenter(
  context: PresenterContext,
  agenda: AgendaKey & { channel: ChannelId },
  items: AgendaItem[],
  paper: PaperId,
  now: number,
): Promise<{ presenter: PersonId; answer: 'asked' | 'accepted' } | null> {
  const { db } = context.store
  const teams = (await teamsTogether(db, agenda.team)).map(({ team }) => team)
  const taken = new Set([...(await declinedBy(db, agenda)), ...items.map(({ presenter }) => presenter)])
  const offered = (await offersFor(db, teams, [paper])).map(({ person }) => person)
  const candidates = [
    ...offered.map((presenter) => ({ presenter, answer: 'accepted' as const })),
    ...(await rota(db, agenda.team, paper, now)).map((presenter) => ({ presenter, answer: 'asked' as const })),
  ]
  for (const candidate of candidates)
    if (!taken.has(candidate.presenter) && !(await hasLeft(context, agenda.channel, candidate.presenter)))
      return candidate
  return null
}

async function rota(db: Db, team: string, paper: PaperId, now: number): Promise<PersonId[]> {
  const voterGroup = await voterGroupOf(db, team)
  const votes = await votersSince(db, voterGroup, now - ROTA_DAYS * DAY_MS)
  const presented = await lastPresented(
    db,
    voterGroup.teams.map((one) => one.team),
  )
  const voted = new Set(votes.filter((vote) => vote.paper === paper).map(({ person }) => person))
  return [...new Set(votes.map(({ person }) => person))].toSorted(
    (a, b) =>
      (presented.get(a) ?? '').localeCompare(presented.get(b) ?? '') ||
      Number(voted.has(b)) - Number(voted.has(a)) ||
      (a < b ? -1 : 1),
  )
}

/** Looks up whether those who reacted to these papers are still there: the votes of people who left count no more. */
export async function noteFormerMembers(
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

/** A platform that does not answer says nothing; people of another platform are not its to know. */
async function hasLeft({ adapters }: PresenterContext, channel: ChannelId, person: PersonId): Promise<boolean> {
  if (platformOf(channel) !== platformOf(person)) return false
  const access = await adapters
    .get(platformOf(channel))
    ?.access(channel, person)
    .catch(() => 'member')
  return access === 'none'
}
