import type { Logger } from 'pino'
import type { ChatAdapter, FindOutcome, Outgoing, PostRef, SendOutcome, Vote } from '../../src/chat.ts'
import type { Message } from '../../src/message.ts'
import type { WebClient } from './client.ts'
import { emojiOf, reactionName } from './emoji.ts'
import { classifyFailure, platformError } from './outcome.ts'
import { renderMessage } from './render.ts'
import { channelId, partsOf, personId, type Workspace, type Workspaces } from './workspaces.ts'

/** Marks our posts, so that one of unknown fate can be looked for. Any member can read it: an identifier, and no more. */
const METADATA_TYPE = 'paperboy_post'
/** The clocks of Slack and of the database may differ. */
const CLOCK_SLACK_SECONDS = 60
/** What unlisted apps may ask for at once (conversations.history, limits of 2025-05-29). */
const PAGE = 15
const PAGES = 10
const UNREADY_SECONDS = 15
const REMEMBERED_PICTURES = 1_000

export type Posts = Pick<ChatAdapter, 'send' | 'find' | 'edit' | 'voters'>

/** Posting, finding and changing messages: one attempt each. */
export function createPosts({
  client,
  workspaces,
  log,
}: {
  client: WebClient
  workspaces: Workspaces
  log: Logger
}): Posts {
  // Deliveries whose picture Slack could not download: the next attempt goes without.
  const withoutPicture = new Set<string>()

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const { team, local } = partsOf('channel' in delivery.to ? delivery.to.channel : delivery.to.person)
    let workspace: Workspace | null
    let conversation: string
    try {
      workspace = await workspaces.find(team)
      if (!workspace) return { kind: 'refused', reason: NOT_INSTALLED, permanent: true }
      conversation = await conversationOf(workspace, local)
    } catch (error) {
      return beforeSending(error)
    }
    try {
      const { text, blocks } = renderMessage(delivery.message, { pictures: !withoutPicture.has(delivery.id) })
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
      await seed(workspace, ref, delivery.seed)
      return { kind: 'sent', ref }
    } catch (error) {
      if (platformError(error) === 'invalid_blocks' && delivery.message.cards.some(({ picture }) => picture !== null)) {
        if (withoutPicture.size >= REMEMBERED_PICTURES) withoutPicture.clear()
        withoutPicture.add(delivery.id)
      }
      return classifyFailure(error)
    }
  }

  /** A person's direct messages are a channel of their own; its history is read under that name alone. */
  async function conversationOf({ token }: Workspace, local: string): Promise<string> {
    if (!/^[UW]/.test(local)) return local
    const { channel } = await client.conversations.open({ token, users: local })
    return channel?.id ?? local
  }

  /** So that one tap votes. A post without its seed is still a post. */
  async function seed({ token }: Workspace, { channel, id }: PostRef, emoji: string[]): Promise<void> {
    for (const name of emoji.map(reactionName)) {
      if (name === null) continue
      try {
        await client.reactions.add({ token, channel: partsOf(channel).local, timestamp: id, name })
      } catch (err) {
        if (platformError(err) !== 'already_reacted') log.warn({ err, channel }, 'reaction not seeded')
      }
    }
  }

  async function find(delivery: Outgoing): Promise<FindOutcome> {
    const { team, local } = partsOf('channel' in delivery.to ? delivery.to.channel : delivery.to.person)
    const workspace = await workspaces.find(team)
    if (!workspace) return { kind: 'cannot-tell', reason: NOT_INSTALLED }
    const oldest = String(Math.max(0, delivery.firstAttemptAt / 1000 - CLOCK_SLACK_SECONDS))
    const channel = await conversationOf(workspace, local)
    let cursor: string | undefined
    for (let page = 0; page < PAGES; page++) {
      const found = await look(workspace, delivery, { channel, oldest, cursor })
      if (found.kind !== 'more') return found
      cursor = found.cursor
    }
    return { kind: 'cannot-tell', reason: `more than ${PAGE * PAGES} messages came after it` }
  }

  /** One page of the history, or of the thread: a message there is in no history. */
  async function look(
    { token, team, bot, botUser }: Workspace,
    { id, thread }: Outgoing,
    { channel, oldest, cursor }: { channel: string; oldest: string; cursor: string | undefined },
  ): Promise<FindOutcome | { kind: 'more'; cursor: string }> {
    const asked = {
      token,
      channel,
      oldest,
      inclusive: true,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    }
    try {
      const { messages = [], response_metadata: next } = thread
        ? await client.conversations.replies({ ...asked, ts: thread.id })
        : await client.conversations.history(asked)
      const ours = messages.find(({ metadata, bot_id, user }) => {
        const marks = metadata?.event_type === METADATA_TYPE ? metadata.event_payload : undefined
        return (bot_id === bot || user === botUser) && (marks as { delivery?: unknown } | undefined)?.delivery === id
      })
      if (ours?.ts) return { kind: 'found', ref: { channel: channelId(team, channel), id: ours.ts } }
      return next?.next_cursor ? { kind: 'more', cursor: next.next_cursor } : { kind: 'absent' }
    } catch (error) {
      const failure = classifyFailure(error)
      if (failure.kind === 'refused' && failure.permanent) return { kind: 'cannot-tell', reason: failure.reason }
      throw new Error(`The look for a post in ${channel} failed.`, { cause: error })
    }
  }

  async function edit(ref: PostRef, message: Message): Promise<SendOutcome> {
    const { team, local } = partsOf(ref.channel)
    const workspace = await workspaces.find(team)
    if (!workspace) return { kind: 'refused', reason: NOT_INSTALLED, permanent: true }
    try {
      await client.chat.update({
        token: workspace.token,
        channel: local,
        ts: ref.id,
        ...renderMessage(message, { namesAll: true }),
      })
      return { kind: 'sent', ref }
    } catch (error) {
      return classifyFailure(error)
    }
  }

  /** Everybody but the bot. A message that is gone has no votes. */
  async function voters(ref: PostRef): Promise<Vote[]> {
    const { team, local } = partsOf(ref.channel)
    const workspace = await workspaces.find(team)
    if (!workspace) throw new Error(`${ref.channel}: ${NOT_INSTALLED}.`)
    const { token, botUser } = workspace
    const { message } = await client.reactions
      .get({ token, channel: local, timestamp: ref.id, full: true })
      .catch((error) => {
        if (platformError(error) === 'message_not_found') return { message: undefined }
        throw error
      })
    const votes = new Map<string, Vote>()
    // Two skin tones of one person are one reaction.
    for (const { name = '', users = [] } of message?.reactions ?? [])
      for (const user of users)
        if (user !== botUser)
          votes.set(`${user} ${emojiOf(name)}`, { person: personId(team, user), emoji: emojiOf(name) })
    return [...votes.values()]
  }

  return { send, find, edit, voters }
}

/** What failed on the way to sending is certainly not sent, however it failed. */
function beforeSending(error: unknown): SendOutcome {
  const failure = classifyFailure(error)
  return failure.kind === 'uncertain' ? { kind: 'wait', seconds: UNREADY_SECONDS, scope: 'team' } : failure
}

const NOT_INSTALLED = 'Paperboy is not installed in this workspace'
