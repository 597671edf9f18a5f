import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { Logger } from 'pino'
import type { PostRef } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import type { Rest } from '../connect.ts'
import { isCode, reasonOf } from '../errors.ts'
import { numbersOf } from '../ids.ts'
import { threadName } from '../render.ts'

/** Discord’s longest: seven days, so that a weekend does not close a discussion. */
const ARCHIVE_AFTER_MINUTES = 10_080
const REMEDY = 'allow “Create Public Threads” and “Send Messages in Threads” there'

/** Sends a message to a channel or a thread; `answered` is the post that it names as the one it answers. */
type Write = (channel: string, answered: string | null) => Promise<unknown>

/** Channels where a permission is missing: asking at every post would count towards a block of the address. */
export const createRefusals = () => createRecent<true>(20_000, 3_600_000)

/** The threads below our posts. A thread has the number of the message it hangs from. */
export function createThreads(rest: Rest, log: Logger) {
  const refusals = createRefusals()

  async function create({ channel, id }: PostRef, title: string): Promise<void> {
    const body = { name: threadName(title), auto_archive_duration: ARCHIVE_AFTER_MINUTES }
    await rest.call('POST', Routes.threads(numbersOf(channel).channel, id), { body }).catch((error: unknown) => {
      if (!isCode(error, Code.ThreadAlreadyCreatedForMessage)) throw error
    })
  }

  /** A thread that is not there yet, or sleeps, has certainly taken nothing: it is opened, and written to again. */
  async function writeInside(post: PostRef, write: Write): Promise<unknown> {
    const inside = () => write(post.id, null)
    try {
      return await inside()
    } catch (error) {
      if (isCode(error, Code.InvalidActionOnArchivedThread))
        await rest.call('PATCH', Routes.channel(post.id), { body: { archived: false } })
      else if (!isCode(error, Code.UnknownChannel)) throw error
      else if (refusals.get(post.channel)) return below(post, write)
      else await create(post, 'Papers')
      return inside()
    }
  }

  const below = (post: PostRef, write: Write): Promise<unknown> => write(numbersOf(post.channel).channel, post.id)

  return {
    /** Below a heading. Without the permission the posts that follow go into the channel. */
    async open(post: PostRef, title: string): Promise<void> {
      await create(post, title).catch((error: unknown) => {
        log.warn({ post: post.id, reason: reasonOf(error) }, 'thread not opened')
      })
    },
    /** Writes into the thread below a post; where that is not allowed, into its channel, as an answer to the post. */
    async write(post: PostRef, write: Write): Promise<unknown> {
      try {
        return await writeInside(post, write)
      } catch (error) {
        if (!isCode(error, Code.MissingPermissions)) throw error
        refusals.set(post.channel, true)
        log.warn({ channel: post.channel }, `no thread can be used, and the channel is posted to: ${REMEDY}`)
        return below(post, write)
      }
    },
  }
}
