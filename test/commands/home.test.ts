import { expect, it } from 'vitest'
import { startsAt } from '../fakes/clock.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

startsAt('2026-03-31T12:30:00Z')

it('has an App Home whose buttons each answer in a window, for the person’s own conversation', async () => {
  const bot = await openSlackBot()
  bot.slack.workspace.channels.push({
    ...{ id: 'DU1', name: 'DU1', isMember: true, isArchived: false, isPrivate: true },
    users: ['U1'],
  })
  bot.source.sightings.push(aSighting('2603.00000', '2026-03-31', { upvotes: 9 }))
  await bot.at('2026-03-31T12:00:00Z')
  const home = await bot.homeOf('U1')
  expect(wordsOf(home)).toContain('Paper 2603.00000')
  const elements = home.blocks.flatMap(({ elements = [] }) => elements as { action_id?: string }[])
  const pressed: Record<string, string> = {}
  for (const { action_id } of elements.filter((one) => one.action_id !== undefined)) {
    const view = await bot.windowOf(() => bot.pressInModal(home, action_id ?? ''))
    pressed[action_id ?? ''] = `${JSON.stringify(view.title)} ${wordsOf(view)}`
  }
  expect(Object.values(pressed).join('\n')).not.toMatch(/did not work|not looked up|not in this channel/)
  expect(pressed).toMatchObject({
    abstract: expect.stringContaining('Paper 2603.00000'),
    ask: expect.stringContaining('No meeting is set up'),
    'ask#1': expect.stringContaining('You follow nothing yet'),
    elsewhere: expect.stringContaining('Another channel'),
    'elsewhere#3': expect.stringContaining('Another channel'),
    'ask#4': expect.stringContaining('/papers'),
  })
  await bot.close()
})

it('says why nothing was posted yet where a source cannot be read', async () => {
  const bot = await openSlackBot()
  bot.source.failure = 'It answered 502.'
  await bot.at('2026-03-31T12:00:00Z')
  expect(await bot.answerTo(() => bot.command(''))).toBe(
    'Nothing has been posted here yet. Hugging Face could not be read since Tue 14:00. Next post: as soon as there are papers.Settings',
  )
  await bot.close()
})
