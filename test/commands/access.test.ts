import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/access/who-may.ts'
import type { ChannelId, PersonId } from '../../src/core/chat.ts'
import { traitsOf } from '../fakes/traits.ts'

const manager: PersonId = 'discord:1'
const outsider: PersonId = 'slack:3'
const admin: PersonId = 'slack:1'
const context = {
  mayManage: async (_: ChannelId, person: PersonId) => person === manager || person === admin,
  maySee: async (_: ChannelId, person: PersonId) => person !== outsider,
  isKnown: async (channel: ChannelId) => channel !== 'slack:1/unknown',
  isAdmin: async (_: ChannelId, person: PersonId) => person === admin,
  traitsOf,
}
const on = (platform: 'slack' | 'discord', person: PersonId = `${platform}:2` as const) => ({
  channel: `${platform}:1/1` as ChannelId,
  person,
})

describe('what only managers do on open platforms', () => {
  const access = 'manager-on-open-platforms'

  it('is open to every colleague on Slack, and to managers alone on a Discord server', async () => {
    expect(await isAllowed(context, access, on('slack'))).toBe(true)
    expect(await isAllowed(context, access, on('discord'))).toBe(false)
    expect(await isAllowed(context, access, on('discord', manager))).toBe(true)
  })
})

it('lets those who see a channel do what anyone may, and everybody where nothing was ever posted', async () => {
  expect(await isAllowed(context, 'anyone', on('discord'))).toBe(true)
  expect(await isAllowed(context, 'anyone', on('slack', outsider))).toBe(false)
  expect(await isAllowed(context, 'manager-on-open-platforms', on('slack', outsider))).toBe(false)
  expect(await isAllowed(context, 'anyone', { channel: 'slack:1/unknown', person: outsider })).toBe(true)
})

it('asks for managers and admins where only they may', async () => {
  expect(await isAllowed(context, 'manager', on('slack'))).toBe(false)
  expect(await isAllowed(context, 'admin', on('discord', manager))).toBe(false)
  expect(await isAllowed(context, 'admin', on('slack', admin))).toBe(true)
})
