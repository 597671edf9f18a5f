import { DISCUSSED } from '../channels/team-settings.ts'
import type { ChatAdapter, PostRef, Vote } from '../core/chat.ts'
import { manages, platformOf } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { closeDiscussion, reopenDiscussion } from '../meetings/discussions.ts'
import { markTallyDue } from './due-tallies.ts'
import { findVotedPost, type VotedPost, votesOn } from './votes.ts'

export type ReactionContext = { store: Store; adapters: Map<string, ChatAdapter> }

/** The posts of these papers may show an old tally. Votes, 🔖 and 🙋 are read from their rows whenever somebody asks. */
export async function markTallies(db: Db, posts: PostRef[], now: number): Promise<void> {
  for (const post of posts) {
    const voted = await findVotedPost(db, post)
    if (voted) await markTallyDue(db, voted.team, voted.paper, now)
  }
}

/** What reactions bring about beyond being counted. Repeating it changes nothing. */
export async function followMarks(
  context: ReactionContext,
  post: PostRef,
  changed: Vote[],
  now: number,
): Promise<void> {
  if (!changed.some(({ emoji }) => emoji === DISCUSSED)) return
  const voted = await findVotedPost(context.store.db, post)
  if (voted) await followMark(context, voted, now)
}

/** ✅ says “discussed” while anybody's stands who manages the channel. */
async function followMark({ store, adapters }: ReactionContext, voted: VotedPost, now: number): Promise<void> {
  const { db } = store
  const { post, team, paper } = voted
  for (const { person, emoji } of await votesOn(db, post)) {
    if (emoji !== DISCUSSED) continue
    if (!manages((await adapters.get(platformOf(post.channel))?.access(post.channel, person)) ?? 'none')) continue
    return closeDiscussion(db, { team, paper, date: new Date(now).toISOString().slice(0, 10), now })
  }
  await reopenDiscussion(db, team, paper)
}
