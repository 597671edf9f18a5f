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
/** Sends in a modal with things chosen of what Discord lists. */
const choose = (who: Who, { modal }: Seen, field: string, ids: string[], resolved: object) =>
  happen(who, {
    type: 5,
    data: {
      custom_id: String(modal?.custom_id),
      components: [{ type: 18, component: { type: 7, custom_id: field, values: ids } }],
      resolved,
    },
  })

/** The part of the settings form that asks who may do something. */
const whoForm = async (who: Who): Promise<Seen> =>
  click(
    who,
    idsIn(await type(who, 'settings')).find((id) => id?.startsWith('settings-form:people')),
  )
const curators = { roles: { [CURATORS]: { id: CURATORS, name: 'Curators' } } }

it('lets a channel choose the role that manages it: announced, and good there alone', async () => {
  expect(words(await type(curator, 'subscribe'))).toContain('for people who manage')
  await type(owner, 'subscribe')
  const saved = await choose(owner, await whoForm(owner), 'managers-chosen', [CURATORS], curators)
  expect(words(saved)).toContain('Saved: Who may change this Curators (was default).')
  expect(words(await type(curator, 'settings papers 3'))).toContain('Papers a day 3 (was 2)')
  expect(words(await type(stranger, 'settings papers 4'))).toContain('for people who manage')
  const managers = { people: [], roles: [{ id: CURATORS, name: 'Curators' }] }
  expect(await findChannel(bot.store.db, `discord:${GUILD}/${PAPERS}`)).toMatchObject({
    settings: { papersPerDay: 3, managers },
  })
  expect(words(await type({ ...curator, roles: [] }, 'settings papers 4'))).toContain('for people who manage')
})

it('names people with their mention, typed or chosen, and everyone by the role that everybody holds', async () => {
  await type(owner, 'subscribe')
  const named = await type(owner, 'settings managers <@3> <@!2>')
  expect(JSON.stringify(named.payloads)).toContain('<@3>')
  expect(named.payloads).toMatchObject([{ allowed_mentions: { parse: [] } }])
  expect(words(await type(stranger, 'settings papers 4'))).toContain('Papers a day 4')
  const modal = await whoForm(owner)
  expect(JSON.stringify(modal.modal)).toContain('"default_values":[{"id":"2","type":"user"},{"id":"3","type":"user"}]')
  const everyone = { roles: { [GUILD]: { id: GUILD, name: '@everyone' } } }
  await choose(owner, modal, 'managers-chosen', [GUILD], everyone)
  expect(words(await type({ user: '4', roles: [] }, 'settings papers 5'))).toContain('Papers a day 5')
})

it('lets nobody change the whole server who manages a channel only because everyone does', async () => {
  await type(owner, 'subscribe')
  await type(owner, 'settings managers everyone')
  expect(words(await type(stranger, 'settings papers 4'))).toContain('Papers a day 4')
  for (const text of ['team votes 🔥', 'team unlink', 'agenda settings', 'agenda off', 'team link'])
    expect(words(await type(stranger, text)), text).toMatch(/(?:admins|people who administer)/)
  expect(words(await type(owner, 'team votes 🔥'))).toContain('🔥 votes here')
})

it('lets a channel choose who makes the bot speak', async () => {
  await type(owner, 'subscribe')
  const saved = await choose(owner, await whoForm(owner), 'speakers-chosen', [CURATORS], curators)
  expect(words(saved)).toContain('Saved: Who may make the bot speak Curators (was default).')
  expect(words(await type(stranger, 'follow agents'))).toContain('for people whom its managers named')
  expect(words(await type(curator, 'follow agents'))).not.toContain('for people whom its managers named')
})

it('subscribes another channel, chosen from the server’s, and asks for its settings from afar', async () => {
  await type(owner, 'subscribe')
  const button = idsIn(await type(owner, 'subscribe')).find((id) => id?.startsWith('elsewhere:'))
  const channels = { [VISION]: { id: VISION, name: 'vision' } }
  const refused = await choose(stranger, await click(stranger, button), 'channel', [VISION], { channels })
  expect(words(refused)).toContain('for people who manage that channel')
  const subscribed = await choose(owner, await click(owner, button), 'channel', [VISION], { channels })
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
