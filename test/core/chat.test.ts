import { expect, it } from 'vitest'
import { isPerson } from '../../src/core/chat.ts'

it('knows an id of a person from one of a channel, on any platform', () => {
  const people = ['slack:T1/U1', 'slack:T1/W1', 'discord:300000000000000001', 'plaza:main/@ada'] as const
  const channels = ['slack:T1/C1', 'slack:T1/D1', 'discord:1/2', 'discord:@me/2', 'plaza:main/ada', 'email:a/@b.example', 'terminal:local'] as const // biome-ignore format: one list
  expect(people.filter(isPerson)).toEqual(people)
  expect(channels.filter(isPerson)).toEqual([])
})
