import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { type Tally, tallyVotes } from '../voting/tally.ts'
import { type VoterGroup, voterGroupOf } from '../voting/voter-groups.ts'
import { closedPapers } from './discussions.ts'

const DAY_MS = 86_400_000
/** So long after it was last posted a paper stays on the ballot. */
export const BALLOT_DAYS = 28
/** So far back is looked for what was voted for and never discussed. */
const REMEMBERED_DAYS = 365

export type BallotCandidate = Tally & {
  /** 1 is best. */
  rank: number
}

/** What a team may discuss next, most votes first. Everything about it follows from rows, so that it can be explained at any time. */
export async function readBallot(db: Db, team: string, now: number): Promise<BallotCandidate[]> {
  const voterGroup = await voterGroupOf(db, team)
  return (await undiscussed(db, voterGroup, now - BALLOT_DAYS * DAY_MS)).map((tally, index) => ({
    ...tally,
    rank: index + 1,
  }))
}

/** What was voted for, has left the ballot, and was never discussed; most votes first. */
export async function readNearMisses(db: Db, team: string, now: number): Promise<Tally[]> {
  const voterGroup = await voterGroupOf(db, team)
  const ballot = new Set((await undiscussed(db, voterGroup, now - BALLOT_DAYS * DAY_MS)).map(({ paper }) => paper))
  const all = await undiscussed(db, voterGroup, now - REMEMBERED_DAYS * DAY_MS)
  return all.filter(({ paper }) => !ballot.has(paper))
}

/** One sentence about where a paper stands, for `/papers why`; null when nobody here voted for it. */
export async function explainBallot(db: Db, team: string, paper: PaperId, now: number): Promise<string | null> {
  const ballot = await readBallot(db, team, now)
  const found = ballot.find((candidate) => candidate.paper === paper)
  if (!found) return null
  const equal = ballot.filter(({ votes }) => votes === found.votes).length
  const order = equal > 1 ? `; of ${equal} with as many votes the one posted first comes first` : ''
  return `On the ballot: number ${found.rank} of ${ballot.length}, with ${people(found.votes)} for it${order}. It stays ${BALLOT_DAYS} days after it was last posted.`
}

/** People decide; among equals the paper that leaves the ballot first. */
async function undiscussed(db: Db, voterGroup: VoterGroup, since: number): Promise<Tally[]> {
  const closed = await closedPapers(db, teamsIn(voterGroup))
  return (await tallyVotes(db, voterGroup, since))
    .filter(({ paper }) => !closed.has(paper))
    .toSorted((a, b) => b.votes - a.votes || a.postedAt - b.postedAt || (a.paper < b.paper ? -1 : 1))
}

const teamsIn = ({ teams }: VoterGroup): string[] => teams.map(({ team }) => team)

const people = (votes: number): string => (votes === 1 ? '1 person' : `${votes} people`)
