import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import { z } from 'zod'
import type { FindOutcome, Outgoing } from '../../../src/core/chat.ts'
import { fetchMember, missingFrom } from '../access/permissions.ts'
import type { Rest } from '../connect.ts'
import { isCode, outcomeOf, reasonOf } from '../errors.ts'
import { newestOf, postRef, snowflakeAt } from '../ids.ts'
import { carriesMark } from '../render/mark.ts'
import type { FetchTarget, Target } from './targets.ts'

/** How much the clocks of Discord and of the database may differ. */
const CLOCK_MS = 60_000
const HISTORY_PAGE = 100
const HISTORY_PAGES = 10

const numbered = z.object({ id: z.number().optional() })
const history = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.array(numbered.extend({ components: z.array(numbered).optional() })).catch([]),
  }),
)

export type Look = { rest: Rest; fetchSelf(): Promise<string>; fetchTarget: FetchTarget; delivery: Outgoing }

/** Looks for a delivery in the thread that it belongs in, and in the channel, which it goes to without a thread. */
export async function findPost(look: Look): Promise<FindOutcome> {
  const { thread } = look.delivery
  try {
    const [target, self] = [await look.fetchTarget(look.delivery), await look.fetchSelf()]
    const inThread = thread && (await findIn({ ...target, channel: thread.id }, self, look).catch(absentIfUnopened))
    return inThread && inThread.kind !== 'absent' ? inThread : await findIn(target, self, look)
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

async function findIn(place: Target, self: string, { rest, delivery }: Look): Promise<FindOutcome> {
  let after = snowflakeAt(delivery.firstAttemptAt - CLOCK_MS)
  for (let page = 0; page < HISTORY_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: String(HISTORY_PAGE) })
    const messages = history.parse(await rest.call('GET', Routes.channelMessages(place.channel), { query }))
    const own = messages.find(({ author, components }) => author.id === self && carriesMark(components, delivery.id))
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
