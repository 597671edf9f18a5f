import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { FindOutcome, Outgoing, PostRef, SendOutcome } from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'
import { createRecent } from '../../src/core/recent.ts'
import { isCode, outcomeOf, reasonOf } from './errors.ts'
import { channelId, newestOf, numbersOf, postRef, snowflakeAt, targetOf } from './ids.ts'
import { carriesMark } from './render/mark.ts'
import { fileName, renderMessage, threadName } from './render.ts'
import { fetchMember, missingFrom } from './rest/permissions.ts'
import { createPlaces } from './rest/places.ts'
import type { Rest } from './rest/rest.ts'

/**
 * Discord remembers a nonce “for the past few minutes”; how many is not said, and the second send may have to wait its
 * turn.
 */
const NONCE_MS = 60_000
/** Clocks differ, Discord’s too. */
const CLOCK_MS = 60_000
const HISTORY_PAGE = 100
const HISTORY_PAGES = 10
/** Discord’s longest: seven days, so that a weekend does not close a discussion. */
const ARCHIVE_AFTER_MINUTES = 10_080

/** Channels that take no reactions of ours, and for how long they are believed. */
const UNSEEDED = 20_000
const UNSEEDED_MS = 3_600_000
const MAY_NOT_REACT = 'a permission is missing: allow “Add Reactions” and “Read Message History” there'
/** A post that never will have that reaction. */
const UNSEEDABLE = [
  Code.UnknownMessage,
  Code.UnknownChannel,
  Code.UnknownEmoji,
  Code.MaximumNumberOfReactionsReached,
  Code.ReactionWasBlocked,
]

const posted = z.object({ id: z.string(), channel_id: z.string() })
const history = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z
      .array(
        z.object({
          id: z.number().optional(),
          components: z.array(z.object({ id: z.number().optional() })).optional(),
        }),
      )
      .catch([]),
  }),
)

/**
 * Whether Discord still knows the nonce of a first attempt; after that, nothing is sent without a look at the history.
 */
const isRemembered = ({ firstAttemptAt }: Outgoing): boolean => Date.now() - firstAttemptAt < NONCE_MS

export type PostsContext = { rest: Rest; log: Logger; fetchSelf(): Promise<{ user: string }> }

