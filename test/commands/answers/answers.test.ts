import { expect, it } from 'vitest'
import { startsAt } from '../../fakes/clock.ts'
import { answerTable } from './table.ts'
import { texts } from './texts.ts'
import { openDiscordWorld, openSlackWorld } from './worlds.ts'

startsAt('2054-03-31T12:30:00Z')

for (const [platform, open] of [
  ['slack', openSlackWorld],
  ['discord', openDiscordWorld],
] as const)
  it(`answers on ${platform} as the table of verbs, places, people and states says`, async () => {
    const world = await open()
    const table = await answerTable(world.bot.store, texts, world.cells)
    await expect(table).toMatchFileSnapshot(`${platform}.txt`)
    await world.close()
  })
