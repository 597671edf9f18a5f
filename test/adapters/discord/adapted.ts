import { PermissionFlagsBits } from 'discord.js'
import { pino } from 'pino'
import { createDiscordAdapter, type DiscordConfig } from '../../../adapters/discord/index.ts'
import type { Outgoing } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import { readMarkdown } from '../../fakes/discord/markdown.ts'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/server.ts'
import { TOKEN, textsOf } from '../../fakes/discord/state.ts'
import { keptTexts } from '../../fakes/kept.ts'

export const GUILD = '100000000000000000'
export const PAPERS = '200000000000000000'
export const READER = '300000000000000001'

/** What was logged, so that a test can read what an admin would. */
export type Logged = { level: number; msg: string }

/** A server with one channel, and the real adapter connected to it. */
export async function openDiscord(given: Partial<DiscordConfig> = {}) {
  const fake = await startFakeDiscord()
  fake.state.addGuild(GUILD)
  fake.state.addChannel(PAPERS, GUILD)
  fake.state.members.set(`${GUILD}/${READER}`, { roles: [] })
  const { adapter, logged } = connectTo(fake, given)
  return {
    fake,
    adapter,
    logged,
    /** What everybody in the channel sees. */
    shown: (channel = PAPERS): string[] => shownIn(fake, channel),
    async close() {
      await this.adapter.stop()
      await fake.close()
    },
  }
}

/** A process more, on the same Discord. */
export function connectTo(fake: FakeDiscord, given: Partial<DiscordConfig> = {}) {
  const logged: Logged[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const adapter = createDiscordAdapter({
    token: TOKEN,
    applicationId: undefined,
    apiUrl: fake.apiUrl,
    shards: null,
    messageContent: false,
    log,
    mayServe: () => true,
    tryLead: leads(),
    onTokenRefused: () => {},
    kept: keptTexts(),
    ...given,
  })
  return { adapter, logged }
}

/** One process at a time, as the database would have it. `free` takes a lead away, as when its process dies. */
export function leads() {
  const held = new Map<string, symbol>()
  const tryLead = async (name: string) => {
    if (held.has(name)) return null
    const mine = Symbol(name)
    held.set(name, mine)
    const isHeld = () => held.get(name) === mine
    return { isHeld, release: async () => void (isHeld() && held.delete(name)) }
  }
  return Object.assign(tryLead, { free: (name: string) => void held.delete(name) })
}

/** A person types `/papers <text>`. */
export const ask = (fake: FakeDiscord, text: string, permissions: bigint = PermissionFlagsBits.ViewChannel) =>
  fake.interactions.happen({
    type: 2,
    guild_id: GUILD,
    channel_id: PAPERS,
    channel: { id: PAPERS, type: 0 },
    member: { user: { id: READER }, permissions: String(permissions), roles: [] },
    data: {
      id: '1',
      type: 1,
      name: 'papers',
      ...(text !== '' && { options: [{ name: 'text', type: 3, value: text }] }),
    },
  })

export const outgoing = (id: string, text: string, given: Partial<Outgoing> = {}): Outgoing => ({
  id,
  to: { channel: `discord:${GUILD}/${PAPERS}` },
  thread: null,
  message: notice(text),
  files: [],
  firstAttemptAt: Date.now(),
  ...given,
})

function shownIn(fake: FakeDiscord, channel: string): string[] {
  const messages = fake.state.channels.get(channel)?.messages ?? []
  return messages.map(({ components }) =>
    textsOf(components)
      .map((text) => readMarkdown(text).text)
      .join('\n'),
  )
}
