import { RESTJSONErrorCodes as Code, ReactionType, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import {
  type ChatAdapter,
  idOf,
  type KeptTexts,
  type Outgoing,
  type PostRef,
  type SendOutcome,
  type Vote,
} from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'
import { createRecent } from '../../src/core/recent.ts'
import { keepLongValues } from '../shared/long-values.ts'
import type { Rest } from './connect.ts'
import { isCode, outcomeOf, reasonOf } from './errors.ts'
import { newestOf, numbersOf, personId, postRef, type Target, userNumber } from './ids.ts'
import { emoji, emojiKey } from './interactions/reactions.ts'
import { LONGEST_VALUE } from './render/buttons.ts'
import { answering, fileName, renderMessage } from './render.ts'
import { findPost } from './send/find.ts'
import { createRefusals, createThreads } from './send/threads.ts'

/** Discord remembers a nonce “for the past few minutes” and does not say how many; a second send may wait its turn. */
const NONCE_MS = 60_000

const MAY_NOT_REACT = 'a permission is missing: allow “Add Reactions” and “Read Message History” there'
const UNSEEDABLE = [
  Code.UnknownMessage,
  Code.UnknownChannel,
  Code.UnknownEmoji,
  Code.MaximumNumberOfReactionsReached,
  Code.ReactionWasBlocked,
]

const posted = z.object({ id: z.string(), channel_id: z.string() })
const opened = z.object({ id: z.string() })
/** Channels of direct messages. */
const REMEMBERED = 1_000

/** Whether Discord still knows the nonce of a first attempt; later, the history is looked through before a send. */
const isRemembered = ({ firstAttemptAt }: Outgoing): boolean => Date.now() - firstAttemptAt < NONCE_MS

type PostsContext = { rest: Rest; log: Logger; kept: KeptTexts; fetchSelf(): Promise<string> }
type Posts = Pick<ChatAdapter, 'send' | 'find' | 'edit' | 'seed' | 'voters'>

export function createPosts({ rest, log, kept, fetchSelf }: PostsContext): Posts {
  const direct = createRecent<string>(REMEMBERED)
  const threads = createThreads(rest, log)
  const unseeded = createRefusals()

  /** The channel that a delivery goes to, or into a thread of. That of direct messages with a person never changes. */
  async function fetchTarget({ to, thread }: Outgoing): Promise<Target> {
    const id = thread?.channel ?? idOf(to)
    // ALERT_CHANNEL may name a person, too.
    if (id.includes('/')) return numbersOf(id)
    const user = userNumber(id)
    const asked = { body: { recipient_id: user } }
    const channel = direct.get(user) ?? opened.parse(await rest.call('POST', Routes.userChannels(), asked)).id
    direct.set(user, channel)
    return { guild: null, channel }
  }

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const { id, thread, message, files } = delivery
    await keepLongValues(kept, message, LONGEST_VALUE)
    try {
      const earlier = isRemembered(delivery) ? null : await find(delivery).catch(() => null)
      if (earlier?.kind === 'found') return { kind: 'sent', ref: earlier.ref }
      const { guild, channel } = await fetchTarget(delivery)
      const attached = files.map(({ name, type, text }) => ({ name: fileName(name), data: text, contentType: type }))
      const names = attached.map(({ name }) => name)
      const payload = { ...renderMessage(message, id, names), nonce: id, enforce_nonce: true }
      const write = (place: string, answered: string | null) => {
        const body = answered === null ? payload : answering(payload, answered)
        return rest.call('POST', Routes.channelMessages(place), { body, ...(names.length > 0 && { files: attached }) })
      }
      const sent = posted.safeParse(await (thread ? threads.write(thread, write) : write(channel, null)))
      if (!sent.success) return { kind: 'uncertain', reason: 'Discord answered with something that is no message' }
      const ref = postRef(guild, sent.data.channel_id, sent.data.id)
      if (message.kind === 'heading' && thread === null) await threads.open(ref, message.heading ?? '…')
      return { kind: 'sent', ref }
    } catch (error) {
      return outcomeOf(error)
    }
  }

  const find: Posts['find'] = async (delivery) =>
    isRemembered(delivery) ? { kind: 'repeatable' } : findPost({ rest, fetchSelf, fetchTarget }, delivery)

  async function edit(ref: PostRef, message: Message): Promise<SendOutcome> {
    const { flags: _, ...body } = renderMessage(message, null)
    const changed = rest.call('PATCH', Routes.channelMessage(numbersOf(ref.channel).channel, ref.id), { body })
    return changed.then(() => ({ kind: 'sent', ref }), outcomeOf)
  }

  async function seed(ref: PostRef, emoji: string): Promise<SendOutcome> {
    const refused: SendOutcome = { kind: 'refused', reason: MAY_NOT_REACT, permanent: true }
    if (unseeded.get(ref.channel)) return refused
    const { channel } = numbersOf(ref.channel)
    try {
      await rest.call('PUT', Routes.channelMessageOwnReaction(channel, ref.id, encodeURIComponent(emoji)))
      return { kind: 'sent', ref }
    } catch (error) {
      if (isCode(error, ...UNSEEDABLE)) return { kind: 'refused', reason: reasonOf(error), permanent: true }
      if (!isCode(error, Code.MissingPermissions, Code.MissingAccess)) return outcomeOf(error)
      unseeded.set(ref.channel, true)
      return refused
    }
  }

  return { send, find, edit, seed, voters: (ref) => fetchVoters(rest, ref) }
}

const PAGE = 100

const count_details = z.object({ burst: z.number() }).optional()
const reaction = z.object({ emoji, me: z.boolean(), count: z.number(), count_details })
const reacted = z.object({ reactions: z.array(reaction).default([]) })
const users = z.array(z.object({ id: z.string(), bot: z.boolean().optional() }))

/** Who reacts to a message now: a person who does so normally and with a super reaction once, and no bots. */
async function fetchVoters(rest: Rest, { channel: id, id: message }: PostRef): Promise<Vote[]> {
  const { channel } = numbersOf(id)
  const { reactions } = await rest.call('GET', Routes.channelMessage(channel, message)).then(reacted.parse, noneIfGone)
  const votes = new Map<string, Vote>()
  for (const { emoji, me, count, count_details: details } of reactions) {
    if (me && count === 1) continue
    const key = emojiKey(emoji)
    const named = encodeURIComponent(emoji.id ? `${emoji.name ?? '_'}:${emoji.id}` : (emoji.name ?? ''))
    const route = Routes.channelMessageReaction(channel, message, named)
    for (const type of [ReactionType.Normal, ...(details?.burst === 0 ? [] : [ReactionType.Super])])
      for (const user of await fetchUsers(rest, route, type))
        votes.set(`${key} ${user}`, { person: personId(user), emoji: key })
  }
  return [...votes.values()]
}

/** What is gone shows no votes. */
function noneIfGone(error: unknown): z.output<typeof reacted> {
  if (isCode(error, Code.UnknownMessage, Code.UnknownChannel)) return { reactions: [] }
  throw error
}

async function fetchUsers(rest: Rest, route: `/${string}`, type: ReactionType): Promise<string[]> {
  const found: string[] = []
  let after = '0'
  while (true) {
    const query = new URLSearchParams({ limit: String(PAGE), after, type: String(type) })
    const page = users.parse(await rest.call('GET', route, { query }))
    found.push(...page.filter(({ bot }) => bot !== true).map(({ id }) => id))
    if (page.length < PAGE) return found
    after = newestOf(page)
  }
}
