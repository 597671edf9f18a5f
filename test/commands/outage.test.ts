import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openSlackBot } from '../fakes/slack/bot.ts'

it('outlives a database that goes away while the votes of a workspace are looked for that came back', async () => {
  const bot = await openSlackBot()
  const failed: unknown[] = []
  const hear = (err: unknown) => failed.push(err)
  process.on('unhandledRejection', hear)
  await bot.handlers.onLifecycle({ team: 'slack:T1', change: 'installed' })
  await bot.store.close()
  for (let turns = 0; turns < 20; turns += 1) await setImmediate()
  expect(failed).toEqual([])
  process.off('unhandledRejection', hear)
  await bot.close()
})
