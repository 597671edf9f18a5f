import { sql } from 'kysely'
import type { PersonId, PostRef, Vote } from '../chat.ts'
import type { Subject } from '../delivery/delivery.ts'
import type { PaperId } from '../paper.ts'
import { postKey } from './deliveries.ts'
import type { Db } from './open.ts'

const ROWS_AT_ONCE = 200

/** Whether a reaction to this post concerns us: it is one of ours, or may be the one that is being sent this moment. */
export async function isOurPost(db: Db, post: PostRef): Promise<boolean> {
  const found = await db
    .selectFrom('deliveries')
    .select('id')
    .where((row) =>
      row.or([
        row('post', '=', postKey(post)),
        row.and([row('place', '=', post.channel), row('state', 'in', ['sending', 'uncertain'])]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** The newest word about a reaction stands, in whatever order they arrive. `at` in milliseconds. */
export async function recordVote(
  db: Db,
  { post, person, emoji, stands, at }: Vote & { post: PostRef; stands: boolean; at: number },
): Promise<void> {
  await db
    .insertInto('votes')
    .values({ post: postKey(post), person, emoji, stands: stands ? 1 : 0, at })
    .onConflict((conflict) =>
      conflict
        .columns(['post', 'person', 'emoji'])
        .doUpdateSet((row) => ({ stands: row.ref('excluded.stands'), at: row.ref('excluded.at') }))
        .whereRef('excluded.at', '>=', 'votes.at'),
    )
    .execute()
}

/** Makes the rows of a post equal to what the platform showed at `at`; whatever happened later stays. */
export async function settleVotes(db: Db, post: PostRef, shown: Vote[], at: number): Promise<void> {
  await db
    .updateTable('votes')
    .set({ stands: 0, at })
    .where('post', '=', postKey(post))
    .where('at', '<=', at)
    .where('stands', '=', 1)
    .execute()
  for (let start = 0; start < shown.length; start += ROWS_AT_ONCE)
    for (const vote of shown.slice(start, start + ROWS_AT_ONCE))
      await recordVote(db, { ...vote, post, stands: true, at })
}

export type Tally = { paper: PaperId; people: PersonId[] }
export type TallyFilter = {
  emoji: string[]
  /** Votes of this team alone; null: of all. */
  team: string | null
  /** For papers posted since then, milliseconds. */
  since: number
}

/** Each person once per paper, whatever the number of posts and emoji; most votes first. */
export async function tallyVotes(db: Db, { emoji, team, since }: TallyFilter): Promise<Tally[]> {
  const rows = await db
    .selectFrom('votes as v')
    .innerJoin('deliveries as d', 'd.post', 'v.post')
    .select(['v.person', 'd.subject'])
    .where('v.stands', '=', 1)
    .where('v.emoji', 'in', emoji)
    .where('d.planned_at', '>=', since)
    .$if(team !== null, (query) => query.where('d.team', '=', team ?? ''))
    .orderBy('v.at')
    .execute()
  const people = new Map<PaperId, Set<PersonId>>()
  for (const { person, subject } of rows) {
    const { paper } = paperOf(subject)
    if (paper) people.set(paper, (people.get(paper) ?? new Set()).add(person as PersonId))
  }
  return [...people]
    .map(([paper, persons]) => ({ paper, people: [...persons] }))
    .toSorted((a, b) => b.people.length - a.people.length || (a.paper < b.paper ? -1 : 1))
}

export type VotedPost = { post: PostRef; paper: PaperId }

/** Posts of papers on these platforms since then, newest first: what people may have voted on. */
export async function papersPosted(db: Db, platforms: string[], since: number): Promise<VotedPost[]> {
  if (platforms.length === 0) return []
  const rows = await db
    .selectFrom('deliveries')
    .select(['post', 'subject'])
    .where('state', '=', sql.lit('sent'))
    .where('platform', 'in', platforms)
    .where('planned_at', '>=', since)
    .where('post', 'is not', null)
    .orderBy('planned_at', 'desc')
    .execute()
  return rows.flatMap(({ post, subject }) => {
    const { paper } = paperOf(subject)
    return post !== null && paper ? [{ post: JSON.parse(post), paper }] : []
  })
}

/** The reactions that stand on a post. */
export async function votesOn(db: Db, post: PostRef): Promise<Vote[]> {
  const rows = await db
    .selectFrom('votes')
    .select(['person', 'emoji'])
    .where('post', '=', postKey(post))
    .where('stands', '=', 1)
    .execute()
  return rows.map(({ person, emoji }) => ({ person: person as PersonId, emoji }))
}

function paperOf(json: string): { paper: PaperId | null } {
  const subject: Subject = JSON.parse(json)
  return { paper: subject.kind === 'paper' ? subject.paper : null }
}
