import type { PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { type Tally, tallyVotes } from '../voting/tally.ts'
import { voterGroupOf } from '../voting/voter-groups.ts'
import { closedPapers } from './discussions.ts'

/** So long after it was last posted a paper stays on the ballot. */
export const BALLOT_DAYS = 28
/** How far back papers are looked for that were voted for and never discussed. */
const REMEMBERED_DAYS = 365

/** What a team may discuss next, most votes first. It follows from rows alone, so that it can be explained later. */
export const readBallot = (db: Db, team: string, now: number): Promise<Tally[]> =>
  undiscussed(db, team, now - BALLOT_DAYS * DAY_MS)

/** What was voted for, has left the ballot, and was never discussed; most votes first. */
export async function readNearMisses(db: Db, team: string, now: number): Promise<Tally[]> {
  const ballot = new Set((await readBallot(db, team, now)).map(({ paper }) => paper))
  const all = await undiscussed(db, team, now - REMEMBERED_DAYS * DAY_MS)
  return all.filter(({ paper }) => !ballot.has(paper))
}

/** One sentence about where a paper stands, for `/papers why`; null when nobody here voted for it. */
export async function explainBallot(db: Db, team: string, paper: PaperId, now: number): Promise<string | null> {
  const ballot = await readBallot(db, team, now)
  const index = ballot.findIndex((candidate) => candidate.paper === paper)
  const votes = ballot[index]?.votes
  if (votes === undefined) return null
  const equal = ballot.filter((candidate) => candidate.votes === votes).length
  const order = equal > 1 ? `; of ${equal} with as many votes the one posted first comes first` : ''
  const people = votes === 1 ? '1 person' : `${votes} people`
  return (
    `On the ballot: number ${index + 1} of ${ballot.length}, with ${people} for it${order}. ` +
    `It stays ${BALLOT_DAYS} days after it was last posted.`
  )
}

/** Most votes first; among equals the paper that leaves the ballot first. */
async function undiscussed(db: Db, team: string, since: number): Promise<Tally[]> {
  const voterGroup = await voterGroupOf(db, team)
  const teams = voterGroup.teams.map((one) => one.team)
  const closed = await closedPapers(db, teams)
  return (await tallyVotes(db, voterGroup, since))
    .filter(({ paper }) => !closed.has(paper))
    .toSorted((a, b) => b.votes - a.votes || a.postedAt - b.postedAt || (a.paper < b.paper ? -1 : 1))
}
