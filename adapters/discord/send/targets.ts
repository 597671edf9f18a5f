import { Routes } from 'discord.js'
import { z } from 'zod'
import type { Outgoing } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import type { Rest } from '../connect.ts'
import { numbersOf, targetOf } from '../ids.ts'

const REMEMBERED = 1_000

/** Server and channel; the server is null for a direct message. */
export type Target = ReturnType<typeof numbersOf>

export type FetchTarget = ReturnType<typeof createTargets>

const opened = z.object({ id: z.string() })

/** The channel that a delivery goes to, or into a thread of. That of direct messages with a person never changes. */
export function createTargets(rest: Rest) {
  const direct = createRecent<string>(REMEMBERED)

  async function fetchDirect(user: string): Promise<string> {
    const known = direct.get(user)
    if (known !== undefined) return known
    const { id } = opened.parse(await rest.call('POST', Routes.userChannels(), { body: { recipient_id: user } }))
    direct.set(user, id)
    return id
  }

  return async function fetchTarget({ to, thread }: Pick<Outgoing, 'to' | 'thread'>): Promise<Target> {
    const target = thread ? numbersOf(thread.channel) : targetOf(to)
    return 'channel' in target ? target : { guild: null, channel: await fetchDirect(target.user) }
  }
}
