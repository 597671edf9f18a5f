import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownFeedKey } from '../../src/access/feed-keys.ts'
import { insertChange, renameChannel, subscribeChannel } from '../../src/channels/channels.ts'
import { actions, forms } from '../../src/commands/actions.ts'
import { parseCommand, verbs } from '../../src/commands/table.ts'
import { defaultMeeting } from '../../src/commands/team/meeting-form.ts'
import type { PostRef } from '../../src/core/chat.ts'
import { listFollows } from '../../src/library/follows/follows.ts'
import { notesOn } from '../../src/library/notes.ts'
import { insertAgenda } from '../../src/meetings/agenda/stored-agendas.ts'
import { closeDiscussion, saveVerdict } from '../../src/meetings/discussions.ts'
import { saveTeamSettings } from '../../src/voting/voter-groups.ts'
import { fakeChat } from '../fakes/chat.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { aSighting } from '../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
const TITLE = 'Tidal Memory for Long Tasks'
/** What the first team has that nobody else may see: names, words, channels, counts. */
const SECRETS = [
  'T1/U1',
  'T1/U2',
  'T1/UGUEST',
  'secret-lab',
  'unconvinced',
  'half-life',
  '2 👍',
  '1 👍',
  'person offered',
]
const elsewhere = { channel: 'discord:77/88', person: 'discord:99' } as const
const inDirect = { channel: 'discord:@me/55', person: 'discord:99' } as const
/** Of the same team, but not in its private channel, which they name all the same. */
const outsider = { channel: 'slack:T1/C1', person: 'slack:T1/UOUT' } as const

/** Of the first team, as buttons and forms name them. */
const values: string[] = []
let post: PostRef
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeAll(async () => {
  bot = await openSlackBot()
  bot.slack.workspace.users.push({ id: 'UOUT', is_admin: true })
  for (const channel of bot.slack.workspace.channels) channel.isPrivate = true
  bot.source.sightings.push(
    aSighting('2603.00001', today, { upvotes: 9, paper: { title: TITLE } }),
    aSighting('2603.00002', today, { paper: { title: 'Sparse Lanterns' } }),
  )
  await bot.at(`${today}T12:00:00Z`)
  await renameChannel(bot.store.db, 'slack:T1/C1', 'secret-lab')
  const sent = bot.post(TITLE)
  post = { channel: 'slack:T1/C1', id: sent.ts }
  await bot.react(sent, '+1')
  await bot.react(sent, '+1', { user: 'U2' })
  await bot.react(sent, 'bookmark')
  await bot.react(sent, 'raising_hand', { user: 'U2' })
  await bot.answerTo(() => bot.command(`present Sparse Lanterns`))
  await bot.answerTo(() => bot.command('follow tidal'))
  await bot.answerTo(() => bot.shortcut('keep-note', 'The half-life is the trick.', { thread: sent.ts, ts: '7.7' }))
  await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: defaultMeeting('slack:T1/C1', 'UTC') })
  const discussed = { team: 'slack:T1', paper: 'arxiv:2603.00002' as const }
  await closeDiscussion(bot.store.db, { ...discussed, date: today, now: Date.now() })
  await saveVerdict(bot.store.db, 'slack:T1', discussed.paper, 'We were unconvinced.')
  // On the other platform everybody manages: what a manager is told counts, too.
  bot.adapters.set('discord', fakeChat('discord'))
  await subscribeChannel(bot.store.db, elsewhere.channel, 'reading', 0)
  values.push(...(await idsOfTeam()), ...papers, 'C1', '88')
})
afterAll(() => bot.close())

const papers = ['arxiv:2603.00001', 'arxiv:2603.00002'] as const

