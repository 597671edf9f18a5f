import { Routes } from 'discord.js'
import { z } from 'zod'
import type { Outgoing } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import { numbersOf, targetOf } from '../ids.ts'
import type { Rest } from './rest.ts'

/** Server and channel, as Discord’s addresses want them. */
type Numbers = ReturnType<typeof numbersOf>

const REMEMBERED = 1_000

const opened = z.object({ id: z.string() })

/** Where a delivery goes. Direct messages with a person have a channel of their own, which never changes and is asked for once. */
export function createPlaces(rest: Rest) {
  const direct = createRecent<string>(REMEMBERED)

  async function fetchDirect(user: string): Promise<string> {
    const known = direct.get(user)
    if (known !== undefined) return known
    const { id } = opened.parse(await rest.call('POST', Routes.userChannels(), { body: { recipient_id: user } }))
    direct.set(user, id)
    return id
  }

  return async function fetchPlace({ to, thread }: Pick<Outgoing, 'to' | 'thread'>): Promise<Numbers> {
    // A thread has the number of the message it hangs from.
    if (thread) return { guild: numbersOf(thread.channel).guild, channel: thread.id }
    const target = targetOf(to)
    return 'channel' in target ? target : { guild: null, channel: await fetchDirect(target.user) }
  }
}
