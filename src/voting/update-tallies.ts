import { VOTE, votesIn } from '../channels/team-settings.ts'
import { type ChatAdapter, platformOf } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import {
  forgetTallyDue,
  markTallyDue,
  recordTallyShown,
  type TalliedPost,
  type TallyDue,
  talliedPosts,
  talliesDue,
} from './due-tallies.ts'
import { votesFor } from './tally.ts'
import { type VoterGroup, voterGroupOf } from './voter-groups.ts'

/** Slack: chat.update fifty times a minute (tier 3); this is asked for once a minute. */
const AT_ONCE = 40
/** A post is edited at most this often. */
const BETWEEN_MS = 55_000

export type TallyContext = IsolationContext & { adapters: Map<string, ChatAdapter> }

/** A paper posted in several places shows the votes of all, and a post its new words. Returns how many were edited. */
export async function updateTallies(context: TallyContext, now: number): Promise<number> {
  let edited = 0
  for (const due of await talliesDue(context.store.db, AT_ONCE)) {
    if (edited >= AT_ONCE) break
    const shown = await isolated(context, { kind: 'team', name: due.team, step: 'tally' }, () =>
      updateTally(context, due, now),
    )
    edited += shown ?? 0
    // The next vote marks it again; until then it must not stand before the others.
    if (shown === null) await forgetTallyDue(context.store.db, due)
  }
  return edited
}

async function updateTally(context: TallyContext, due: TallyDue, now: number): Promise<number> {
  const { db } = context.store
  const voterGroup = await voterGroupOf(db, due.team)
  const posts = await talliedPosts(
    db,
    voterGroup.teams.map(({ team }) => team),
    due.paper,
  )
  const votes = (await votesFor(db, voterGroup, [due.paper])).get(due.paper) ?? 0
  // A single post shows all votes by itself, unless it was told of others before.
  const tally = posts.length > 1 || posts.some(({ shown }) => shown) ? votes : 0
  const stale = posts
    .filter(({ shown, rewordedAt, editedAt }) => (shown ?? 0) !== tally || rewordedAt > editedAt)
    .filter(hasMessage)
  let edited = 0
  for (const post of stale) {
    if (post.editedAt > now - BETWEEN_MS || !(await edit(context, post, tally, voteIn(voterGroup, post)))) continue
    await recordTallyShown(db, post.delivery, tally, now)
    edited += 1
  }
  if (edited === stale.length) await forgetTallyDue(db, due)
  // Whoever has to wait for its platform must not stand before the others.
  else await markTallyDue(db, due.team, due.paper, now)
  return edited
}

type PostWithMessage = TalliedPost & { message: Message }

/** The words of an old post are deleted, and it stays as it is; it counts for the others. */
const hasMessage = (post: TalliedPost): post is PostWithMessage => post.message !== null

/** False: it is worth another try. */
async function edit({ adapters, log }: TallyContext, { post, message }: PostWithMessage, votes: number, vote: string) {
  const outcome = await adapters.get(platformOf(post.channel))?.edit(post, withTally(message, votes, vote))
  if (outcome?.kind === 'refused')
    log.warn({ post, reason: outcome.reason }, 'a post cannot be edited to show what is new')
  return outcome === undefined || outcome.kind === 'sent' || outcome.kind === 'refused'
}

function withTally(message: Message, votes: number, vote: string): Message {
  const [card, ...others] = message.cards
  if (!card || votes === 0) return message
  return { ...message, cards: [{ ...card, facts: [...card.facts, `${votesIn(votes, vote)} in all`] }, ...others] }
}

const voteIn = ({ teams }: VoterGroup, { team }: TalliedPost): string =>
  teams.find((one) => one.team === team)?.emoji[0] ?? VOTE
