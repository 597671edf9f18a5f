import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChannel } from '../../src/channels/channels.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { deliveryId } from '../../src/outbox/delivery.ts'
import { teamSettingsOf } from '../../src/voting/voter-groups.ts'
import { doEverything } from '../fakes/life.ts'
import { columnsThatHold } from '../fakes/scan.ts'
import { openScratch } from '../fakes/scratch.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'
import { deadline } from '../wait.ts'

const today = new Date().toISOString().slice(0, 10)
const OLD = /\bC1\b/

function movesEverything(open: () => Promise<Store>): void {
  let bot: Awaited<ReturnType<typeof openSlackBot>>
  beforeAll(async () => {
    bot = await openSlackBot({}, { store: await open() })
    bot.source.sightings.push(...[0, 1, 2, 3].map((number) => aSighting(`2603.0000${number}`, today)))
    await bot.at(`${today}T12:00:00Z`)
    await doEverything(bot, 'slack:T1/U1')
    // Still owed to the channel when it moves.
    await bot.answerTo(() => bot.command('settings papers 4'))
    const channel = bot.slack.workspace.channels.find(({ id }) => id === 'C1') ?? expect.fail()
    bot.slack.workspace.channels.push({ ...channel, id: 'C9' })
    for (const post of bot.posts) if (post.channel === 'C1') post.channel = 'C9'
  }, deadline(120_000))
  afterAll(() => bot.close())

  it('takes everything of a channel along when Slack gives it another id', async () => {
    const before = await columnsThatHold(bot.store, OLD)
    expect(new Set(before)).toEqual(new Set([...before, ...NAMED_BEFORE]))
    await bot.event({ type: 'channel_id_changed', old_channel_id: 'C1', new_channel_id: 'C9' })
    expect(await columnsThatHold(bot.store, OLD)).toEqual([])
    expect(await columnsThatHold(bot.store, /\bC9\b/)).toHaveLength(before.length)
    expect(await findChannel(bot.store.db, 'slack:T1/C9')).toMatchObject({ name: 'papers' })
  })

  it('goes on where it was: the meeting, what was posted, and the thread of a digest', async () => {
    const { meeting } = await teamSettingsOf(bot.store.db, 'slack:T1')
    expect(meeting?.channel).toBe('slack:T1/C9')
    const keys = await bot.store.db.selectFrom('deliveries').select(['id', 'key', 'parent_id']).execute()
    for (const { id, key } of keys) if (key.includes('C9')) expect(deliveryId(key)).toBe(id)
    const ids = new Set(keys.map(({ id }) => id))
    expect(keys.filter(({ parent_id }) => parent_id !== null && !ids.has(parent_id))).toEqual([])
    await bot.send()
    expect(bot.post('Papers a day 4').channel).toBe('C9')
    const list = bot.post('2 more')
    const brought = await bot.answerTo(() => bot.press(list, 'bring', { value: 'arxiv:2603.00003' }))
    expect(brought).toContain('Brought up in the thread')
    await bot.send()
    expect(bot.posts.at(-1)?.threadTs).toBe(list.threadTs)
    expect(wordsOf(bot.posts.at(-1) ?? { blocks: [] })).toContain('Paper 2603.00003')
    const again = await bot.answerTo(() => bot.command('add 2603.00000', { channel: 'C9' }))
    expect(again).toContain('It was posted here on')
  })
}

/** Where an id was left behind once. */
const NAMED_BEFORE = [
  'agendas.channel_id',
  'teams.settings',
  'summary_reports.channel_id',
  'spoken.channel_id',
  'deliveries.key',
  'channel_queues.place',
]

describe('on SQLite', () => movesEverything(openScratch))

describe.skipIf(missingPostgres !== null)('on PostgreSQL', () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.close())
  movesEverything(async () => openStore(await server.createDatabase()))
})
