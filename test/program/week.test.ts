import { afterEach, beforeEach, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { DAYS, type MeetingSettings } from '../../src/channels/team-settings.ts'
import type { PaperId } from '../../src/core/paper.ts'
import { openStore } from '../../src/db/open.ts'
import { nextMeeting } from '../../src/meetings/meeting.ts'
import { auditVotes, resyncVotes } from '../../src/voting/resync.ts'
import { countVotes } from '../../src/voting/tally.ts'
import { updateTallies } from '../../src/voting/update-tallies.ts'
import { saveTeamSettings } from '../../src/voting/voter-groups.ts'
import { connectTo, GUILD, openDiscord, PAPERS } from '../adapters/discord/adapted.ts'
import { BOT } from '../fakes/discord/state.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const DAY_MS = 86_400_000
const days = [4, 3, 2, 1, 0].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10))
const subjects = ['Tidal Memory', 'Sparse Lanterns', 'Quiet Gradients', 'Folded Attention', 'Patient Agents']
const readers = ['1', '2', '3', '4'].map((number) => `30000000000000000${number}`)
const colleagues = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7', 'U8']
const everyDay = { postDays: [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[], papersPerDay: 2 }
const HERE = `discord:${GUILD}/${PAPERS}` as const

let discord: Awaited<ReturnType<typeof openDiscord>>
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  discord = await openDiscord()
  discord.fake.burst = 100
  for (const reader of readers) discord.fake.state.members.set(`${GUILD}/${reader}`, { roles: [`${GUILD}8`] })
  bot = await openSlackBot(everyDay, { others: [discord.adapter] })
  await discord.adapter.start(bot.handlers)
  await subscribeChannel(bot.store.db, HERE, 'reading', 0)
  bot.slack.workspace.users.push(...colleagues.slice(2).map((id) => ({ id })))
})
afterEach(async () => {
  await bot.close()
  await discord.adapter.stop()
  await discord.fake.close()
})

/** Two papers a day, which both channels get. */
async function live(day: number): Promise<void> {
  const about = subjects[day] ?? ''
  bot.source.sightings.push(
    aSighting(`2603.1000${day}`, days[day] ?? '', { upvotes: 20, paper: { title: `${about} for Long Tasks` } }),
    aSighting(`2603.2000${day}`, days[day] ?? '', { upvotes: 5, paper: { title: `A Survey of ${about}` } }),
  )
  await bot.at(`${days[day]}T12:00:00Z`)
}

const onSlack = (title: string) => bot.post(title)
const onDiscord = (title: string) =>
  discord.fake.state.channels
    .get(PAPERS)
    ?.messages.find((message) => JSON.stringify(message.components).includes(title))

/** A reader's 👍 on Discord; `heard: false` is one that the bot is not told of. */
function reactOnDiscord(title: string, reader: string, { heard = true } = {}): void {
  const message = onDiscord(title)
  const users = message?.reactions.get('👍') ?? { normal: new Set<string>(), burst: new Set<string>() }
  users.normal.add(reader)
  message?.reactions.set('👍', users)
  if (heard)
    discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', {
      user_id: reader,
      channel_id: PAPERS,
      message_id: message?.id,
      guild_id: GUILD,
      message_author_id: BOT,
      emoji: { id: null, name: '👍' },
    })
}

const votesFor = async (paper: PaperId): Promise<number> =>
  (await countVotes(bot.store, 'slack:T1', 0)).find((tally) => tally.paper === paper)?.votes ?? 0

