import { expect, it } from 'vitest'
import { discord } from '../../adapters/discord/setup.ts'
import { serveOnly } from '../../src/core/allowed-teams.ts'
import type { ChannelId, ChatHandlers } from '../../src/core/chat.ts'
import { outgoing } from '../adapters/discord/adapted.ts'
import { silentHandlers } from '../adapters/silent.ts'
import { fakeChat } from '../fakes/chat.ts'

const mayServe = (team: string) => team === 'discord:1'

it('tells people of other teams so, and takes and sends nothing of theirs', async () => {
  const chat = fakeChat('discord')
  let heard: ChatHandlers = silentHandlers
  const reactions: string[] = []
  const start = async (given: ChatHandlers) => {
    heard = given
  }
  const adapter = serveOnly({ ...chat, start }, mayServe, discord.traits)
  await adapter.start({ ...silentHandlers, onReaction: async ({ post }) => void reactions.push(post.channel) })
  const said = async (channel: ChannelId) => {
    const reply = await heard.onCommand({ channel, person: 'discord:7', text: 'agents' })
    const reaction = { person: 'discord:7', emoji: '👍', change: 'added', at: null } as const
    await heard.onReaction({ ...reaction, post: { channel, id: '1' } })
    const sent = await adapter.send(outgoing('one', 'A paper', { to: { channel } }))
    return ['message' in reply && reply.message.note, sent.kind]
  }
  expect(await said('discord:1/1')).toEqual(['Here you are.', 'sent'])
  expect(await said('discord:@me/1')).toEqual(['Here you are.', 'sent'])
  expect(await said('terminal:local')).toEqual(['Here you are.', 'sent'])
  expect(await said('discord:2/1')).toEqual([expect.stringContaining('serves only the teams'), 'refused'])
  expect(reactions).toEqual(['discord:1/1', 'discord:@me/1', 'terminal:local'])
})
