import { webApi } from '@slack/bolt'
import { type FindOutcome, idOf, type Outgoing, type PostRef } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import { fetchConversation } from '../channels.ts'
import type { WebClient } from '../connect.ts'
import { outcomeOf } from '../errors.ts'
import { channelId, partsOf } from '../ids.ts'
import { NOT_INSTALLED, type Workspace, type Workspaces } from '../workspaces/workspaces.ts'

/** Marks our posts, so that one of unknown fate is found. Any member can read it: an identifier, and no more. */
export const METADATA_TYPE = 'paperboy_post'
/** The clocks of Slack and of the database may differ. */
const CLOCK_SLACK_SECONDS = 60
/** What apps outside of Slack’s Marketplace get at once, once a minute (conversations.history, since 2025-05-29). */
const PAGE = 15
const MOST_READ = 10 * PAGE
const REMEMBERED = 1_000

type Look = { client: WebClient; workspaces: Workspaces; history: History; delivery: Outgoing }

/** Looks for a post of unknown fate; `finish` does what was left to do when there is one. */
export async function findPost(
  { client, workspaces, history, delivery }: Look,
  finish: (workspace: Workspace, ref: PostRef) => Promise<void>,
): Promise<FindOutcome> {
  const { team, local } = partsOf(idOf(delivery.to))
  const workspace = await workspaces.find(team)
  if (!workspace) return { kind: 'cannot-tell', reason: NOT_INSTALLED }
  try {
    const channel = await fetchConversation(client, workspace, delivery.to)
    const since = Math.max(0, delivery.firstAttemptAt / 1000 - CLOCK_SLACK_SECONDS)
    const place = { channel, thread: delivery.thread?.id ?? null, oldest: String(since) }
    const isSought = ({ metadata: { event_type, event_payload } = {} }: Found) => {
      const marks: { delivery?: unknown } | undefined = event_type === METADATA_TYPE ? event_payload : undefined
      return marks?.delivery === delivery.id
    }
    const found = await history.findOwn(delivery.id, workspace, place, isSought)
    if (found === 'too many') return { kind: 'cannot-tell', reason: `more than ${MOST_READ} messages came after it` }
    if (found === null) return { kind: 'absent' }
    const ref: PostRef = { channel: channelId(team, channel), id: found }
    await finish(workspace, ref)
    history.forget(delivery.id)
    return { kind: 'found', ref }
  } catch (error) {
    const failure = outcomeOf(error)
    if (failure.kind === 'refused' && failure.permanent) return { kind: 'cannot-tell', reason: failure.reason }
    throw new Error(`The look for a post in ${local} failed.`, { cause: error })
  }
}

type Found = {
  ts?: string
  user?: string
  bot_id?: string
  metadata?: { event_type?: string; event_payload?: object }
  files?: { name?: string }[]
}

type Where = { channel: string; thread: string | null; oldest: string }

export type History = ReturnType<typeof createHistory>

/** Reads channels and threads no faster than Slack lets it: one that Slack stops goes on where it was. */
export function createHistory(client: WebClient) {
  const resumeAt = new Map<string, number>()
  /** `found`: a later part of the same look was stopped. */
  const progress = createRecent<{ read: number; cursor: string; found: string | null }>(REMEMBERED)

  /** Does not ask before the time that Slack named: each method of each team has its own limit. */
  async function ask(limit: string, look: string, call: () => Promise<webApi.ConversationsHistoryResponse>) {
    const waitMs = (resumeAt.get(limit) ?? 0) - performance.now()
    if (waitMs > 0) throw new Error(`Slack is asked again in ${Math.ceil(waitMs / 1_000)} s`)
    return call().catch((error: unknown) => {
      if (error instanceof webApi.WebAPIRateLimitedError)
        resumeAt.set(limit, performance.now() + error.retryAfter * 1_000)
      // The place where it was may be what Slack does not take.
      else progress.forget(look)
      throw error
    })
  }

  return {
    forget: progress.forget,
    /** The ts of our first message that fits, in the history, or in the thread: a message there is in no history. */
    async findOwn(
      look: string,
      { team, token, bot, botUser }: Workspace,
      { channel, thread, oldest }: Where,
      fits: (message: Found) => boolean,
    ): Promise<string | null | 'too many'> {
      const method = thread ? 'conversations.replies' : 'conversations.history'
      const asked = { token, channel, oldest, inclusive: true, limit: PAGE, include_all_metadata: true }
      const isSought = (one: Found) => (one.bot_id === bot || one.user === botUser) && fits(one)
      let { read, cursor, found } = progress.get(look) ?? { read: 0, cursor: '', found: null }
      while (found === null) {
        const page = await ask(`${team} ${method}`, look, () =>
          client.apiCall(method, { ...asked, ...(thread && { ts: thread }), ...(cursor && { cursor }) }),
        )
        found = page.messages?.find(isSought)?.ts ?? null
        cursor = page.response_metadata?.next_cursor ?? ''
        read += PAGE
        progress.set(look, { read, cursor, found })
        if (found !== null || (cursor !== '' && read < MOST_READ)) continue
        progress.forget(look)
        return cursor === '' ? null : 'too many'
      }
      return found
    },
  }
}