it('brings a group of twelve on two platforms from papers to votes, an agenda, a discussion and what is remembered of it', async () => {
  // Monday: the workspace and the server want to vote together.
  await live(0)
  const code = /[A-Z\d]{4}-[A-Z\d]{4}/.exec(await bot.answerTo(() => bot.command('team link')))?.[0]
  const manager = { channel: HERE, person: `discord:${readers[0]}` as const }
  expect(await bot.ask({ ...manager, text: `team link ${code}` })).toContain('Linked')
  for (const user of colleagues.slice(0, 5)) await bot.react(onSlack('Tidal Memory for'), '+1', { user })
  for (const reader of readers.slice(0, 2)) reactOnDiscord('Tidal Memory for', reader)
  await expect.poll(() => votesFor('arxiv:2603.10000')).toBe(7)

  // Tuesday and Wednesday: more papers, more votes, and each post tells what both sides think.
  await live(1)
  await live(2)
  for (const user of colleagues) await bot.react(onSlack('Sparse Lanterns for'), '+1', { user })
  await updateTallies(bot, Date.now())
  expect(wordsOf(onSlack('Tidal Memory for'))).toContain('7 👍 in all')
  expect(JSON.stringify(onDiscord('Tidal Memory for')?.components)).toContain('7 👍 in all')

  // Thursday: Slack's answer to a post is lost and the bot dies; meanwhile somebody takes a vote back, and another one votes.
  bot.slack.failNext('chat.postMessage', { kind: 'drop', done: true })
  await live(3)
  const { slack, source } = bot
  const url = `file:${bot.store.place}`
  await bot.crash()
  await discord.adapter.stop()
  const lost = slack.workspace.posts.find((post) => wordsOf(post).includes('Sparse Lanterns for'))
  if (lost) lost.reactions.get('+1')?.delete('U8')
  reactOnDiscord('Quiet Gradients for', readers[3] ?? '', { heard: false })
  const again = connectTo(discord.fake)
  discord.adapter = again.adapter
  bot = await openSlackBot(everyDay, { slack, store: await openStore(url), others: [again.adapter] })
  bot.source.sightings.push(...source.sightings)
  await again.adapter.start(bot.handlers)
  for (const seconds of [60, 120, 180]) await bot.send(Date.now() + seconds * 1_000)
  for (const subject of subjects.slice(0, 4))
    expect(bot.posts.filter((post) => wordsOf(post).includes(`${subject} for Long Tasks`))).toHaveLength(1)
  await resyncVotes(bot)
  expect(await auditVotes(bot, 0)).toEqual([])
  expect([await votesFor('arxiv:2603.10001'), await votesFor('arxiv:2603.10002')]).toEqual([7, 1])

  // Friday: the agenda. Who is next cannot, the one after neither answers nor has to: a colleague takes it.
  await live(4)
  const meeting: MeetingSettings = {
    ...{ channel: 'slack:T1/C1', time: '12:00', zone: 'UTC', papers: 1, ahead: 96, reminder: 30, off: [] },
    day: DAYS[(new Date(Date.now() + 2 * DAY_MS).getUTCDay() + 6) % 7] ?? 'mon',
    hours: '00:00-00:00',
  }
  const { at: meetsAt, date } = nextMeeting(meeting, Date.now()) ?? { at: 0, date: '' }
  await saveTeamSettings(bot.store.db, 'slack:T1', { meeting })
  await bot.meet(Date.now())
  expect(wordsOf(onSlack('Reading group'))).toContain('Tidal Memory for Long Tasks')
  await bot.meet(Date.now())
  const [first = ''] = readers
  const direct = () => discord.fake.state.channels.get(directChannel(first))?.messages ?? []
  expect(JSON.stringify(direct())).toContain('Would you present')
  const decline = { action: 'decline', value: `${date} slack:T1 arxiv:2603.10000`, post: null }
  await bot.handlers.onAction({
    channel: `discord:@me/${directChannel(first)}` as const,
    person: `discord:${first}` as const,
    ...decline,
  })
  await bot.meet(Date.now())
  await bot.answerTo(() => bot.press(onSlack('Reading group'), 'present', { user: 'U5' }))
  expect(JSON.stringify(onSlack('Reading group').blocks)).toContain('"user_id":"U5"')

  // The meeting: a thread, a note, a verdict; and somebody finds it all again.
  await bot.meet(meetsAt + 60_000)
  const talk = onSlack('Discussion: Tidal Memory')
  const note = { thread: talk.ts, user: 'U3', ts: '7.7' }
  await bot.answerTo(() => bot.shortcut('keep-note', 'The half-life is the whole trick.', note))
  await bot.submit(await bot.windowOf(() => bot.press(talk, 'done')), { verdict: 'We try it on our logs.' })
  await bot.send()
  expect(onSlack('We try it on our logs.').threadTs).toBe(talk.ts)
  const found = await bot.answerTo(() => bot.command('tidal discussed:yes', { user: 'U7' }))
  expect(found).toContain('“tidal discussed:yes”: 1 of')
  expect(found).toContain('for Long Tasks')
  const abstract = await bot.windowOf(() => bot.press(onSlack('Tidal Memory for'), 'abstract', { user: 'U7' }))
  expect(wordsOf(abstract)).toContain('The half-life is the whole trick.')
  expect(await bot.answerTo(() => bot.command('why Tidal Memory for Long Tasks'))).not.toContain('On the ballot')
})

/** The direct messages with somebody, as the server keeps them. */
function directChannel(user: string): string {
  const channels = [...discord.fake.state.channels.values()]
  return (
    channels.find(({ type, messages }) => type === 1 && JSON.stringify(messages).includes(user))?.id ??
    channels.find(({ type }) => type === 1)?.id ??
    ''
  )
}
