import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import { z } from 'zod'
import type { FindOutcome, Outgoing } from '../../../src/core/chat.ts'
import { fetchMember, missingFrom } from '../access.ts'
import type { Rest } from '../connect.ts'
import { isCode, outcomeOf, reasonOf } from '../errors.ts'
import { newestOf, postRef, snowflakeAt, type Target } from '../ids.ts'
import { markOf } from '../render.ts'

/** How much the clocks of Discord and of the database may differ. */
const CLOCK_MS = 60_000
const HISTORY_PAGE = 100
const HISTORY_PAGES = 10

const numbered = z.object({ id: z.number().optional() })
const history = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.array(numbered.extend({ components: z.array(numbered).default([]) })).catch([]),
  }),
)

type Look = { rest: Rest; fetchSelf(): Promise<string>; fetchTarget(delivery: Outgoing): Promise<Target> }

/** Looks for a delivery in the thread that it belongs in, and in the channel, which it goes to without a thread. */
export async function findPost({ rest, fetchSelf, fetchTarget }: Look, delivery: Outgoing): Promise<FindOutcome> {
  const { thread } = delivery
  try {
    const [target, self] = [await fetchTarget(delivery), await fetchSelf()]
    const findIn = (place: Target) => findInHistory(rest, place, self, delivery)
    const inThread = thread && (await findIn({ ...target, channel: thread.id }).catch(absentIfUnopened))
    return inThread && inThread.kind !== 'absent' ? inThread : await findIn(target)
  } catch (error) {
    const { kind } = outcomeOf(error)
    if (kind === 'refused') return { kind: 'cannot-tell', reason: `its history cannot be read: ${reasonOf(error)}` }
    throw new Error(reasonOf(error))
  }
}

/** A thread that was never opened holds nothing. */
function absentIfUnopened(error: unknown): FindOutcome {
  if (isCode(error, Code.UnknownChannel)) return { kind: 'absent' }
  throw error
}

async function findInHistory(rest: Rest, place: Target, self: string, delivery: Outgoing): Promise<FindOutcome> {
  const mark = markOf(delivery.id)
  let after = snowflakeAt(delivery.firstAttemptAt - CLOCK_MS)
  for (let page = 0; page < HISTORY_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: String(HISTORY_PAGE) })
    const messages = history.parse(await rest.call('GET', Routes.channelMessages(place.channel), { query }))
    const own = messages.find(({ author, components: [container] }) => {
      const isMarked = container?.id === mark.container && container.components[0]?.id === mark.part
      return author.id === self && isMarked
    })
    if (own) return { kind: 'found', ref: postRef(place.guild, place.channel, own.id) }
    if (messages.length < HISTORY_PAGE) return confirmAbsent(rest, self, place, messages.length + page)
    after = newestOf(messages)
  }
  return { kind: 'cannot-tell', reason: 'too much was written in the channel since' }
}

/** Without “Read Message History” Discord shows an empty history rather than an error. */
async function confirmAbsent(rest: Rest, self: string, { guild, channel }: Target, seen: number): Promise<FindOutcome> {
  if (seen > 0 || guild === null) return { kind: 'absent' }
  const { permissions } = await fetchMember(rest, guild, channel, self)
  return missingFrom(permissions).includes('Read Message History')
    ? { kind: 'cannot-tell', reason: 'its history cannot be read: allow Paperboy “Read Message History” there' }
    : { kind: 'absent' }
}
