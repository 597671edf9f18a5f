import { PermissionFlagsBits as Flag } from 'discord.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findChannel } from '../../src/channels/channels.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { openDiscordBot } from '../fakes/discord/bot.ts'
import type { Seen } from '../fakes/discord/interactions.ts'
import { readMarkdown } from '../fakes/discord/markdown.ts'
import { aSighting } from '../fixtures/papers.ts'

const CURATORS = '800000000000000007'
const VISION = '200000000000000001'
type Who = { user: string; permissions?: bigint; roles?: string[] }
/** The fake’s guilds belong to 1. */
const owner: Who = { user: '1', permissions: Flag.ManageGuild }
const curator: Who = { user: '2', roles: [CURATORS] }
const stranger: Who = { user: '3' }

let bot: Awaited<ReturnType<typeof openDiscordBot>>
beforeEach(async () => {
  bot = await openDiscordBot()
  bot.discord.state.addGuild(GUILD)
  for (const channel of [PAPERS, VISION]) bot.discord.state.addChannel(channel, GUILD)
  for (const { user, roles = [] } of [owner, curator, stranger])
    bot.discord.state.members.set(`${GUILD}/${user}`, { roles })
})
afterEach(() => bot.close())

const happen = ({ user, permissions = Flag.ViewChannel, roles = [] }: Who, what: { type: number; data: object }) =>
  bot.discord.interactions.happen({
    guild_id: GUILD,
    channel_id: PAPERS,
    channel: { id: PAPERS, type: 0 },
    member: { user: { id: user }, permissions: String(permissions), roles },
    ...(what.type === 3 && { message: { id: '77', components: [] } }),
    ...what,
  })
const type = (who: Who, text: string) =>
  happen(who, { type: 2, data: { type: 1, name: 'papers', options: [{ name: 'text', type: 3, value: text }] } })
const words = ({ texts }: Seen) => texts.map((text) => readMarkdown(text).text).join('\n')
const idsIn = (seen: Seen) => [...JSON.stringify(seen.payloads).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id]) => id)
const click = (who: Who, id: string | undefined) => happen(who, { type: 3, data: { custom_id: id, component_type: 2 } })
/** Sends in a modal with one thing chosen of what Discord lists. */
const choose = (who: Who, { modal }: Seen, field: string, id: string, resolved: object) =>
  happen(who, {
    type: 5,
    data: {
      custom_id: String(modal?.custom_id),
      components: [{ type: 18, component: { type: 6, custom_id: field, values: [id] } }],
      resolved,
    },
  })

/** The part of the settings form that asks for the managers. */
async function managersForm(who: Who): Promise<Seen> {
  const invitation = await type(who, 'settings')
  return click(who, idsIn(invitation).at(-1))
}

it('lets a server choose the role that manages Paperboy: announced, and good in all its channels', async () => {
  expect(words(await type(curator, 'subscribe'))).toContain('for people who manage')
  await type(owner, 'subscribe')
  const roles = { [CURATORS]: { id: CURATORS, name: 'Curators' } }
  const saved = await choose(owner, await managersForm(owner), 'managers', CURATORS, { roles })
  expect(words(saved)).toContain('Saved: Managers in the whole server Curators (was none).')
  expect(words(await type(curator, 'settings papers 3'))).toContain('Papers a day 3 (was 2)')
  expect(words(await type(stranger, 'settings papers 4'))).toContain('for people who manage')
  expect(await findChannel(bot.store.db, `discord:${GUILD}/${PAPERS}`)).toMatchObject({
    settings: { papersPerDay: 3, managerRole: `${CURATORS} Curators` },
  })
})

it('subscribes another channel, chosen from the server’s, and asks for its settings from afar', async () => {
  await type(owner, 'subscribe')
  const [button] = idsIn(await type(owner, 'subscribe'))
  const channels = { [VISION]: { id: VISION, name: 'vision' } }
  const refused = await choose(stranger, await click(stranger, button), 'channel', VISION, { channels })
  expect(words(refused)).toContain('for people who manage that channel')
  const subscribed = await choose(owner, await click(owner, button), 'channel', VISION, { channels })
  expect(words(subscribed)).toContain('Subscribed.')
  expect(await findChannel(bot.store.db, `discord:${GUILD}/${VISION}`)).toMatchObject({ state: 'active' })
})

it('sends what a search found to whoever presses Cite, by direct message', async () => {
  const today = new Date().toISOString().slice(0, 10)
  await recordSightings(bot.store, [aSighting('2603.00001', today), aSighting('2603.00002', today)], Date.now())
  const found = await type(stranger, 'paper')
  const seen = await click(
    stranger,
    idsIn(found).find((id) => id?.startsWith('cite:')),
  )
  expect(words(seen)).toContain('2 papers for your reference manager')
})

it('offers verbs first, then what may be searched', async () => {
  const seen = await happen(stranger, {
    type: 4,
    data: { type: 1, name: 'papers', options: [{ name: 'text', type: 3, value: 's', focused: true }] },
  })
  expect(seen.choices?.slice(0, 2)).toEqual(expect.arrayContaining(['search', 'saved']))
})
