import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import type { ChatAdapter, PersonId, PostRef, Reaction, Vote } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import { createDiscussedMarkHandler } from '../../src/meetings/discussions.ts'
import { auditVotes, resyncVotes } from '../../src/voting/resync.ts'
import { countVotes } from '../../src/voting/tally.ts'
import { createReactionWriter, votesOn } from '../../src/voting/votes.ts'
import { fakeChat } from '../fakes/chat.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'
import { traitsOf } from '../fakes/traits.ts'

afterEach(() => {
  vi.useRealTimers()
})

const people: PersonId[] = ['slack:T1/U1', 'slack:T1/U2', 'slack:T1/U3']
const which = { post: fc.nat({ max: 1 }), person: fc.constantFrom(...people), emoji: fc.constantFrom('👍', '🔖') }
const step = fc.oneof(
  // A reaction changes on the platform, which tells of it, unless the bot is down.
  { weight: 8, arbitrary: fc.record({ does: fc.constant('react' as const), ...which }) },
  // One of the events so far arrives, perhaps once more, in any order.
  { weight: 8, arbitrary: fc.record({ does: fc.constant('hear' as const), pick: fc.nat() }) },
  // What was not heard by now never is.
  { weight: 1, arbitrary: fc.record({ does: fc.constant('crash' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('settle' as const) }) },
)

it('ends with what the platform shows, however reactions, crashes, repeated and late events interleave', async () => {
  const store = await openScratch()
  let run = 0
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    run += 1
    vi.useFakeTimers({ toFake: ['Date'] })
    const world = await createWorld(store, run)
    for (const one of steps) {
      vi.setSystemTime(Date.now() + 10)
      if (one.does === 'react') world.react(one)
      else if (one.does === 'hear') await world.hear(one.pick)
      else if (one.does === 'crash') world.crash()
      else await world.settle()
    }
    vi.setSystemTime(Date.now() + 10)
    await world.settle()
    // Old events may still come.
    for (let pick = 0; pick < 5; pick += 1) await world.hear(pick)
    await world.expectEqual()
  })
  await fc.assert(property, { numRuns: 40, seed: 1 })
  await store.close()
})

/** A platform with two posts of one paper, and the events it has told of. */
async function createWorld(store: Store, run: number) {
  const team = `slack:T${run}`
  const posts: PostRef[] = [0, 1].map((index) => ({
    channel: `slack:T${run}/C${index}` as const,
    id: `${run}.${index}`,
  }))
  const shown = posts.map(() => new Map<string, Vote>())
  let told: Reaction[] = []
  const adapter: ChatAdapter = {
    ...fakeChat('slack'),
    voters: async (post) => [...(shown[posts.findIndex(({ id }) => id === post.id)]?.values() ?? [])],
  }
  const asked = { store, adapters: new Map([['slack', adapter]]), traitsOf, log, signal: new AbortController().signal }
  const parts = { ...asked, defaults: { timezone: 'UTC' } }
  const context = { ...parts, onMarksChanged: createDiscussedMarkHandler(parts) }
  await store.db.deleteFrom('deliveries').execute()
  await store.db
    .insertInto('deliveries')
    .values(
      posts.map((post, index) => ({
        id: `${run} ${index}`,
        key: `${run} ${index}`,
        platform: 'slack',
        team,
        place: post.channel,
        place_kind: 'channel' as const,
        seq: index,
        state: 'sent' as const,
        subject: '{}',
        paper_id: `arxiv:2603.0000${run}`,
        not_before: 0,
        planned_at: Date.now(),
        post: JSON.stringify(post),
      })),
    )
    .execute()
  return {
    react({ post: index, person, emoji }: { post: number; person: PersonId; emoji: string }): void {
      const [post, votes] = [posts[index], shown[index]]
      if (!post || !votes) return
      const key = `${person} ${emoji}`
      const change = votes.delete(key) ? 'removed' : 'added'
      if (change === 'added') votes.set(key, { person, emoji })
      told.push({ post, person, emoji, change, at: Date.now() })
    },
    async hear(pick: number): Promise<void> {
      const event = told[pick % Math.max(told.length, 1)]
      if (event) await createReactionWriter(context)(event)
    },
    crash(): void {
      told = []
    },
    settle: () => resyncVotes(context),
    async expectEqual(): Promise<void> {
      for (const [index, post] of posts.entries())
        expect(sorted(await votesOn(store.db, post))).toEqual(sorted([...(shown[index]?.values() ?? [])]))
      expect(await auditVotes(context, 0)).toEqual([])
      const voters = shown.flatMap((votes) => [...votes.values()].filter(({ emoji }) => emoji === '👍'))
      const counted = (await countVotes(store, team, 0))[0]?.votes ?? 0
      expect(counted).toBe(new Set(voters.map(({ person }) => person)).size)
    },
  }
}

const sorted = (votes: Vote[]): string[] => votes.map(({ person, emoji }) => `${person} ${emoji}`).toSorted()
