import { afterAll, beforeAll, expect, it } from 'vitest'
import { usualMeeting } from '../../src/commands/meeting-form.ts'
import { parseCommand, verbs } from '../../src/commands/table.ts'
import { renameChannel, subscribeChannel } from '../../src/store/channels.ts'
import { closeDiscussion, saveVerdict } from '../../src/store/discussions.ts'
import { saveTeamSettings } from '../../src/store/teams.ts'
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

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeAll(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(
    aSighting('2603.00001', today, { upvotes: 9, paper: { title: TITLE } }),
    aSighting('2603.00002', today, { paper: { title: 'Sparse Lanterns' } }),
  )
  await bot.at(`${today}T12:00:00Z`)
  await renameChannel(bot.store.db, 'slack:T1/C1', 'secret-lab')
  const post = bot.post(TITLE)
  await bot.react(post, '+1')
  await bot.react(post, '+1', { user: 'U2' })
  await bot.react(post, 'bookmark')
  await bot.react(post, 'raising_hand', { user: 'U2' })
  await bot.answerTo(() => bot.command(`present Sparse Lanterns`))
  await bot.answerTo(() => bot.command('follow tidal'))
  await bot.answerTo(() => bot.shortcut('keep-note', 'The half-life is the trick.', { thread: post.ts, ts: '7.7' }))
  await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: usualMeeting('slack:T1/C1', 'UTC') })
  const discussed = { team: 'slack:T1', paper: 'arxiv:2603.00002' as const }
  await closeDiscussion(bot.store.db, { ...discussed, date: today, now: Date.now() })
  await saveVerdict(bot.store.db, 'slack:T1', discussed.paper, 'We were unconvinced.')
  // On the other platform everybody manages: what a manager is told counts, too.
  bot.adapters.set('discord', fakeChat('discord'))
  await subscribeChannel(bot.store.db, elsewhere.channel, 'reading', 0)
}, 60_000)
afterAll(() => bot.close())

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

it.each(verbs.map(({ name }) => [name]))(
  'nothing of one team is told to another: /papers %s',
  async (name) => {
    for (const where of [elsewhere, inDirect])
      for (const words of asked) {
        const text = `${name} ${words}`.trim()
        if (parseCommand(text).verb.name !== name) continue
        const reply = await bot.ask({ ...where, text }).catch((error: Error) => error.message)
        for (const secret of SECRETS) expect(reply, `/papers ${text}`).not.toContain(secret)
      }
  },
  60_000,
)
