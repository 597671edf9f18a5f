import { mayManage } from '../access/who-may.ts'
import { timezoneOf } from '../channels/channels.ts'
import type { Defaults } from '../channels/settings.ts'
import { DISCUSSED } from '../channels/team-settings.ts'
import type { ChatAdapter } from '../core/chat.ts'
import { localDate } from '../core/schedule.ts'
import type { TraitsOf } from '../core/setup.ts'
import type { Store } from '../db/open.ts'
import type { OnMarksChanged } from '../voting/reaction-writer.ts'
import { findVotedPost, type VotedPost, votesOn } from '../voting/votes.ts'
import { closeDiscussion, reopenDiscussion } from './discussions.ts'

type MarkContext = {
  store: Store
  adapters: Map<string, ChatAdapter>
  traitsOf: TraitsOf
  defaults: Pick<Defaults, 'timezone'>
}

/** ✅ on a post closes the discussion of its paper. */
export const createDiscussedMarkHandler =
  (context: MarkContext): OnMarksChanged =>
  async (post, changed, now) => {
    if (!changed.some(({ emoji }) => emoji === DISCUSSED)) return
    const voted = await findVotedPost(context.store.db, post)
    if (voted) await applyDiscussedMark(context, voted, now)
  }

/** Discussed while a ✅ of a manager of the channel stands. */
async function applyDiscussedMark(context: MarkContext, voted: VotedPost, now: number): Promise<void> {
  const { db } = context.store
  const { post, team, paper } = voted
  const zone = await timezoneOf(db, post.channel, context.defaults)
  for (const { person, emoji } of await votesOn(db, post)) {
    if (emoji !== DISCUSSED) continue
    if (!(await mayManage(context, post.channel, person))) continue
    return closeDiscussion(db, { team, paper, date: localDate(zone, now), now })
  }
  await reopenDiscussion(db, team, paper)
}
