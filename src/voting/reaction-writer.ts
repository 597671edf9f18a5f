import { forgottenOf } from '../access/forgotten.ts'
import type { PostRef, Reaction, Vote } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { postKey } from '../outbox/posts.ts'
import { markTallyDue } from './due-tallies.ts'
import { findVotedPost, isOurPost, recordVote } from './votes.ts'

/** In one transaction: about 10 ms, so that the bot answers people in between. */
const WRITTEN_TOGETHER = 50

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
