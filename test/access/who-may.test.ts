import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAmong, mayManage, maySpeak } from '../../src/access/who-may.ts'
import { saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import { ADMINS, type OwnSettings, type Who } from '../../src/channels/settings.ts'
import { type ChannelId, type Member, OutageError, type PersonId } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import { fakeChat } from '../fakes/chat.ts'
import { openScratch } from '../fakes/scratch.ts'
import { traitsOf } from '../fakes/traits.ts'

const CURATORS = { id: '7', name: 'Curators' }
const full: Member = { isAdmin: false, isFull: true, roles: [], zone: null }
const curator: Member = { ...full, roles: ['1', '7'] }
const guest: Member = { ...full, isFull: false }
const admin: Member = { ...full, isAdmin: true }

const allowed = (who: Who): string[] =>
  Object.entries({ full, curator, guest, admin })
    .filter(([name, member]) => isAmong(who, member, `discord:${name}` as const))
    .map(([name]) => name)

describe('whom a setting means, beside the admins', () => {
  it.each<[string, Who, string[]]>([
    ['everyone is full members, and no guest', 'everyone', ['full', 'curator', 'admin']],
    ['nobody named is the admins', ADMINS, ['admin']],
    ['a role is who holds it', { people: [], roles: [CURATORS] }, ['curator', 'admin']],
    ['a role that is gone is held by nobody', { people: [], roles: [{ id: '8', name: 'Gone' }] }, ['admin']],
    ['somebody named is that person, a guest, too', { people: ['discord:guest'], roles: [] }, ['guest', 'admin']],
    [
      'people and roles may be named together',
      { people: ['discord:full'], roles: [CURATORS] },
      ['full', 'curator', 'admin'],
    ],
  ])('%s', (_, who, names) => expect(allowed(who)).toEqual(names))
})

describe('in a channel', () => {
  let store: Store
  let members: Record<string, Member | OutageError>
  beforeEach(async () => {
    store = await openScratch()
    members = { 'slack:T1/U2': full, 'slack:T1/UGUEST': guest, 'discord:2': full, 'discord:3': curator }
    for (const channel of [lab, server]) await subscribeChannel(store.db, channel, 'papers', 1)
  })
  afterEach(() => store.close())
  const lab: ChannelId = 'slack:T1/C1'
  const server: ChannelId = 'discord:1/1'
  const platform = (name: string) => ({
    ...fakeChat(name),
    async access(_: ChannelId, person: PersonId) {
      const known = members[person] ?? null
      if (known instanceof OutageError) throw known
      return known
    },
  })
  const context = () => ({
    store,
    traitsOf,
    adapters: new Map(['slack', 'discord'].map((name) => [name, platform(name)])),
  })
  const may = async (what: typeof mayManage, channel: ChannelId, people: PersonId[]) => {
    const answers = await Promise.all(people.map((person) => what(context(), channel, person)))
    return people.filter((_, index) => answers[index])
  }
  const managers = (channel: ChannelId, ...people: PersonId[]) =>
    may((_, ...asked) => mayManage(context(), ...asked), channel, people)
  const speakers = (channel: ChannelId, ...people: PersonId[]) =>
    may((_, ...asked) => maySpeak(context(), ...asked), channel, people)
  const set = (channel: ChannelId, settings: OwnSettings) => saveSettings(store.db, channel, settings)

  it('colleagues manage, and on an open platform admins alone, as long as nothing else is set', async () => {
    expect(await managers(lab, 'slack:T1/U2', 'slack:T1/UGUEST', 'slack:T1/UGONE')).toEqual(['slack:T1/U2'])
    members['discord:4'] = admin
    expect(await managers(server, 'discord:2', 'discord:3', 'discord:4')).toEqual(['discord:4'])
    await set(server, { managers: 'everyone' })
    expect(await managers(server, 'discord:2', 'discord:3', 'discord:9')).toEqual(['discord:2', 'discord:3'])
  })

  it('anybody makes the bot speak, as long as nothing else is set', async () => {
    expect(await speakers(lab, 'slack:T1/U2', 'slack:T1/UGUEST')).toHaveLength(2)
    await set(lab, { speakers: 'everyone' })
    expect(await speakers(lab, 'slack:T1/U2', 'slack:T1/UGUEST')).toEqual(['slack:T1/U2'])
  })

  it('somebody who was named and has left may nothing any more', async () => {
    await set(lab, {
      managers: { people: ['slack:T1/UGONE'], roles: [] },
      speakers: { people: ['slack:T1/UGONE'], roles: [] },
    })
    expect(await managers(lab, 'slack:T1/UGONE', 'slack:T1/U2')).toEqual([])
    expect(await speakers(lab, 'slack:T1/UGONE', 'slack:T1/U2')).toEqual([])
  })

  it('a setting holds in its own channel alone, and people of another platform are nobody there', async () => {
    await set(server, { managers: { people: ['discord:2'], roles: [] } })
    expect(await managers(server, 'discord:2', 'slack:T1/U2')).toEqual(['discord:2'])
    expect(await managers('discord:1/2', 'discord:2')).toEqual([])
  })

  it('what cannot be read any more leaves it to admins', async () => {
    const settings = JSON.stringify({ managers: { people: 'all' }, speakers: ['discord:2'] })
    await store.db.updateTable('channels').set({ settings }).where('id', '=', lab).execute()
    expect(await managers(lab, 'slack:T1/U2')).toEqual([])
    expect(await speakers(lab, 'slack:T1/U2')).toEqual([])
  })

  it('nobody may what they may only when the platform says so, while it is out', async () => {
    members['discord:3'] = new OutageError('Discord does not answer.')
    await set(server, { speakers: { people: [], roles: [CURATORS] } })
    await expect(managers(server, 'discord:3')).rejects.toBeInstanceOf(OutageError)
    await expect(speakers(server, 'discord:3')).rejects.toBeInstanceOf(OutageError)
  })

  it('a conversation with one person is that person’s', async () => {
    expect(await managers('discord:@me/5', 'discord:2')).toEqual(['discord:2'])
  })
})
