import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { forgottenOf } from '../access/forgotten.ts'
import {
  type ChatAdapter,
  type ChatHandlers,
  type Platform,
  type PostRef,
  platformOf,
  type Vote,
} from '../core/chat.ts'
import type { Rate } from '../core/network/allowance.ts'
import { TokenRefused } from '../core/network/token-gate.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { TraitsOf } from '../core/setup.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { nextSlot } from '../outbox/pace.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { isOurPost, markTallies, papersPosted, type ReactionContext, settleVotes, votesOn } from './votes.ts'

/** So far back a missed reaction is looked for. */
const SETTLED_DAYS = 30

type AuditContext = { store: Store; adapters: Map<string, ChatAdapter>; traitsOf: TraitsOf; signal: AbortSignal }

type VoteContext = AuditContext & ReactionContext & { log: Logger }

/** Settles votes whose events were missed. A platform that is being settled is not asked a second time meanwhile. */
export function createResync(context: VoteContext & IsolationContext): ChatHandlers['onMissed'] {
  const settling = new Map<Platform, Promise<unknown>>()

  function settlePlatform(platform: Platform): Promise<unknown> {
    const adapter = context.adapters.get(platform)
    const adapters = new Map(adapter ? [[platform, adapter]] : [])
    return isolated(context, { kind: 'platform', name: platform, step: 'votes' }, () =>
      resyncVotes({ ...context, adapters }),
    ).finally(() => settling.delete(platform))
  }

  return async (missed) => {
    if (typeof missed === 'string') {
      const running = settling.get(missed) ?? settlePlatform(missed)
      settling.set(missed, running)
      await running
    } else await resyncPost(context, missed)
  }
}

/** After down-time: asks the platforms what they show on recent posts. Returns how many were settled. */
export async function resyncVotes(context: VoteContext): Promise<number> {
  const { store, adapters, log, signal } = context
  const posts = await papersPosted(store.db, [...adapters.keys()], store.now() - SETTLED_DAYS * DAY_MS)
  const pace = paceFor(context)
  if (posts.length > 0)
    log.info({ posts: posts.length, minutes: pace.minutesFor(posts.length) }, 'votes given meanwhile are looked for')
  let settled = 0
  // Teams and platforms that refuse the token: whoever has a new one settles them.
  const silent = new Set<string>()
  for (const { post, team } of posts) {
    if (silent.has(team) || silent.has(platformOf(post.channel))) continue
    await pace.turn()
    if (signal.aborted) return settled
    try {
      if (await resyncPost(context, post)) settled += 1
    } catch (err) {
      if (err instanceof TokenRefused) silent.add(err.of === 'team' ? team : platformOf(post.channel))
      else log.warn({ err, channel: post.channel }, 'votes not settled; the next start tries again')
    }
  }
  return settled
}

/** Makes our rows of a post equal to what its platform shows. False: it cannot show it, or the post is not ours. */
export async function resyncPost(context: VoteContext, post: PostRef): Promise<boolean> {
  const { store } = context
  if (!(await isOurPost(store.db, post))) return false
  const at = store.now()
  const shown = await votersOf(context, post)
  if (shown === null) return false
  const before = await votesOn(store.db, post)
  // Whoever asks to be forgotten while the platform answers is.
  const changed = [...votesMissingIn(before, shown), ...votesMissingIn(shown, before)]
  await store.write(async (db) => {
    await settleVotes(db, post, await withoutForgotten(db, shown), at)
    if (changed.length > 0) await markTallies(db, [post], at)
  })
  await context.onMarksChanged(post, changed, at)
  return true
}

type Difference = { post: PostRef; missing: Vote[]; surplus: Vote[] }

/** Where our rows and what the platforms show differ. */
export async function auditVotes(context: AuditContext, since: number): Promise<Difference[]> {
  const differences: Difference[] = []
  const { store, adapters } = context
  const pace = paceFor(context)
  for (const { post } of await papersPosted(store.db, [...adapters.keys()], since)) {
    await pace.turn()
    const shown = await votersOf(context, post)
    if (shown === null) continue
    const kept = await votesOn(store.db, post)
    const [missing, surplus] = [votesMissingIn(shown, kept), votesMissingIn(kept, shown)]
    if (missing.length > 0 || surplus.length > 0) differences.push({ post, missing, surplus })
  }
  return differences
}

async function votersOf({ adapters, store }: Pick<AuditContext, 'adapters' | 'store'>, post: PostRef) {
  const shown = await adapters.get(platformOf(post.channel))?.voters(post)
  return shown === undefined || shown === 'unsupported' ? null : withoutForgotten(store.db, shown)
}

async function withoutForgotten(db: Db, votes: Vote[]): Promise<Vote[]> {
  const people = votes.map(({ person }) => person)
  const forgotten = await forgottenOf(db, people)
  return votes.filter(({ person }) => !forgotten.has(person))
}

const votesMissingIn = (these: Vote[], those: Vote[]): Vote[] =>
  these.filter((vote) => !those.some(({ person, emoji }) => person === vote.person && emoji === vote.emoji))

/** Where there is no platform to ask. */
const NONE: Rate = { perSecond: 2, burst: 20 }

/** Turns at the pace that every one of the platforms allows. */
function paceFor({ adapters, traitsOf, signal }: AuditContext) {
  const rates = [...adapters.keys()].map((platform) => traitsOf(platform).voterRate)
  const rate = rates.toSorted((a, b) => a.perSecond - b.perSecond)[0] ?? NONE
  let bucketFullAt = 0
  return {
    async turn(): Promise<void> {
      const now = Date.now()
      const slot = nextSlot(bucketFullAt, rate, now)
      bucketFullAt = slot.bucketFullAt
      if (slot.at > now) await sleep(slot.at - now, undefined, { signal }).catch(() => {})
    },
    /** How long so many turns take, rounded up. */
    minutesFor: (turns: number): number => Math.ceil(Math.max(0, turns - rate.burst) / rate.perSecond / 60),
  }
}
