import { expect } from 'vitest'
import { notice } from '../../../src/core/message.ts'
import { always, type Check, handleOf, having } from './check.ts'

export const reactions: Check[] = [
  always('gives a post its first reaction once, however often it is asked to', async (trial, handles) => {
    const { adapter, post, has } = trial
    const ref = await post('one', notice('A paper.'))
    const seeded = [await adapter.seed(ref, '👍'), await adapter.seed(ref, '👍')]
    if (!has('reactions')) return expect(seeded).toMatchObject([{ permanent: true }, { permanent: true }])
    const sent = { kind: 'sent', ref }
    expect(seeded).toEqual([sent, sent])
    expect(handleOf(handles, 'reactions').own(ref)).toBe(1)
    expect(await adapter.voters(ref)).toEqual([])
  }),

  having('reactions', 'tells of a reaction by its emoji, when it comes and when it goes', async (trial, { react }) => {
    const { heard, hears, post } = trial
    const ref = await post('one', notice('A paper.'))
    for (const emoji of ['👍', '🔖', '🙋']) await react(ref, emoji, 'added', 'member')
    await react(ref, '👍', 'removed', 'member')
    await hears(heard.reactions, 4)
    expect(heard.reactions.map(({ emoji, change }) => `${emoji} ${change}`)).toEqual([
      '👍 added',
      '🔖 added',
      '🙋 added',
      '👍 removed',
    ])
    for (const reaction of heard.reactions) expect(reaction.post).toEqual(ref)
    expect(new Set(heard.reactions.map(({ person }) => person)).size).toBe(1)
  }),

  having('reactions', 'tells nothing of the bot’s own reactions', async ({ heard, hears, post }, { react }) => {
    const ref = await post('one', notice('A paper.'))
    await react(ref, '👍', 'added', 'bot')
    await react(ref, '🔖', 'added', 'member')
    await hears(heard.reactions, 1)
    expect(heard.reactions.map(({ emoji }) => emoji)).toEqual(['🔖'])
  }),

  having('reactions', 'says who reacts to a post, and leaves itself out', async (trial, { react }) => {
    const { adapter, heard, hears, post } = trial
    const ref = await post('one', notice('A paper.'))
    await adapter.seed(ref, '👍')
    await react(ref, '👍', 'added', 'member')
    await hears(heard.reactions, 1)
    expect(await adapter.voters(ref)).toEqual([{ person: heard.reactions[0]?.person, emoji: '👍' }])
    await react(ref, '👍', 'removed', 'member')
    expect(await adapter.voters(ref)).toEqual([])
  }),
]
