import { ApplicationFlagsBitField, Routes } from 'discord.js'
import { z } from 'zod'
import type { ChannelId } from '../../src/core/chat.ts'
import { broken, type Finding, fine, odd } from '../../src/core/finding.ts'
import { fetchMember, isMute, missingFrom } from './access.ts'
import { type ChannelSearch, findChannels } from './channels.ts'
import type { Rest } from './connect.ts'
import { reasonOf } from './errors.ts'
import { numbersOf } from './ids.ts'

type Examined = Omit<ChannelSearch, 'permissions'> & { messageContent: boolean }

const application = z.object({ flags: z.number().default(0) })

/** Token, permissions in each channel (by number or whole id), with what to do about what is missing. */
export async function examineDiscord({ messageContent, ...search }: Examined, channels: string[]): Promise<Finding[]> {
  const { rest, fetchSelf } = search
  const self = await fetchSelf().catch((error: unknown) =>
    broken(`Discord, DISCORD_TOKEN: ${reasonOf(error)}.`, 'A new one: discord.com/developers → Bot → Reset Token.'),
  )
  if (typeof self !== 'string') return [self]
  const intent = messageContent ? await examineIntent(rest) : []
  const found = await findChannels({ ...search, permissions: null }, channels)
  // A channel may be listed and subscribed.
  const known = new Map(found.map((one) => [one.channel?.id ?? one.listed, one]))
  const findings = await Array.fromAsync(known.values(), ({ channel, problem }) =>
    channel ? examineChannel(rest, self, channel) : broken(problem ?? 'A channel is missing.'),
  )
  return [fine('Discord knows Paperboy.'), ...intent, ...findings]
}

/** The second flag is that of bots in few servers. */
async function examineIntent(rest: Rest): Promise<Finding[]> {
  const { flags } = application.parse(await rest.call('GET', Routes.currentApplication()))
  return new ApplicationFlagsBitField(flags).any(['GatewayMessageContent', 'GatewayMessageContentLimited'])
    ? []
    : [broken('Discord: DISCORD_MESSAGE_CONTENT=on needs the “Message Content Intent”.', INTENT)]
}

const INTENT = 'Switch it on: discord.com/developers → Bot → Message Content Intent.'

async function examineChannel(rest: Rest, self: string, { id, name }: { id: ChannelId; name: string }) {
  const { guild, channel } = numbersOf(id)
  try {
    const missing = missingFrom((await fetchMember(rest, guild ?? '', channel, self)).permissions)
    if (missing.length === 0) return fine(`Discord: Paperboy may post, open threads and react in #${name}.`)
    const what = `Discord: in #${name} Paperboy misses ${missing.join(', ')}.`
    const remedy = 'Edit Channel → Permissions → Paperboy.'
    return isMute(missing) ? broken(what, remedy) : odd(what, remedy)
  } catch (error) {
    return odd(`Discord: permissions in #${name} could not be read: ${reasonOf(error)}.`)
  }
}
