import type { Logger } from 'pino'
import { type ChatAdapter, idOf, type Outgoing, type PostRef, type SendOutcome } from '../../src/core/chat.ts'
import { createRecent } from '../../src/core/recent.ts'
import { reactionName } from '../shared/emoji.ts'
import { fetchConversation } from './channels.ts'
import type { WebClient } from './connect.ts'
import { classifyFailure, outcomeOf, platformError } from './errors.ts'
import { channelId, partsOf } from './ids.ts'
import { renderMessage } from './render.ts'
import { areShared, type Sharing, shareFiles } from './send/files.ts'
import { findPost, METADATA_TYPE } from './send/find.ts'
import { createHistory } from './send/history.ts'
import { NOT_INSTALLED, type Workspace, type Workspaces } from './workspaces/workspaces.ts'

const UNREADY_SECONDS = 15
const REMEMBERED_PICTURES = 1_000

export type PostsContext = {
  client: WebClient
  workspaces: Workspaces
  log: Logger
}

/** A post that never will have that reaction (reactions.add, errors). */
const UNSEEDABLE = new Set([
  'invalid_name',
  'message_not_found',
  'too_many_emoji',
  'too_many_reactions',
  'thread_locked',
])

export type Posts = Pick<ChatAdapter, 'send' | 'find' | 'edit' | 'seed'>

/** Posting, finding and changing messages: one attempt each. */
export function createPosts({ client, workspaces, log }: PostsContext): Posts {
  // Deliveries whose picture Slack could not download: the next attempt goes without.
  const withoutPicture = createRecent<true>(REMEMBERED_PICTURES)
  const history = createHistory(client)

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const { team } = partsOf(idOf(delivery.to))
    let workspace: Workspace | null
    let conversation: string
    try {
      workspace = await workspaces.find(team)
      if (!workspace) return { kind: 'refused', reason: NOT_INSTALLED, permanent: true }
      conversation = await fetchConversation(client, workspace, delivery.to)
    } catch (error) {
      return beforeSending(error)
    }
    try {
      const { text, blocks } = renderMessage(delivery.message, { pictures: !withoutPicture.get(delivery.id) })
      const { ts, channel } = await client.chat.postMessage({
        token: workspace.token,
        channel: conversation,
        text,
        blocks,
        ...(delivery.thread && { thread_ts: delivery.thread.id }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: METADATA_TYPE, event_payload: { delivery: delivery.id } },
      })
      if (!ts || !channel) return { kind: 'uncertain', reason: 'Slack’s answer did not say which message it is' }
      const ref: PostRef = { channel: channelId(team, channel), id: ts }
      return await finish(workspace, delivery, ref)
    } catch (error) {
      if (platformError(error) === 'invalid_blocks' && delivery.message.cards.some(({ picture }) => picture !== null))
        withoutPicture.set(delivery.id, true)
      return outcomeOf(error)
    }
  }

  /** One attempt in the workspace of a post: what fails is an outcome, for good where the error is a `lasting` one. */
  async function attempt(
    ref: PostRef,
    call: (place: { token: string; channel: string }) => Promise<unknown>,
    lasting: ReadonlySet<string> = new Set(),
  ): Promise<SendOutcome> {
    const { team, local: channel } = partsOf(ref.channel)
    const workspace = await workspaces.find(team)
    if (!workspace) return { kind: 'refused', reason: NOT_INSTALLED, permanent: true }
    try {
      await call({ token: workspace.token, channel })
      return { kind: 'sent', ref }
    } catch (error) {
      const code = platformError(error) ?? ''
      if (code === 'already_reacted') return { kind: 'sent', ref }
      const failure = outcomeOf(error)
      return failure.kind === 'refused' && lasting.has(code) ? { ...failure, permanent: true } : failure
    }
  }

  /** Uncertain when its files are missing: `find` then adds them. */
  async function finish(workspace: Workspace, delivery: Outgoing, ref: PostRef): Promise<SendOutcome> {
    try {
      await attach(sharing(workspace, delivery, ref))
      return { kind: 'sent', ref }
    } catch {
      return { kind: 'uncertain', reason: 'the message is there, its files may not be' }
    }
  }

  /** Files that Slack refuses do not take the message back. */
  async function attach(given: Sharing): Promise<void> {
    if (given.files.length === 0) return
    try {
      await shareFiles(given)
    } catch (err) {
      if (classifyFailure(err).kind !== 'refused') throw err
      log.warn({ err, channel: given.post.channel }, 'files not shared')
    }
  }

  const sharing = (workspace: Workspace, { files, thread }: Outgoing, post: PostRef): Sharing => ({
    client,
    workspace,
    files,
    post,
    thread: thread?.id ?? post.id,
  })

  return {
    send,
    find: (delivery) =>
      findPost({ client, workspaces, history, delivery }, async (workspace, ref) => {
        const given = sharing(workspace, delivery, ref)
        if (delivery.files.length > 0 && !(await areShared(history, `${delivery.id} files`, given))) await attach(given)
      }),
    edit: (ref, message) =>
      attempt(ref, (place) =>
        client.chat.update({ ...place, ts: ref.id, ...renderMessage(message, { namesAll: true }) }),
      ),
    async seed(ref, emoji) {
      const name = reactionName(emoji)
      if (name === null) return { kind: 'refused', reason: `Slack’s name of ${emoji} is not known`, permanent: true }
      return attempt(ref, (place) => client.reactions.add({ ...place, timestamp: ref.id, name }), UNSEEDABLE)
    },
  }
}

/** What failed on the way to sending is certainly not sent, however it failed. */
function beforeSending(error: unknown): SendOutcome {
  const failure = outcomeOf(error)
  return failure.kind === 'uncertain' ? { kind: 'wait', seconds: UNREADY_SECONDS, scope: 'team' } : failure
}
