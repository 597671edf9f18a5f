import { type NotNull, sql } from 'kysely'
import { forgottenOf } from '../access/forgotten.ts'
import type { PostRef, Reaction, Vote } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { postKey } from '../outbox/posts.ts'
import { markTallyDue } from './update-tallies.ts'

/** In one transaction: about 10 ms, so that the bot answers people in between. */
const WRITTEN_TOGETHER = 50

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

type VotedPost = { post: PostRef; paper: PaperId; team: string }

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

/** What reactions bring about beyond being counted. Repeating it changes nothing. */
export type OnMarksChanged = (post: PostRef, changed: Vote[], now: number) => Promise<void>

export type ReactionContext = { store: Store; onMarksChanged: OnMarksChanged }

type PendingReaction = { reaction: Reaction; resolve(): void; reject(error: unknown): void }

/**
 * Stores reactions to our posts; a promise resolves when its reaction is stored, and repeating one changes nothing.
 * What arrives while others are being written is written in one transaction: each commit waits for the disk.
 */
export function createReactionWriter({
  store,
  onMarksChanged,
}: ReactionContext): (reaction: Reaction) => Promise<void> {
  const waiting: PendingReaction[] = []
  let isWriting = false

  async function writeWaiting(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) await writeTogether(waiting.splice(0, WRITTEN_TOGETHER))
    isWriting = false
  }

  async function writeTogether(together: PendingReaction[]): Promise<void> {
    const now = store.now()
    try {
      // In one order, here and in other processes; a person's words about one post stay in theirs.
      const reactions = together.map(({ reaction }) => reaction).toSorted(byRow)
      const changed = await store.write((db) => record(db, reactions, now))
      for (const { reaction, resolve, reject } of together)
        if (changed.has(reaction)) onMarksChanged(reaction.post, [reaction], now).then(resolve, reject)
        else resolve()
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }

  return (reaction) =>
    new Promise((resolve, reject) => {
      waiting.push({ reaction, resolve, reject })
      if (!isWriting) void writeWaiting()
    })
}

/** Returns those that were about us. */
async function record(db: Db, reactions: Reaction[], now: number): Promise<Set<Reaction>> {
  const people = reactions.map(({ person }) => person)
  const forgotten = await forgottenOf(db, people)
  const ours = new Map<string, boolean>()
  const recorded = new Set<Reaction>()
  for (const reaction of reactions) {
    const { post, person, emoji, change, at } = reaction
    const isOurs = ours.get(postKey(post)) ?? (await isOurPost(db, post))
    ours.set(postKey(post), isOurs)
    if (!isOurs || forgotten.has(person)) continue
    await recordVote(db, { post, person, emoji, stands: change === 'added', at: at ?? now })
    recorded.add(reaction)
  }
  await markTallies(db, [...new Map([...recorded].map(({ post }) => [postKey(post), post])).values()], now)
  return recorded
}

/** The posts of these papers may show an old tally. Votes, 🔖 and 🙋 are read from their rows whenever somebody asks. */
export async function markTallies(db: Db, posts: PostRef[], now: number): Promise<void> {
  for (const post of posts) {
    const voted = await findVotedPost(db, post)
    if (voted) await markTallyDue(db, voted.team, voted.paper, now)
  }
}

const rowOf = ({ post, person, emoji }: Reaction): string => `${postKey(post)} ${person} ${emoji}`

/** What is about the same row keeps its order. */
const byRow = (a: Reaction, b: Reaction): number => (rowOf(a) < rowOf(b) ? -1 : Number(rowOf(a) > rowOf(b)))
