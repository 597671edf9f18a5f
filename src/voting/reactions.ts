import type { PostRef, Vote } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { markTallyDue } from './due-tallies.ts'
import { findVotedPost } from './votes.ts'

/** What reactions bring about beyond being counted. Repeating it changes nothing. */
export type OnMarksChanged = (post: PostRef, changed: Vote[], now: number) => Promise<void>

export type ReactionContext = { store: Store; onMarksChanged: OnMarksChanged }

/** The posts of these papers may show an old tally. Votes, 🔖 and 🙋 are read from their rows whenever somebody asks. */
export async function markTallies(db: Db, posts: PostRef[], now: number): Promise<void> {
  for (const post of posts) {
    const voted = await findVotedPost(db, post)
    if (voted) await markTallyDue(db, voted.team, voted.paper, now)
  }
}
