import { forgottenOf } from '../access/forgotten.ts'
import type { Reaction } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import { postKey } from '../outbox/posts.ts'
import { markTallies, type ReactionContext } from './reactions.ts'
import { isOurPost, recordVote } from './votes.ts'

/** In one transaction: about 10 ms, so that the bot answers people in between. */
const WRITTEN_TOGETHER = 50

type PendingReaction = { reaction: Reaction; resolve(): void; reject(error: unknown): void }

/**
 * Writes reactions to our posts down; a promise resolves when its reaction is on record, and repeating one changes nothing. What arrives
 * while others are being written is written in one transaction: each commit waits for the disk.
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

const rowOf = ({ post, person, emoji }: Reaction): string => `${postKey(post)} ${person} ${emoji}`

const byRow = (a: Reaction, b: Reaction): number => {
  const [one, other] = [rowOf(a), rowOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
