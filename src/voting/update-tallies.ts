import { type NotNull, sql } from 'kysely'
import { VOTE, votesIn } from '../channels/team-settings.ts'
import { type ChatAdapter, type PostRef, platformOf } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { votesFor } from './tally.ts'
import { voterGroupOf } from './voter-groups.ts'

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
  const teams = voterGroup.teams.map(({ team }) => team)
  const posts = await talliedPosts(db, teams, due.paper)
  const votes = (await votesFor(db, voterGroup, [due.paper])).get(due.paper) ?? 0
  // A single post shows all votes by itself, unless it was told of others before.
  const tally = posts.length > 1 || posts.some(({ shown }) => shown) ? votes : 0
  // The words of an old post are deleted, and it stays as it is; it counts for the others.
  const stale = posts.flatMap(({ message, ...post }) => {
    const isStale = (post.shown ?? 0) !== tally || post.rewordedAt > post.editedAt
    return isStale && message ? [{ ...post, message }] : []
  })
  let edited = 0
  for (const { delivery, post, team, message, editedAt } of stale) {
    const vote = voterGroup.teams.find((one) => one.team === team)?.emoji[0] ?? VOTE
    if (editedAt > now - BETWEEN_MS || !(await edit(context, post, withTally(message, tally, vote)))) continue
    await upsertRows(db, 'tallies_shown', [{ delivery_id: delivery, votes: tally, edited_at: now }], {
      key: ['delivery_id'],
    })
    edited += 1
  }
  if (edited === stale.length) await forgetTallyDue(db, due)
  // Whoever has to wait for its platform must not stand before the others.
  else await markTallyDue(db, due.team, due.paper, now)
  return edited
}

/** False: it is worth another try. */
async function edit({ adapters, log }: TallyContext, post: PostRef, message: Message): Promise<boolean> {
  const outcome = await adapters.get(platformOf(post.channel))?.edit(post, message)
  if (outcome?.kind === 'refused')
    log.warn({ post, reason: outcome.reason }, 'a post cannot be edited to show what is new')
  return outcome === undefined || outcome.kind === 'sent' || outcome.kind === 'refused'
}

function withTally(message: Message, votes: number, vote: string): Message {
  const [card, ...others] = message.cards
  if (!card || votes === 0) return message
  return { ...message, cards: [{ ...card, facts: [...card.facts, `${votesIn(votes, vote)} in all`] }, ...others] }
}

type TallyDue = { team: string; paper: PaperId; markedAt: number }

/** The posts of this paper may show an old tally. */
export async function markTallyDue(db: Db, team: string, paper: PaperId, now: number): Promise<void> {
  await upsertRows(db, 'tallies_due', [{ team, paper_id: paper, marked_at: now }], { key: ['team', 'paper_id'] })
}

/** Others vote together with these teams now: what was posted since then (milliseconds) may show an old tally. */
export async function markTalliesDue(db: Db, teams: string[], since: number, now: number): Promise<void> {
  await db
    .insertInto('tallies_due')
    .columns(['team', 'paper_id', 'marked_at'])
    .expression(
      db
        .selectFrom('deliveries')
        .select(['team', sql<string>`paper_id`.as('paper_id'), sql.lit(now).as('marked_at')])
        .where('paper_id', 'is not', null)
        .where('team', 'in', teams)
        .where('planned_at', '>=', since)
        .groupBy(['team', 'paper_id']),
    )
    .onConflict((conflict) => conflict.columns(['team', 'paper_id']).doUpdateSet({ marked_at: now }))
    .execute()
}

/** Oldest first. */
const talliesDue = (db: Db, limit: number): Promise<TallyDue[]> =>
  db
    .selectFrom('tallies_due')
    .select(['team', 'paper_id as paper', 'marked_at as markedAt'])
    .orderBy('marked_at')
    .limit(limit)
    .execute()

/** Unless it was marked again meanwhile. */
async function forgetTallyDue(db: Db, { team, paper, markedAt }: TallyDue): Promise<void> {
  await db
    .deleteFrom('tallies_due')
    .where('team', '=', team)
    .where('paper_id', '=', paper)
    .where('marked_at', '=', markedAt)
    .execute()
}

/**
 * Every post of a paper in these teams. `message`: as it was sent; null when its words are deleted. `shown`: the votes
 * that it was last edited to show, null when it never was. Times in milliseconds; 0: never.
 */
export async function talliedPosts(db: Db, teams: string[], paper: PaperId) {
  const rows = await db
    .selectFrom('deliveries as d')
    .leftJoin('tallies_shown as t', 't.delivery_id', 'd.id')
    .select(['d.id', 'd.team', 'd.post', 'd.message', 'd.reworded_at', 't.votes', 't.edited_at'])
    .where('d.paper_id', '=', paper)
    .where('d.team', 'in', teams)
    .where('d.state', '=', sql.lit('sent'))
    .where('d.post', 'is not', null)
    .$narrowType<{ post: NotNull }>()
    .orderBy('d.seq')
    .execute()
  return rows.map(({ id, team, post, message, reworded_at, votes, edited_at }) => ({
    delivery: id,
    team,
    post: JSON.parse(post) as PostRef,
    message: JSON.parse(message ?? 'null') as Message | null,
    shown: votes,
    editedAt: edited_at ?? 0,
    rewordedAt: reworded_at ?? 0,
  }))
}
