import { PermissionFlagsBits } from 'discord.js'

export const BOT = '900000000000000001'
export const APPLICATION = '900000000000000002'
export const TOKEN = 'bot-token'
const EPOCH = 1_420_070_400_000

export type FakeFile = { name: string; text: string }

export type FakeMessage = {
  id: string
  channel_id: string
  author: { id: string }
  components: unknown[]
  files: FakeFile[]
  flags: number
  nonce?: string
  sentAt: number
  /** By emoji: who reacted normally, and who with a super reaction. */
  reactions: Map<string, { normal: Set<string>; burst: Set<string> }>
}

export type FakeChannel = {
  id: string
  guild_id: string | null
  type: number
  name: string
  parent_id: string | null
  /** Of a direct message. */
  recipient: string | null
  archived: boolean
  locked: boolean
  /** Seconds; the bot may not write faster. */
  slowmode: number
  /** Permissions taken from the bot here. */
  denied: bigint
  messages: FakeMessage[]
}

export type FakeGuild = { id: string; owner_id: string; roles: { id: string; name: string; permissions: string }[] }

/** What Discord would know. Tests change it as people would. */
export function createState() {
  let counter = 0
  const guilds = new Map<string, FakeGuild>()
  const channels = new Map<string, FakeChannel>()
  const members = new Map<string, { roles: string[] }>()
  const everyone = String(
    PermissionFlagsBits.ViewChannel |
      PermissionFlagsBits.SendMessages |
      PermissionFlagsBits.ReadMessageHistory |
      PermissionFlagsBits.AddReactions |
      PermissionFlagsBits.CreatePublicThreads |
      PermissionFlagsBits.SendMessagesInThreads,
  )

  const state = {
    guilds,
    channels,
    members,
    /** Who takes no direct messages. */
    closed: new Set<string>(),
    commands: [] as Record<string, unknown>[],
    /** Milliseconds for which a nonce is remembered. */
    nonceWindow: 180_000,
    snowflake(at = Date.now()): string {
      counter += 1
      return String((BigInt(at - EPOCH) << 22n) + BigInt(counter % 4_000_000))
    },
    addGuild(id: string): FakeGuild {
      const guild: FakeGuild = {
        id,
        owner_id: '1',
        roles: [
          { id, name: '@everyone', permissions: everyone },
          { id: `${id}7`, name: 'Paperboy managers', permissions: '0' },
          { id: `${id}8`, name: 'Admins', permissions: String(PermissionFlagsBits.ManageGuild) },
        ],
      }
      guilds.set(id, guild)
      members.set(`${id}/${BOT}`, { roles: [] })
      return guild
    },
    addChannel(id: string, guild: string | null, given: Partial<FakeChannel> = {}): FakeChannel {
      const channel: FakeChannel = {
        id,
        guild_id: guild,
        type: guild ? 0 : 1,
        name: 'papers',
        parent_id: null,
        recipient: null,
        archived: false,
        locked: false,
        slowmode: 0,
        denied: 0n,
        messages: [],
        ...given,
      }
      channels.set(id, channel)
      return channel
    },
    find(message: string): FakeMessage | undefined {
      return [...channels.values()].flatMap(({ messages }) => messages).find(({ id }) => id === message)
    },
  }
  return state
}

export type State = ReturnType<typeof createState>

/** The texts of components, in reading order. */
export function textsOf(components: unknown): string[] {
  if (!Array.isArray(components)) return []
  return components.flatMap((one: { content?: string; components?: unknown }) =>
    typeof one.content === 'string' ? [one.content] : textsOf(one.components),
  )
}
