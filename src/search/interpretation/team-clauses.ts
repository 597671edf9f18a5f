import { listChannels } from '../../channels/channels.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { papersPostedIn } from '../../outbox/postings.ts'
import { papersVotedBy, tallyVotes } from '../../voting/tally.ts'
import { voterGroupFor, voterGroupOf } from '../../voting/voter-groups.ts'
import type { Asker } from '../paper-search.ts'
import { type Clause, type Comparison, compare } from '../query/clause.ts'

/** These papers, or all but these. */
export type PaperSet = { ids: PaperId[]; except: boolean }

/**
 * The papers that a clause about a team means, a sentence when it cannot be told, null when it is about papers alone.
 */
export async function papersOfTeamClause(
  db: Db,
  clause: Clause,
  asker: Asker | null,
): Promise<PaperSet | string | null> {
  switch (clause.is) {
    case 'count':
      return clause.of === 'votes' ? papersVoted(db, clause, asker) : null
    case 'by':
      if (!asker?.person) return '“by:me” was left out: it needs somebody who asks in a chat.'
      return only(await papersVotedBy(db, await voterGroupOf(db, asker.team), asker.person))
    case 'discussed': {
      const teams = asker ? (await voterGroupOf(db, asker.team)).teams.map(({ team }) => team) : null
      return { ids: await discussedPapers(db, teams), except: !clause.yes }
    }
    case 'posted': {
      const channels = await channelsCalled(db, clause.channel, asker)
      if (channels.length === 0)
        return `“posted:#${clause.channel}” was left out: there is no channel of that name here that you see.`
      return only(await papersPostedIn(db, channels))
    }
    default:
      return null
  }
}

const only = (ids: PaperId[]): PaperSet => ({ ids, except: false })

type VoteCount = { than: Comparison; number: number }

async function papersVoted(db: Db, { than, number }: VoteCount, asker: Asker | null): Promise<PaperSet> {
  const meets = (votes: number) => compare(votes, than, number)
  // Most papers have no vote, so the set lists only papers that have some.
  const except = meets(0)
  const tallies = await tallyVotes(db, await voterGroupFor(db, asker?.team ?? null), 0)
  return { ids: tallies.filter(({ votes }) => meets(votes) !== except).map(({ paper }) => paper), except }
}

/** A name may be that of several channels: each team has its own #papers. */
async function channelsCalled(db: Db, name: string, asker: Asker | null): Promise<ChannelId[]> {
  const channels = await listChannels(db)
  return channels
    .filter((channel) => channel.id === name || channel.name.toLowerCase() === name.toLowerCase())
    .map(({ id }) => id)
    .filter((id) => asker === null || asker.channels.includes(id))
}

/** The papers whose discussions these teams closed; null: any team. */
async function discussedPapers(db: Db, teams: string[] | null): Promise<PaperId[]> {
  const rows = await db
    .selectFrom('discussions')
    .select('paper_id')
    .where('closed_at', 'is not', null)
    .$if(teams !== null, (query) => query.where('team', 'in', teams ?? []))
    .distinct()
    .execute()
  return rows.map(({ paper_id }) => paper_id)
}
