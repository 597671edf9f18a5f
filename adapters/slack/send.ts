import type { Logger } from 'pino'
import {
  type ChatAdapter,
  idOf,
  type KeptTexts,
  type Outgoing,
  type PostRef,
  type SendOutcome,
} from '../../src/core/chat.ts'
import { createRecent } from '../../src/core/recent.ts'
import { reactionName, votesOf } from '../shared/emoji.ts'
import { keepLongValues } from '../shared/long-values.ts'
import { fetchConversation } from './channels.ts'
import type { WebClient } from './connect.ts'
import { classifyFailure, outcomeOf, platformError } from './errors.ts'
import { channelId, partsOf, personId } from './ids.ts'
import { OPTION_VALUE_LENGTH } from './render/controls.ts'
import { renderMessage } from './render.ts'
import { areShared, shareFiles } from './send/files.ts'
import { createHistory, findPost, METADATA_TYPE } from './send/find.ts'
import { NOT_INSTALLED, type Workspace, type Workspaces } from './workspaces/workspaces.ts'

const UNREADY_SECONDS = 15
const REMEMBERED_PICTURES = 1_000

/** A post that never will have that reaction (reactions.add, errors). */
const UNSEEDABLE = ['invalid_name', 'message_not_found', 'too_many_emoji', 'too_many_reactions', 'thread_locked']
const ELSEWHERE: SendOutcome = { kind: 'refused', reason: NOT_INSTALLED, permanent: true }

type PostsContext = { client: WebClient; workspaces: Workspaces; kept: KeptTexts; log: Logger }
type Posts = Pick<ChatAdapter, 'send' | 'find' | 'edit' | 'seed' | 'voters'>

export function createPosts({ client, workspaces, kept, log }: PostsContext): Posts {
  // Deliveries whose picture Slack could not download: the next attempt goes without.
  const withoutPicture = createRecent<true>(REMEMBERED_PICTURES)
  const history = createHistory(client)

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const { team } = partsOf(idOf(delivery.to))
    await keepLongValues(kept, delivery.message, OPTION_VALUE_LENGTH)
    let workspace: Workspace | null
    let conversation: string
    try {
      workspace = await workspaces.find(team)
      if (!workspace) return ELSEWHERE
      conversation = await fetchConversation(client, workspace, delivery.to)
    } catch (error) {
      return beforeSending(error)
    }
    try {
      const { ts, channel } = await client.chat.postMessage({
        token: workspace.token,
        channel: conversation,
        ...renderMessage(delivery.message, { pictures: !withoutPicture.get(delivery.id) }),
        ...(delivery.thread && { thread_ts: delivery.thread.id }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: METADATA_TYPE, event_payload: { delivery: delivery.id } },
      })
      if (!ts || !channel) return { kind: 'uncertain', reason: 'Slack’s answer did not say which message it is' }
      const ref: PostRef = { channel: channelId(team, channel), id: ts }
      // `find` adds what is missing.
      return await attach(workspace, delivery, ref).then(
        () => ({ kind: 'sent', ref }),
        () => ({ kind: 'uncertain', reason: 'the message is there, its files may not be' }),
      )
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
    lasting: string[] = [],
  ): Promise<SendOutcome> {
    const { team, local: channel } = partsOf(ref.channel)
    const workspace = await workspaces.find(team)
    if (!workspace) return ELSEWHERE
    try {
      await call({ token: workspace.token, channel })
      return { kind: 'sent', ref }
    } catch (error) {
      const code = platformError(error) ?? ''
      if (code === 'already_reacted') return { kind: 'sent', ref }
      const failure = outcomeOf(error)
      return failure.kind === 'refused' && lasting.includes(code) ? { ...failure, permanent: true } : failure
    }
  }

  /** Files that Slack refuses do not take the message back. */
  async function attach(workspace: Workspace, delivery: Outgoing, post: PostRef): Promise<void> {
    try {
      await shareFiles(client, workspace, delivery, post)
    } catch (err) {
      if (classifyFailure(err).kind !== 'refused') throw err
      log.warn({ err, channel: post.channel }, 'files not shared')
    }
  }

  return {
    send,
    find: (delivery) =>
      findPost({ client, workspaces, history, delivery }, async (workspace, post) => {
        if (delivery.files.length === 0 || (await areShared(history, workspace, delivery, post))) return
        await attach(workspace, delivery, post)
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
    async voters(ref) {
      const { team, local: channel } = partsOf(ref.channel)
      const workspace = await workspaces.find(team)
      if (!workspace) throw new Error(`${ref.channel}: ${NOT_INSTALLED}.`)
      const { token, botUser } = workspace
      const asked = client.reactions.get({ token, channel, timestamp: ref.id, full: true })
      // A message that is gone has no votes.
      const { message } = await asked.catch((error: unknown) => {
        if (platformError(error) === 'message_not_found') return { message: undefined }
        throw error
      })
      const reactions = (message?.reactions ?? []).flatMap(({ name = '', users = [] }) =>
        users.map((user) => ({ person: personId(team, user), name })),
      )
      return votesOf(reactions, personId(team, botUser))
    },
  }
}

/** What failed on the way to sending is certainly not sent, however it failed. */
function beforeSending(error: unknown): SendOutcome {
  const failure = outcomeOf(error)
  return failure.kind === 'uncertain' ? { kind: 'wait', seconds: UNREADY_SECONDS, scope: 'team' } : failure
}
