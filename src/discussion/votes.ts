import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ChatAdapter, PostRef, Reaction, Vote } from '../chat.ts'
import { platformOf } from '../chat.ts'
import type { Store } from '../store/open.ts'
import { isOurPost, papersPosted, recordVote, settleVotes, type Tally, tallyVotes, votesOn } from '../store/votes.ts'

/** What votes; other reactions are kept, and count for nothing. */
const VOTING = ['👍']
const DAY_MS = 86_400_000
/** So far back a missed reaction is looked for. */
const SETTLED_DAYS = 30
/** Slack: reactions.get fifty times a minute; the pace fits, and leaves room. */
const PACE_MS = 1_500

export type VoteContext = { store: Store; adapters: Map<string, ChatAdapter>; log: Logger; signal: AbortSignal }

/** Writes a reaction down, if it is on one of our posts. Repeating it changes nothing. */
export async function takeReaction(
  { db }: Store,
  { post, person, emoji, change, at }: Reaction,
  now: number,
): Promise<void> {
  if (!(await isOurPost(db, post))) return
  await recordVote(db, { post, person, emoji, stands: change === 'added', at: at ?? now })
}

/** After down-time: asks the platforms what they show on recent posts, one after the other. Returns how many were settled. */
export async function settleMissedVotes(context: VoteContext, { pace = PACE_MS } = {}): Promise<number> {
  const { store, adapters, log, signal } = context
  const posts = await papersPosted(store.db, [...adapters.keys()], Date.now() - SETTLED_DAYS * DAY_MS)
  let settled = 0
  for (const { post } of posts) {
    if (signal.aborted) return settled
    try {
      const at = Date.now()
      const shown = await votersOf(context, post)
      if (shown === null) continue
      await store.write((db) => settleVotes(db, post, shown, at))
      settled += 1
    } catch (err) {
      log.warn({ err, channel: post.channel }, 'votes not settled; the next start tries again')
    }
    await sleep(pace, undefined, { signal }).catch(() => {})
  }
  return settled
}

/** Makes our rows of one post equal to what its platform shows. */
export async function settlePost(context: VoteContext, post: PostRef): Promise<void> {
  const { store } = context
  if (!(await isOurPost(store.db, post))) return
  const at = Date.now()
  const shown = await votersOf(context, post)
  if (shown !== null) await store.write((db) => settleVotes(db, post, shown, at))
}

export type Difference = { post: PostRef; missing: Vote[]; surplus: Vote[] }

/** Where our rows and what the platforms show differ. */
export async function auditVotes(context: VoteContext, since: number): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const { post } of await papersPosted(context.store.db, [...context.adapters.keys()], since)) {
    const shown = await votersOf(context, post)
    if (shown === null) continue
    const kept = await votesOn(context.store.db, post)
    const [missing, surplus] = [without(shown, kept), without(kept, shown)]
    if (missing.length > 0 || surplus.length > 0) differences.push({ post, missing, surplus })
  }
  return differences
}

/** Each person once per paper; most votes first. `since` in milliseconds. */
export const countVotes = ({ db }: Store, team: string | null, since: number): Promise<Tally[]> =>
  tallyVotes(db, { emoji: VOTING, team, since })

async function votersOf({ adapters }: VoteContext, post: PostRef): Promise<Vote[] | null> {
  const shown = await adapters.get(platformOf(post.channel))?.voters(post)
  return shown === undefined || shown === 'unsupported' ? null : shown
}

const without = (these: Vote[], those: Vote[]): Vote[] =>
  these.filter((vote) => !those.some(({ person, emoji }) => person === vote.person && emoji === vote.emoji))
