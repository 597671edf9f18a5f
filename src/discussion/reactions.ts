import type { ChatAdapter, PostRef, Vote } from '../chat.ts'
import { platformOf } from '../chat.ts'
import { closeDiscussion, reopenDiscussion } from '../store/discussions.ts'
import type { Store } from '../store/open.ts'
import { markTallyDue } from '../store/tallies.ts'
import { findVotedPost, type VotedPost, votesOn } from '../store/votes.ts'
import { DISCUSSED } from './settings.ts'

export type ReactionContext = { store: Store; adapters: Map<string, ChatAdapter> }

/**
 * What reactions bring about beyond being counted. Votes, 🔖 and 🙋 are read from their rows whenever somebody asks; only what others do
 * about them is done here. Repeating it changes nothing.
 */
export async function followReactions(
  context: ReactionContext,
  post: PostRef,
  changed: Vote[],
  now: number,
): Promise<void> {
  if (changed.length === 0) return
  const { db } = context.store
  const voted = await findVotedPost(db, post)
  if (!voted) return
  await markTallyDue(db, voted.team, voted.paper, now)
  if (changed.some(({ emoji }) => emoji === DISCUSSED)) await followMark(context, voted, now)
}

/** ✅ says “discussed” while anybody's stands who manages the channel. */
async function followMark({ store, adapters }: ReactionContext, voted: VotedPost, now: number): Promise<void> {
  const { db } = store
  const { post, team, paper } = voted
  for (const { person, emoji } of await votesOn(db, post)) {
    if (emoji !== DISCUSSED) continue
    if ((await adapters.get(platformOf(post.channel))?.access(post.channel, person)) !== 'manage') continue
    return closeDiscussion(db, { team, paper, date: new Date(now).toISOString().slice(0, 10), now })
  }
  await reopenDiscussion(db, team, paper)
}
