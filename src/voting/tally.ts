import { type NotNull, sql } from 'kysely'
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
export async function tallyVotes(db: Db, voterGroup: VoterGroup, since: number): Promise<Tally[]> {
  const posted = tallies(db, voterGroup).where('d.paper_id', 'in', postedSince(db, voterGroup, since))
  const rows = await posted.orderBy('votes', 'desc').orderBy('d.paper_id').execute()
  return rows.map((row) => ({ ...row, votes: Number(row.votes) }))
}

/** How many people voted for each of these papers, whenever those were posted. */
export async function votesFor(db: Db, voterGroup: VoterGroup, papers: PaperId[]): Promise<Map<PaperId, number>> {
  if (papers.length === 0) return new Map()
  const rows = await tallies(db, voterGroup).where('d.paper_id', 'in', papers).execute()
  return new Map(rows.map(({ paper, votes }) => [paper, Number(votes)]))
}

const tallies = (db: Db, voterGroup: VoterGroup) =>
  standingVotes(db, voterGroup)
    .select(({ fn }) => [
      'd.paper_id as paper',
      fn.count<number>('v.person').distinct().as('votes'),
      fn.min('d.planned_at').as('postedAt'),
    ])
    .$narrowType<{ paper: NotNull }>()
    .groupBy('d.paper_id')

/** When each vote was given (milliseconds), from a moment on: a person counts once per paper. */
export async function votesGivenSince(db: Db, voterGroup: VoterGroup, since: number): Promise<number[]> {
  const rows = await standingVotes(db, voterGroup)
    .select(({ fn }) => fn.min<number>('v.since').as('first'))
    .where('v.since', '>=', since)
    .groupBy(['d.paper_id', 'v.person'])
    .execute()
  return rows.map(({ first }) => Number(first))
}

/** Who voted for what: the one who did first comes first. */
export async function votersSince(db: Db, voterGroup: VoterGroup, since: number) {
  const rows = await standingVotes(db, voterGroup)
    .select(({ fn }) => ['d.paper_id as paper', 'v.person', fn.min('v.since').as('first')])
    .$narrowType<{ paper: NotNull }>()
    .where('d.paper_id', 'in', postedSince(db, voterGroup, since))
    .groupBy(['d.paper_id', 'v.person'])
    .orderBy('first')
    .execute()
  return rows.map(({ paper, person }) => ({ paper, person }))
}

/** What this person voted for. */
export async function papersVotedBy(db: Db, voterGroup: VoterGroup, person: PersonId): Promise<PaperId[]> {
  const rows = await standingVotes(db, voterGroup)
    .select('d.paper_id as paper')
    .$narrowType<{ paper: NotNull }>()
    .where('v.person', '=', person)
    .distinct()
    .execute()
  return rows.map(({ paper }) => paper)
}

/** Voting reactions that stand, of people who are still there. */
function standingVotes(db: Db, { teams, others }: VoterGroup) {
  const named = namesOf(teams)
  return (
    db
      .selectFrom('deliveries as d')
      .innerJoin('votes as v', 'v.post', 'd.post')
      .where('d.paper_id', 'is not', null)
      // Written out, not bound: SQLite takes an index of some rows only for a condition it can read.
      .where('v.stands', '=', sql.lit(1))
      .where((row) =>
        row.or([
          ...teams.map(({ team, emoji }) => row.and([row('d.team', '=', team), row('v.emoji', 'in', emoji)])),
          ...(others === null
            ? []
            : [row.and([...(named.length > 0 ? [row('d.team', 'not in', named)] : []), row('v.emoji', 'in', others)])]),
        ]),
      )
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('former_members')
              .select('former_members.person')
              .whereRef('former_members.team', '=', 'd.team')
              .whereRef('former_members.person', '=', 'v.person'),
          ),
        ),
      )
  )
}

const postedSince = (db: Db, { teams, others }: VoterGroup, since: number) =>
  db
    .selectFrom('deliveries')
    .select('paper_id')
    .where('paper_id', 'is not', null)
    .where('planned_at', '>=', since)
    .$if(others === null, (posted) => posted.where('team', 'in', namesOf(teams)))

const namesOf = (teams: VoterGroup['teams']): string[] => teams.map(({ team }) => team)
