import { webApi } from '@slack/bolt'
import { createRecent } from '../../../src/core/recent.ts'
import type { WebClient } from '../connect.ts'
import type { Workspace } from '../workspaces/workspaces.ts'

/** What apps outside of Slack’s Marketplace get at once, once a minute (conversations.history, since 2025-05-29). */
const PAGE = 15
export const MOST_READ = 10 * PAGE
const REMEMBERED = 1_000

export type Found = {
  ts?: string
  user?: string
  bot_id?: string
  metadata?: { event_type?: string; event_payload?: object }
  files?: { name?: string }[]
}

export type Where = { channel: string; thread: string | null; oldest: string }

/** `found`: a later part of the same look was stopped. */
type Progress = { read: number; cursor: string; found: string | null }

/** Reads channels and threads no faster than Slack lets it: one that Slack stops goes on where it was. */
export function createHistory(client: WebClient) {
  const resumeAt = new Map<string, number>()
  const progress = createRecent<Progress>(REMEMBERED)

  /** Does not ask before the time that Slack named: each method of each team has its own limit. */
  async function ask(
    limit: string,
    look: string,
    call: () => Promise<webApi.WebAPICallResult>,
  ): Promise<webApi.WebAPICallResult> {
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

  /** The ts of the first message that fits, in the history, or in the thread: a message there is in no history. */
  async function find(
    look: string,
    { team, token }: Workspace,
    { channel, thread, oldest }: Where,
    fits: (message: Found) => boolean,
  ): Promise<string | null | 'too many'> {
    const method = thread ? 'conversations.replies' : 'conversations.history'
    const asked = { token, channel, oldest, inclusive: true, limit: PAGE, include_all_metadata: true }
    let { read, cursor, found } = progress.get(look) ?? { read: 0, cursor: '', found: null }
    while (found === null) {
      const page: webApi.ConversationsHistoryResponse = await ask(`${team} ${method}`, look, () =>
        client.apiCall(method, { ...asked, ...(thread && { ts: thread }), ...(cursor && { cursor }) }),
      )
      found = page.messages?.find(fits)?.ts ?? null
      cursor = page.response_metadata?.next_cursor ?? ''
      read += PAGE
      progress.set(look, { read, cursor, found })
      if (found !== null || (cursor !== '' && read < MOST_READ)) continue
      progress.forget(look)
      return cursor === '' ? null : 'too many'
    }
    return found
  }

  return { find, forget: progress.forget }
}

export type History = ReturnType<typeof createHistory>
