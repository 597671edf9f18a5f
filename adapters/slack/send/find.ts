import { type FindOutcome, idOf, type Outgoing, type PostRef } from '../../../src/core/chat.ts'
import { fetchConversation } from '../channels.ts'
import type { WebClient } from '../connect.ts'
import { outcomeOf } from '../errors.ts'
import { channelId, partsOf } from '../ids.ts'
import { NOT_INSTALLED, type Workspace, type Workspaces } from '../workspaces/workspaces.ts'
import type { Found, History } from './history.ts'
import { MOST_READ } from './history.ts'

/**
 * Marks our posts, so that one of unknown fate can be looked for. Any member can read it: an identifier, and no more.
 */
export const METADATA_TYPE = 'paperboy_post'
/** The clocks of Slack and of the database may differ. */
const CLOCK_SLACK_SECONDS = 60

export type Look = { client: WebClient; workspaces: Workspaces; history: History; delivery: Outgoing }

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
    const found = await history.find(delivery.id, workspace, place, isDelivery(workspace, delivery.id))
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

const isDelivery = (workspace: Workspace, id: string) => (message: Found) => {
  const { event_type, event_payload } = message.metadata ?? {}
  const marks: { delivery?: unknown } | undefined = event_type === METADATA_TYPE ? event_payload : undefined
  return isOwn(workspace, message) && marks?.delivery === id
}

export const isOwn = ({ bot, botUser }: Workspace, { bot_id, user }: Found): boolean =>
  bot_id === bot || user === botUser
