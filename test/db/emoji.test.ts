import { expect, it } from 'vitest'
import { emoji } from '../../src/db/migrations/0220-emoji.ts'
import { openScratch } from '../fakes/scratch.ts'

const votes = (platform: string) =>
  [':fire:', ':party-parrot:', '👍'].map((one, index) => ({
    post: JSON.stringify({ channel: `${platform}:T1/C1`, id: `1.${index}` }),
    person: `${platform}:T1/U1` as const,
    emoji: one,
    stands: 1,
    at: 1,
    since: 1,
  }))

it('turns Slack’s names of emoji into emoji, in votes and in what votes, and leaves those of servers alone', async () => {
  const { db, dialect, close } = await openScratch()
  const settings = JSON.stringify({ voting: [':fire:', ':party-parrot:'] })
  await db
    .insertInto('votes')
    .values([...votes('slack'), ...votes('discord')])
    .execute()
  for (const team of ['slack:T1', 'discord:T1'])
    await db.insertInto('teams').values({ team, link: null, settings }).execute()
  await emoji(db, dialect)
  const counted = await db.selectFrom('votes').select(['person', 'emoji']).orderBy('person').orderBy('post').execute()
  expect(counted.map((one) => one.emoji)).toEqual([':fire:', ':party-parrot:', '👍', '🔥', ':party-parrot:', '👍'])
  const teams = await db.selectFrom('teams').select('settings').orderBy('team').execute()
  expect(teams.map((one) => JSON.parse(one.settings).voting)).toEqual([
    [':fire:', ':party-parrot:'],
    ['🔥', ':party-parrot:'],
  ])
  await close()
})