/** Of everything that a button or a form may name, one of the first team. */
async function idsOfTeam(): Promise<string[]> {
  const { db } = bot.store
  const [channel, person] = ['slack:T1/C1', 'slack:T1/U1'] as const
  const date = '2126-01-01'
  const meeting = { team: 'slack:T1', date, channel, meetsAt: Date.parse(date) }
  await insertAgenda(db, meeting, [{ paper: papers[0], votes: 2, presenter: null, answer: null }], 1)
  const change = { id: randomUUID(), channel, person, before: {}, after: { papersPerDay: 7 }, at: 1 }
  await insertChange(db, change)
  const notes = await notesOn(db, 'slack:T1', [...papers])
  return [
    ...[change.id, `${change.id}:undo`, await ownFeedKey(db, channel, person, 1), channel],
    ...notes.map(({ id }) => id),
    ...(await listFollows(db, null)).map(({ id }) => id),
    ...['present', 'posted:#secret-lab', 'saved', 'agenda', 'search:0:tidal', 'saved:0:', '0:tidal', 'subscribe', 'me'],
    ...papers.map((paper) => `${date} slack:T1 ${paper}`),
  ]
}

/** Everything of the first team, by table. */
async function kept(): Promise<Record<string, string[]>> {
  const tables = await bot.store.db.introspection.getTables()
  const rows = tables.map(async ({ name }) => {
    const all = await bot.store.db
      .selectFrom(name as 'meta')
      .selectAll()
      .execute()
    return [name, all.map((row) => JSON.stringify(row)).filter((row) => row.includes('slack:T1'))] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}

/** Whoever asks here is told nothing of the first team, and leaves all that it has as it was. */
async function expectNothing(what: string, ask: () => Promise<unknown>): Promise<void> {
  const answer = JSON.stringify(await ask().catch((error: Error) => error.message))
  // What somebody typed or named themselves is no news to them.
  const reply = answer.replaceAll('posted:#secret-lab', '')
  for (const secret of SECRETS) expect(reply, what).not.toContain(secret)
}

/** What a verb may be asked, as far as it fits its form; the search, which takes every text, is asked all of it. */
const asked = [
  ...['', TITLE, 'Sparse Lanterns', 'arxiv:2603.00001', 'https://arxiv.org/abs/2603.00002', 'week', 'month', 'me'],
  ...[
    'settings',
    'link',
    'link ABCD-2345',
    'unlink',
    'votes 👍',
    'off',
    'discussed:yes',
    'by:me',
    'votes:>0',
    'noted:yes',
  ],
]

const strangers = [elsewhere, inDirect, outsider]

it.each(verbs.map(({ name }) => [name]))(
  'nothing of one team is told to another, or to those who do not see its channel: /papers %s',
  async (name) => {
    const before = await kept()
    for (const where of strangers)
      for (const words of asked) {
        const text = `${name} ${words}`.trim()
        if (parseCommand(text).verb.name !== name) continue
        await expectNothing(`/papers ${text}`, () => bot.ask({ ...where, text }))
      }
    expect(await kept()).toEqual(before)
  },
  60_000,
)

it.each(Object.keys(actions))(
  'nothing of one team is told to another, or changed by it: the button %s',
  async (action) => {
    const before = await kept()
    for (const where of strangers)
      for (const value of values)
        for (const pressed of [post, null])
          await expectNothing(`${action} ${value}`, () =>
            bot.handlers.onAction({ ...where, action, value, post: pressed }),
          )
    expect(await kept()).toEqual(before)
  },
  60_000,
)

it.each(Object.keys(forms))(
  'nothing of one team is told to another, or changed by it: the form %s',
  async (name) => {
    const before = await kept()
    for (const where of strangers)
      for (const value of values) {
        const typed = { channel: 'C1', paper: papers[0], reason: 'No.', verdict: 'No.', papers: '3', day: 'mon' }
        const form = `${name}:${value}`
        await expectNothing(form, () => bot.handlers.onForm({ ...where, form, values: typed }))
      }
    expect(await kept()).toEqual(before)
  },
  60_000,
)

it('nothing of one team is told to another, or kept in it: what is chosen on a message', async () => {
  const before = await kept()
  const text = 'https://arxiv.org/abs/2603.00001'
  for (const where of strangers) {
    await expectNothing('look up', () => bot.handlers.onPaperLink({ ...where, cause: 'asked', text, post }))
    const keeping = { text, post: { ...where, id: '9.9' }, author: null, thread: post }
    await expectNothing('keep', () => bot.handlers.onKeep({ ...where, ...keeping }))
    for (const words of ['', 'un', 'unfollow ', 'search tid'])
      await expectNothing('suggest', () => bot.handlers.onSuggest({ ...where, text: words }))
  }
  expect(await kept()).toEqual(before)
})
