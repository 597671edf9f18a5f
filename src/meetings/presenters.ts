import { sql } from 'kysely'
import { maySpeak } from '../access/who-may.ts'
import { OFFER } from '../channels/team-settings.ts'
import { type ChannelId, type ChatAdapter, type PersonId, type PostRef, platformOf } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { insertMissing, upsertRows } from '../db/rows.ts'
import { votersSince } from '../voting/tally.ts'
import { linkedTeams, voterGroupOf } from '../voting/voter-groups.ts'
import { type AgendaItem, declinedBy, type PlannedMeeting } from './agenda/stored-agendas.ts'
import { lastPresented } from './discussions.ts'

/** People who have not voted for eight weeks are not asked to present. */
const ROTA_DAYS = 56
/** People whose membership is looked up for one agenda; platforms want no more at once. */
const LOOKED_UP = 100

/**
 * Who may present a paper that has no presenter: first others who offered, which is a yes; then people of the rota,
 * who are asked. Null when nobody is left.
 */
export async function nextPresenter(
  context: OfferContext,
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
export async function recordFormerMembers(context: OfferContext, teams: string[], papers: PaperId[], now: number) {
  const { db } = context.store
  const people = papers.length === 0 ? [] : await peopleOn(db, teams, papers)
  for (const { team, channel, person } of people.slice(0, LOOKED_UP))
    if (await hasLeft(context, channel, person)) await recordFormerMember(db, team, person, now)
    else await db.deleteFrom('former_members').where('team', '=', team).where('person', '=', person).execute()
}

/** False when the platform does not answer, and for people of another platform. */
async function hasLeft({ adapters }: OfferContext, channel: ChannelId, person: PersonId): Promise<boolean> {
  if (platformOf(channel) !== platformOf(person)) return false
  const member = await adapters
    .get(platformOf(channel))
    ?.access(channel, person)
    .catch(() => undefined)
  return member === null
}

type Offer = { paper: PaperId; person: PersonId }

/** Records that somebody offers to present a paper, or takes the offer back, by command. */
export async function recordOffer(
  db: Db,
  { team, paper, person, stands, now }: Offer & { team: string; stands: boolean; now: number },
): Promise<void> {
  const offer = { team, paper_id: paper, person, stands: stands ? 1 : 0, at: now }
  await upsertRows(db, 'offers', [offer], { key: ['team', 'paper_id', 'person'] })
}

export type OfferContext = { store: Pick<Store, 'db'>; adapters: Map<string, ChatAdapter> }

/**
 * The standing offers to present these papers, the earliest first. 🙋 by somebody who may not make the bot speak there
 * is none; a command was refused when it was typed.
 */
export async function offersFor(context: OfferContext, teams: string[], papers: PaperId[]): Promise<Offer[]> {
  const offers = await findOffers(context.store.db, teams, papers)
  const counted = await Promise.all(
    offers.map(({ channel, person }) => channel === null || maySpeak(context, channel, person).catch(() => false)),
  )
  return offers.filter((_, index) => counted[index])
}

/** A command and 🙋 on any post count alike; the newest one decides. `channel` null: by command. */
async function findOffers(db: Db, teams: string[], papers: PaperId[]) {
  if (papers.length === 0) return []
  const byCommand = db
    .selectFrom('offers')
    .select(['paper_id', 'person', 'stands', 'at', sql<ChannelId | null>`cast(null as text)`.as('channel')])
    .where('team', 'in', teams)
    .where('paper_id', 'in', papers)
  const byReaction = db
    .selectFrom('deliveries as d')
    .innerJoin('votes as v', 'v.post', 'd.post')
    .select([
      sql<PaperId>`d.paper_id`.as('paper_id'),
      'v.person',
      'v.stands',
      'v.since as at',
      sql<ChannelId | null>`d.place`.as('channel'),
    ])
    .where('d.team', 'in', teams)
    .where('d.paper_id', 'in', papers)
    .where('v.emoji', '=', OFFER)
  const marks = await byCommand.unionAll(byReaction).orderBy('at').orderBy('stands', 'desc').execute()
  const newest = new Map(marks.map((mark) => [`${mark.paper_id} ${mark.person}`, mark]))
  const former = await db.selectFrom('former_members').select('person').where('team', 'in', teams).execute()
  const left = new Set(former.map(({ person }) => person))
  return [...newest.values()]
    .filter(({ stands, person }) => stands === 1 && !left.has(person))
    .toSorted((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1))
    .map(({ paper_id, person, channel }) => ({ paper: paper_id, person, channel }))
}

export async function recordFormerMember(db: Db, team: string, person: PersonId, now: number): Promise<void> {
  await insertMissing(db, 'former_members', [{ team, person, seen_at: now }])
}

/** Who reacted to these papers in these teams, and in which channel; some may have left since. */
async function peopleOn(db: Db, teams: string[], papers: PaperId[]) {
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('votes as v', 'v.post', 'd.post')
    .select(['d.team', 'v.person', 'v.post'])
    .where('d.team', 'in', teams)
    .where('d.paper_id', 'in', papers)
    .where('v.stands', '=', 1)
    .orderBy('v.since', 'desc')
    .execute()
  const people = rows.map(({ team, person, post }) => {
    const { channel }: PostRef = JSON.parse(post)
    return { team, channel, person }
  })
  return [...new Map(people.map((one) => [`${one.team} ${one.person}`, one])).values()]
}