/** Messages of our own: sending, finding, changing them, and the thread below one. */
export function createPosts({ rest, log, fetchSelf }: PostsContext) {
  const fetchPlace = createPlaces(rest)
  const unseeded = createRecent<number>(UNSEEDED)

  async function send(delivery: Outgoing): Promise<SendOutcome> {
    const { id, thread, message, files } = delivery
    try {
      const earlier = isRemembered(delivery) ? null : await find(delivery).catch(() => null)
      if (earlier?.kind === 'found') return { kind: 'sent', ref: earlier.ref }
      const place = await fetchPlace(delivery)
      const attached = files.map(({ name, type, text }) => ({ name: fileName(name), data: text, contentType: type }))
      const names = attached.map(({ name }) => name)
      const body = { ...renderMessage(message, id, names), nonce: id, enforce_nonce: true }
      const route = Routes.channelMessages(place.channel)
      const write = () => rest.call('POST', route, { body, ...(attached.length > 0 && { files: attached }) })
      const sent = posted.safeParse(await write().catch((error) => writeIntoThread(error, thread, write)))
      if (!sent.success) return { kind: 'uncertain', reason: 'Discord answered with something that is no message' }
      const ref = postRef(place.guild, sent.data.channel_id, sent.data.id)
      if (message.kind === 'heading' && thread === null) await openThread(ref, message.heading ?? '…')
      return { kind: 'sent', ref }
    } catch (error) {
      return outcomeOf(error)
    }
  }

  /**
   * A thread that is not there yet, or sleeps, has certainly taken nothing: it is opened, and the message sent again.
   */
  async function writeIntoThread(
    error: unknown,
    thread: PostRef | null,
    write: () => Promise<unknown>,
  ): Promise<unknown> {
    if (thread === null) throw error
    if (isCode(error, Code.UnknownChannel)) {
      await createThread(thread, 'Papers')
      return write()
    }
    if (!isCode(error, Code.InvalidActionOnArchivedThread)) throw error
    await rest.call('PATCH', Routes.channel(thread.id), { body: { archived: false } })
    return write()
  }

  async function find(delivery: Outgoing): Promise<FindOutcome> {
    if (isRemembered(delivery)) return { kind: 'repeatable' }
    try {
      const [place, self] = [await fetchPlace(delivery), await fetchSelf()]
      let after = snowflakeAt(delivery.firstAttemptAt - CLOCK_MS)
      for (let page = 0; page < HISTORY_PAGES; page += 1) {
        const query = new URLSearchParams({ after, limit: String(HISTORY_PAGE) })
        const messages = history.parse(await rest.call('GET', Routes.channelMessages(place.channel), { query }))
        const own = messages.find(
          ({ author, components }) => author.id === self.user && carriesMark(components, delivery.id),
        )
        if (own) return { kind: 'found', ref: postRef(place.guild, place.channel, own.id) }
        if (messages.length < HISTORY_PAGE) return await confirmAbsent(delivery, messages.length + page)
        after = newestOf(messages)
      }
      return { kind: 'cannot-tell', reason: 'too much was written in the channel since' }
    } catch (error) {
      // A thread that was never opened holds nothing.
      if (delivery.thread && isCode(error, Code.UnknownChannel)) return { kind: 'absent' }
      const { kind } = outcomeOf(error)
      if (kind === 'refused') return { kind: 'cannot-tell', reason: `its history cannot be read: ${reasonOf(error)}` }
      throw new Error(reasonOf(error))
    }
  }

  /** Without “Read Message History” Discord shows an empty history rather than an error. */
  async function confirmAbsent({ to }: Outgoing, seen: number): Promise<FindOutcome> {
    const target = targetOf(to)
    if (seen > 0 || 'user' in target || target.guild === null) return { kind: 'absent' }
    const self = await fetchSelf()
    const { permissions } = await fetchMember(rest, target.guild, target.channel, self.user)
    return missingFrom(permissions).includes('Read Message History')
      ? { kind: 'cannot-tell', reason: 'its history cannot be read: allow Paperboy “Read Message History” there' }
      : { kind: 'absent' }
  }

  async function edit(ref: PostRef, message: Message): Promise<SendOutcome> {
    try {
      const { flags: _, ...body } = renderMessage(message, null)
      await rest.call('PATCH', Routes.channelMessage(numbersOf(ref.channel).channel, ref.id), { body })
      return { kind: 'sent', ref }
    } catch (error) {
      return outcomeOf(error)
    }
  }

  async function openThread(ref: PostRef, title: string): Promise<SendOutcome> {
    try {
      await createThread(ref, title)
      return { kind: 'sent', ref: { channel: channelId(numbersOf(ref.channel).guild, ref.id), id: ref.id } }
    } catch (error) {
      log.warn({ post: ref.id, reason: reasonOf(error) }, 'thread not opened')
      return outcomeOf(error)
    }
  }

  async function createThread({ channel, id }: PostRef, title: string): Promise<void> {
    const body = { name: threadName(title), auto_archive_duration: ARCHIVE_AFTER_MINUTES }
    try {
      await rest.call('POST', Routes.threads(numbersOf(channel).channel, id), { body })
    } catch (error) {
      if (!isCode(error, Code.ThreadAlreadyCreatedForMessage)) throw error
    }
  }

  /** Where it is not allowed, it is not asked for at every post: refusals count towards a block of the address. */
  async function seed(ref: PostRef, emoji: string): Promise<SendOutcome> {
    const refused: SendOutcome = { kind: 'refused', reason: MAY_NOT_REACT, permanent: true }
    if (Date.now() - (unseeded.get(ref.channel) ?? 0) < UNSEEDED_MS) return refused
    const { channel } = numbersOf(ref.channel)
    try {
      await rest.call('PUT', Routes.channelMessageOwnReaction(channel, ref.id, encodeURIComponent(emoji)))
      return { kind: 'sent', ref }
    } catch (error) {
      if (isCode(error, ...UNSEEDABLE)) return { kind: 'refused', reason: reasonOf(error), permanent: true }
      if (!isCode(error, Code.MissingPermissions, Code.MissingAccess)) return outcomeOf(error)
      unseeded.set(ref.channel, Date.now())
      return refused
    }
  }

  return { send, find, edit, openThread, seed }
}
