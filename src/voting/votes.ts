import { type NotNull, sql } from 'kysely'
import type { PostRef, Vote } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { postKey } from '../outbox/posts.ts'

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
    .values({ post: postKey(post), person, emoji, stands: stands ? 1 : 0, at, since: at })
    .onConflict((conflict) =>
      conflict
        .columns(['post', 'person', 'emoji'])
        .doUpdateSet((row) => ({
          stands: row.ref('excluded.stands'),
          at: row.ref('excluded.at'),
          since: row
            .case()
            .when('votes.stands', '=', row.ref('excluded.stands'))
            .then(row.ref('votes.since'))
            .else(row.ref('excluded.at'))
            .end(),
        }))
        .whereRef('excluded.at', '>=', 'votes.at'),
    )
    .execute()
}

/** Makes the rows of a post equal to what the platform showed at `at`; whatever happened later stays. */
export async function settleVotes(db: Db, post: PostRef, shown: Vote[], at: number): Promise<void> {
  const isShown = ({ person, emoji }: Vote) => shown.some((vote) => vote.person === person && vote.emoji === emoji)
  for (const vote of await votesOn(db, post))
    if (!isShown(vote)) await recordVote(db, { ...vote, post, stands: false, at })
  for (const vote of shown) await recordVote(db, { ...vote, post, stands: true, at })
}

export type VotedPost = { post: PostRef; paper: PaperId; team: string }

/** Posts of papers on these platforms since then, newest first: what people may have voted on. */
export async function papersPosted(db: Db, platforms: string[], since: number): Promise<VotedPost[]> {
  if (platforms.length === 0) return []
  const rows = await postsOfPapers(db)
    .where('state', '=', sql.lit('sent'))
    .where('platform', 'in', platforms)
    .where('planned_at', '>=', since)
    .orderBy('planned_at', 'desc')
    .execute()
  return rows.map(votedPost)
}

/** The paper that a post is about; null when it is none of ours. */
export async function findVotedPost(db: Db, post: PostRef): Promise<VotedPost | null> {
  const row = await postsOfPapers(db).where('post', '=', postKey(post)).executeTakeFirst()
  return row ? votedPost(row) : null
}

/** The reactions that stand on a post. */
export async function votesOn(db: Db, post: PostRef): Promise<Vote[]> {
  const standing = db.selectFrom('votes').select(['person', 'emoji']).where('stands', '=', 1)
  return standing.where('post', '=', postKey(post)).execute()
}

const postsOfPapers = (db: Db) =>
  db
    .selectFrom('deliveries')
    .select(['post', 'paper_id as paper', 'team'])
    .where('paper_id', 'is not', null)
    .where('post', 'is not', null)
    .$narrowType<{ post: NotNull; paper: NotNull }>()

const votedPost = (row: { post: string; paper: PaperId; team: string }): VotedPost => ({
  ...row,
  post: JSON.parse(row.post),
})
