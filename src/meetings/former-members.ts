import type { ChannelId, PersonId, PostRef } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

/** Somebody left a team, or is back. */
export async function recordFormerMember(
  db: Db,
  { team, person, gone, now }: { team: string; person: PersonId; gone: boolean; now: number },
): Promise<void> {
  if (!gone) {
    await db.deleteFrom('former_members').where('team', '=', team).where('person', '=', person).execute()
    return
  }
  await insertMissing(db, 'former_members', [{ team, person, seen_at: now }])
}

export async function formerMembers(db: Db, teams: string[]): Promise<Set<string>> {
  const rows = await db.selectFrom('former_members').select('person').where('team', 'in', teams).execute()
  return new Set(rows.map(({ person }) => person))
}

/** Who reacted to these papers in these teams, and in which channel; some may have left since. */
export async function peopleOn(
  db: Db,
  teams: string[],
  papers: PaperId[],
): Promise<{ team: string; channel: ChannelId; person: PersonId }[]> {
  if (papers.length === 0) return []
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('votes as v', 'v.post', 'd.post')
    .select(['d.team', 'v.person', 'v.post'])
    .where('d.team', 'in', teams)
    .where('d.paper_id', 'in', papers)
    .where('v.stands', '=', 1)
    .orderBy('v.since', 'desc')
    .execute()
  const known = new Map(
    rows.map(({ team, person, post }) => {
      const { channel }: PostRef = JSON.parse(post)
      return [`${team} ${person}`, { team, channel, person }]
    }),
  )
  return [...known.values()]
}
