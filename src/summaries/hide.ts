import type { Logger } from 'pino'
import { type ChatAdapter, platformOf, teamOf } from '../core/chat.ts'
import type { Paper } from '../core/paper.ts'
import type { Store } from '../db/open.ts'
import { type Post, postsOf, rewordPost } from '../outbox/posts.ts'
import { hiddenIn, hidingsOf } from './reports.ts'
import { refuseSummaries } from './stored-summaries.ts'
import type { Summary } from './summary.ts'
import { summaryOfPost, withoutHidden, writerOf } from './team-summaries.ts'

export type HideContext = { store: Store; adapters: Map<string, ChatAdapter>; log: Logger }

/** What a post shows instead; `isOld`: its platform still shows the old summary. */
type ChangedPost = { instead: Summary; isOld: boolean }

/** Edits a paper's posts that show a hidden summary. `team` null: in all teams, and no model is asked for it again. */
export async function hideSummary(context: HideContext, paper: Paper, team: string | null): Promise<ChangedPost[]> {
  const { db } = context.store
  const posts = (await postsOf(db, paper.id)).filter(({ channel }) => team === null || teamOf(channel) === team)
  const hidings = await hidingsOf(db, paper.id)
  const shown = await Promise.all(posts.map(async (post) => ({ post, summary: await summaryOfPost(db, paper, post) })))
  const wrong = shown.flatMap(({ post, summary }) => {
    const hidden = hiddenIn(hidings, teamOf(post.channel))
    if (!summary || !hidden.has(writerOf(paper, summary))) return []
    return [{ post, instead: withoutHidden(paper, summary, hidden) }]
  })
  if (team === null && hidings.some((one) => one.team === null && one.writer.startsWith('model:')))
    await refuseSummaries(db, paper.id)
  const change = async ({ post, instead }: (typeof wrong)[number]) => ({
    instead,
    isOld: await showSummary(context, post, instead.lines),
  })
  return Promise.all(wrong.map(change))
}

/** True when the platform still shows the old summary. */
async function showSummary({ store, adapters, log }: HideContext, post: Post, lines: string[]): Promise<boolean> {
  const message = { ...post.message, cards: post.message.cards.map((card) => ({ ...card, lines })) }
  await rewordPost(store.db, post.id, message, store.now())
  if (post.ref === null) return false
  const outcome = await adapters.get(platformOf(post.channel))?.edit(post.ref, message)
  if (outcome?.kind === 'sent') return false
  log.warn({ channel: post.channel, outcome }, 'a post still shows a hidden summary')
  return true
}
