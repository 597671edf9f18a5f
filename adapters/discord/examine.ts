import { z } from 'zod'
import type { ChannelId, Finding } from '../../src/core/chat.ts'
import { findChannels } from './channels.ts'
import { reasonOf } from './errors.ts'
import { numbersOf } from './ids.ts'
import { fetchMember, missingFrom } from './rest/permissions.ts'
import type { Rest } from './rest/rest.ts'

export type Examined = {
  rest: Rest
  self(): Promise<{ user: string }>
  application(): Promise<string>
  listed: string[]
  messageContent: boolean
}

const flags = z.object({ flags: z.number().default(0) })
// “Application Flags”: GATEWAY_MESSAGE_CONTENT, and its form for bots in fewer than 100 servers.
const MESSAGE_CONTENT = (1 << 18) | (1 << 19)

/** Token, permissions in each channel, with what to do about what is missing. */
export async function examineDiscord({
  rest,
  self,
  application,
  listed,
  messageContent,
}: Examined): Promise<Finding[]> {
  let user: string
  try {
    user = (await self()).user
  } catch (error) {
    return [
      {
        state: 'broken',
        what: `Discord, DISCORD_TOKEN: ${reasonOf(error)}. A new one: discord.com/developers → Bot → Reset Token.`,
      },
    ]
  }
  const findings: Finding[] = [{ state: 'fine', what: 'Discord knows Paperboy.' }]
  if (messageContent && (flags.parse(await rest.call('GET', '/applications/@me')).flags & MESSAGE_CONTENT) === 0)
    findings.push({
      state: 'broken',
      what: 'Discord: DISCORD_MESSAGE_CONTENT=on needs “Message Content Intent” at discord.com/developers → Bot.',
    })
  for (const { channel, problem } of await findChannels(rest, application, listed))
    findings.push(
      channel
        ? await examineChannel(rest, user, channel)
        : { state: 'broken', what: problem ?? 'A channel is missing.' },
    )
  return findings
}

async function examineChannel(
  rest: Rest,
  user: string,
  { id, name }: { id: ChannelId; name: string },
): Promise<Finding> {
  const { guild, channel } = numbersOf(id)
  try {
    const missing = missingFrom((await fetchMember(rest, guild ?? '', channel, user)).permissions)
    if (missing.length === 0) return { state: 'fine', what: `Discord: Paperboy may post in #${name}.` }
    const what = `Discord: in #${name} Paperboy misses ${missing.join(', ')}. Edit Channel → Permissions → Paperboy.`
    return { state: missing.some((one) => MUST.has(one)) ? 'broken' : 'odd', what }
  } catch (error) {
    return { state: 'odd', what: `Discord: permissions in #${name} could not be read: ${reasonOf(error)}.` }
  }
}

/** Without these nothing is posted; without the others a part is missing. */
const MUST = new Set(['View Channel', 'Send Messages'])
