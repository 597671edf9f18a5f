import { type RawBuilder, sql } from 'kysely'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { everybodyVoting, type VoterGroup, voterGroupOf } from './voter-groups.ts'

export type Tally = {
  paper: PaperId
  /** People: each counts once per paper, whatever the number of posts and emoji. */
  votes: number
  /** When it was first posted where somebody voted, milliseconds. */
  postedAt: number
}

/** What a team and those linked with it voted for, of the papers posted since then (milliseconds); most votes first. */
export const countVotes = async ({ db }: Store, team: string, since: number): Promise<Tally[]> =>
  tallyVotes(db, await voterGroupOf(db, team), since)

/** Everybody's votes with who gave them: for whoever runs the bot, and for nobody else. */
export async function listVotes({ db }: Store, since: number): Promise<{ paper: PaperId; people: PersonId[] }[]> {
  const voters = await votersSince(db, await everybodyVoting(db), since)
  return [...Map.groupBy(voters, ({ paper }) => paper)]
    .map(([paper, votes]) => ({ paper, people: votes.map(({ person }) => person) }))
    .toSorted((a, b) => b.people.length - a.people.length || (a.paper < b.paper ? -1 : 1))
}

/** Papers with votes that were posted since then (milliseconds), most votes first. */
export const tallyVotes = (db: Db, voterGroup: VoterGroup, since: number): Promise<Tally[]> =>
  tally(db, voterGroup, sql`d.paper_id in ${postedSince(voterGroup, since)}`)

/** How many people voted for each of these papers, whenever those were posted. */
export async function votesFor(db: Db, voterGroup: VoterGroup, papers: PaperId[]): Promise<Map<PaperId, number>> {
  if (papers.length === 0) return new Map()
  const tallies = await tally(db, voterGroup, sql`d.paper_id in (${sql.join(papers)})`)
  return new Map(tallies.map(({ paper, votes }) => [paper, votes]))
}

async function tally(db: Db, voterGroup: VoterGroup, isMeant: RawBuilder<unknown>): Promise<Tally[]> {
  const { rows } = await sql<Tally>`select d.paper_id as paper, count(distinct v.person) as votes,
      min(d.planned_at) as "postedAt"
    ${standingVotes(voterGroup)} and ${isMeant} group by d.paper_id order by votes desc, d.paper_id`.execute(db)
  return rows
}

/** When each vote was given (milliseconds), from a moment on: a person counts once per paper. */
export async function votesGivenSince(db: Db, voterGroup: VoterGroup, since: number): Promise<number[]> {
  const { rows } = await sql<{ first: number }>`select min(v.since) as first ${standingVotes(voterGroup)}
    and v.since >= ${since} group by d.paper_id, v.person`.execute(db)
  return rows.map(({ first }) => first)
}

/** Who voted for what: the one who did first comes first. */
export async function votersSince(db: Db, voterGroup: VoterGroup, since: number) {
  const { rows } = await sql<{ paper: PaperId; person: PersonId }>`select d.paper_id as paper, v.person
    ${standingVotes(voterGroup)} and d.paper_id in ${postedSince(voterGroup, since)}
    group by d.paper_id, v.person order by min(v.since)`.execute(db)
  return rows
}

/** What this person voted for. */
export async function papersVotedBy(db: Db, voterGroup: VoterGroup, person: PersonId): Promise<PaperId[]> {
  const { rows } = await sql<{ paper: PaperId }>`select distinct d.paper_id as paper ${standingVotes(voterGroup)}
    and v.person = ${person}`.execute(db)
  return rows.map(({ paper }) => paper)
}

/** The `from … where …` of voting reactions that stand, of people who are still there. */
function standingVotes({ teams, others }: VoterGroup): RawBuilder<unknown> {
  const isAmong = (emoji: string[]) => sql`v.emoji in (${sql.join(emoji)})`
  const either = teams.map(({ team, emoji }) => sql`d.team = ${team} and ${isAmong(emoji)}`)
  const isOther = teams.length > 0 ? sql`d.team not in ${namesOf(teams)}` : sql`true`
  if (others) either.push(sql`${isOther} and ${isAmong(others)}`)
  // One is written out, not bound: SQLite takes an index of some rows only for a condition it can read.
  return sql`from deliveries as d join votes as v on v.post = d.post
    where d.paper_id is not null and v.stands = 1 and (${sql.join(either, sql` or `)})
      and not exists (select 1 from former_members as former where former.team = d.team and former.person = v.person)`
}

const postedSince = ({ teams, others }: VoterGroup, since: number) =>
  sql`(select paper_id from deliveries where paper_id is not null and planned_at >= ${since}
    and ${others === null ? sql`team in ${namesOf(teams)}` : sql`true`})`

const namesOf = (teams: VoterGroup['teams']) => sql`(${sql.join(teams.map(({ team }) => team))})`
