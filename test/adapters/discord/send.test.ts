import { PermissionFlagsBits as Flag } from 'discord.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OutageError, type Outgoing, type PostRef } from '../../../src/core/chat.ts'
import type { Fault } from '../../fakes/discord/server.ts'
import { BOT } from '../../fakes/discord/state.ts'
import { GUILD, openDiscord, outgoing, PAPERS, READER } from './adapted.ts'

let discord: Awaited<ReturnType<typeof openDiscord>>
beforeEach(async () => {
  discord = await openDiscord()
})
afterEach(() => discord.close())

const LONG_AGO = Date.now() - 600_000
const inThread = (thread: PostRef, id = 'reply'): Outgoing => outgoing(id, '17 more', { thread })

async function sendHeading(): Promise<PostRef> {
  const heading = outgoing('heading', '')
  const sent = await discord.adapter.send({
    ...heading,
    message: { ...heading.message, kind: 'heading', heading: 'Papers · Tuesday 31 March' },
  })
  if (sent.kind !== 'sent') throw new Error(`The heading was not sent: ${JSON.stringify(sent)}`)
  return sent.ref
}

it('opens a thread below the heading, named like it, and posts the rest there', async () => {
  const heading = await sendHeading()
  expect(discord.fake.state.channels.get(heading.id)).toMatchObject({ name: 'Papers · Tuesday 31 March', type: 11 })
  expect(await discord.adapter.send(inThread(heading))).toEqual({
    kind: 'sent',
    ref: { channel: `discord:${GUILD}/${heading.id}`, id: expect.any(String) },
  })
  expect(discord.shown(heading.id)).toEqual(['17 more'])
})

it('opens the thread when it is missing, and wakes it when it sleeps', async () => {
  const heading = await sendHeading()
  discord.fake.state.channels.delete(heading.id)
  expect(await discord.adapter.send(inThread(heading, 'one'))).toMatchObject({ kind: 'sent' })
  const thread = discord.fake.state.channels.get(heading.id)
  if (thread) thread.archived = true
  expect(await discord.adapter.send(inThread(heading, 'two'))).toMatchObject({ kind: 'sent' })
  expect(discord.shown(heading.id)).toHaveLength(2)
})

it('says that a thread is locked, and leaves its channel open', async () => {
  const heading = await sendHeading()
  const thread = discord.fake.state.channels.get(heading.id)
  if (thread) thread.locked = true
  expect(await discord.adapter.send(inThread(heading))).toEqual({
    kind: 'refused',
    reason: 'the thread is locked: unlock it (160005)',
    permanent: false,
  })
})

it.each([
  ['Create Public Threads', Flag.CreatePublicThreads],
  ['Send Messages in Threads', Flag.SendMessagesInThreads],
])('goes on below the heading where it lacks “%s”, once, and names the permission', async (name, permission) => {
  deny(permission)
  const heading = await sendHeading()
  const channel = { kind: 'sent', ref: { channel: `discord:${GUILD}/${PAPERS}`, id: expect.any(String) } }
  const delivery = inThread(heading, 'abcdefghijklmnopqrstuvwx')
  const sent = await discord.adapter.send(delivery)
  expect(sent).toEqual(channel)
  expect(await discord.adapter.send(inThread(heading, 'two'))).toEqual(channel)
  expect(discord.shown().slice(1)).toEqual(['17 more', '17 more'])
  const posts = discord.fake.requests.filter(
    ({ path, status }) => path.endsWith(`${PAPERS}/messages`) && status === 200,
  )
  for (const { body } of posts.slice(1))
    expect(body).toMatchObject({
      message_reference: { message_id: heading.id },
      allowed_mentions: { replied_user: false },
    })
  expect(await discord.adapter.find({ ...delivery, firstAttemptAt: LONG_AGO })).toMatchObject({
    ...sent,
    kind: 'found',
  })
  expect(discord.logged.map(({ msg }) => msg).join()).toContain(name)
  expect(await discord.adapter.examine([PAPERS])).toContainEqual({
    state: 'odd',
    what: expect.stringContaining(name),
    remedy: expect.any(String),
  })
})

it('leaves a channel open whose heading was deleted', async () => {
  const heading = await sendHeading()
  discord.fake.state.channels.delete(heading.id)
  const channel = discord.fake.state.channels.get(PAPERS)
  channel?.messages.splice(0)
  expect(await discord.adapter.send(inThread(heading))).toEqual({
    kind: 'refused',
    reason: 'the post was deleted (10008)',
    permanent: false,
  })
})

it('asks once to react where it may not', async () => {
  deny(Flag.AddReactions)
  const reactions = () => discord.fake.requests.filter(({ path }) => path.includes('/reactions/'))
  const why = { kind: 'refused', reason: expect.stringContaining('Add Reactions'), permanent: true }
  for (const id of ['one', 'two']) {
    const sent = await discord.adapter.send(outgoing(id, 'A paper'))
    expect(sent.kind === 'sent' && (await discord.adapter.seed(sent.ref, '👍'))).toEqual(why)
  }
  expect(reactions()).toHaveLength(1)
})

it.each([
  ['a lost answer', { breaks: 'after' }, { kind: 'uncertain' }],
  ['a failure of Discord', { answer: { status: 502, body: {} } }, { kind: 'uncertain' }],
  ['a broken connection', { breaks: 'before' }, { kind: 'uncertain' }],
] as const)('gives a post its first reaction after %s', async (_, fault, outcome) => {
  const sent = await discord.adapter.send(outgoing('one', 'A paper'))
  if (sent.kind !== 'sent') throw new Error('It was not sent.')
  discord.fake.faults.push({ on: /reactions/, times: 1, ...fault })
  expect(await discord.adapter.seed(sent.ref, '👍')).toMatchObject(outcome)
  expect(await discord.adapter.seed(sent.ref, '👍')).toEqual(sent)
  expect(discord.fake.state.channels.get(PAPERS)?.messages[0]?.reactions.get('👍')?.normal).toEqual(new Set([BOT]))
})

it('gives up the first reaction to a post that is gone', async () => {
  const ref = { channel: `discord:${GUILD}/${PAPERS}`, id: '999999999999999999' } as const
  expect(await discord.adapter.seed(ref, '👍')).toMatchObject({ kind: 'refused', permanent: true })
})

it('asks nothing more with a token that Discord refuses, and says so once', async () => {
  const sent = await discord.adapter.send(outgoing('one', 'A paper'))
  if (sent.kind !== 'sent') throw new Error('It was not sent.')
  discord.fake.faults.push({
    on: /messages/,
    times: 1,
    answer: { status: 401, body: { code: 0, message: '401: Unauthorized' } },
  })
  const before = discord.fake.requests.length
  for (let times = 0; times < 3; times += 1) {
    const later = { kind: 'wait', scope: 'platform', seconds: 60 }
    expect(await discord.adapter.send(outgoing('two', 'Another'))).toEqual(later)
    expect(await discord.adapter.edit(sent.ref, outgoing('one', 'Changed').message)).toEqual(later)
    expect(await discord.adapter.seed(sent.ref, '👍')).toEqual(later)
    await expect(discord.adapter.voters(sent.ref)).rejects.toThrow('does not accept Paperboy’s token')
    await expect(discord.adapter.access(sent.ref.channel, `discord:${READER}`)).rejects.toThrow('token')
  }
  expect(discord.fake.requests.length - before).toBe(1)
  expect(discord.logged.filter(({ msg }) => msg.includes('DISCORD_TOKEN'))).toHaveLength(1)
})

const direct = { to: { person: `discord:${READER}` } } as const

it('writes to a person, asks for their channel once, and looks there for what it wrote', async () => {
  const ref = { channel: `discord:@me/8${READER}`, id: expect.any(String) }
  expect(await discord.adapter.send(outgoing('first', 'A match', direct))).toEqual({ kind: 'sent', ref })
  expect(await discord.adapter.send(outgoing('second', 'Another', direct))).toEqual({ kind: 'sent', ref })
  expect(discord.shown(`8${READER}`)).toEqual(['A match', 'Another'])
  expect(discord.fake.requests.filter(({ path }) => path === '/users/@me/channels')).toHaveLength(1)
  const longAgo = { ...direct, firstAttemptAt: LONG_AGO }
  expect(await discord.adapter.find(outgoing('first', 'A match', longAgo))).toEqual({ kind: 'found', ref })
  expect(await discord.adapter.find(outgoing('third', 'Never', longAgo))).toEqual({ kind: 'absent' })
})

it('takes no for an answer from a person who takes no direct messages, and says how to allow them', async () => {
  discord.fake.state.closed.add(READER)
  expect(await discord.adapter.send(outgoing('dm', 'A match', direct))).toEqual({
    kind: 'refused',
    permanent: true,
    reason: expect.stringContaining('Privacy Settings'),
  })
})

it('attaches files to the message itself, once although an answer got lost', async () => {
  discord.fake.faults.push({ on: post, breaks: 'after', times: 1 })
  const files = [
    { name: 'notes.md', type: 'text/markdown', text: '# Notes\n' },
    { name: 'Lesegruppe März.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR' },
  ]
  const delivery = outgoing('abcdefghijklmnopqrstuvwx', 'Here are the notes.', { files })
  expect((await discord.adapter.send(delivery)).kind).toBe('uncertain')
  expect((await discord.adapter.send(delivery)).kind).toBe('sent')
  expect(discord.fake.state.channels.get(PAPERS)?.messages).toMatchObject([
    {
      files: [
        { name: 'notes.md', text: '# Notes\n' },
        { name: 'Lesegruppe_M_rz.ics', text: 'BEGIN:VCALENDAR' },
      ],
    },
  ])
})

const post = /^POST \/channels\/\d+\/messages$/
const troubles: [string, Partial<Fault>, object, number][] = [
  ['an answer that got lost', { breaks: 'after' }, { kind: 'uncertain' }, 1],
  ['a connection that broke', { breaks: 'before' }, { kind: 'uncertain' }, 0],
  ['an answer cut half-way', { breaks: 'cut', answer: { status: 200, body: { id: '1' } } }, { kind: 'uncertain' }, 0],
  [
    'a failure of Discord',
    { answer: { status: 502, body: {} } },
    { kind: 'uncertain', reason: 'Discord answered 502' },
    0,
  ],
  ['a web page in place of an answer', { html: true, answer: { status: 200, body: '' } }, { kind: 'uncertain' }, 0],
  [
    'a form Discord does not take',
    { answer: { status: 400, body: { code: 50035, message: 'Invalid Form Body' } } },
    { kind: 'refused', permanent: false },
    0,
  ],
  [
    'a limit of the whole bot',
    {
      answer: {
        status: 429,
        headers: { 'retry-after': '7', 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
        body: { message: 'limit', retry_after: 7, global: true },
      },
    },
    { kind: 'wait', scope: 'platform', seconds: expect.closeTo(7, 0) },
    0,
  ],
  [
    'a limit of the channel',
    {
      answer: {
        status: 429,
        headers: { 'retry-after': '3', 'x-ratelimit-scope': 'user' },
        body: { message: 'limit', retry_after: 3, global: false },
      },
    },
    { kind: 'wait', scope: 'place', seconds: expect.closeTo(3, 0) },
    0,
  ],
]
for (const [what, fault, outcome, posts] of troubles)
  it(`asks once, and understands ${what}`, async () => {
    discord.fake.faults.push({ on: post, ...fault })
    expect(await discord.adapter.send(outgoing('one', 'Once'))).toMatchObject(outcome)
    const asked = discord.fake.requests.filter(({ method, path }) => post.test(`${method} ${path}`))
    expect(asked.length).toBeLessThanOrEqual(1)
    expect(discord.shown()).toHaveLength(posts)
  })

it('posts once although the answer got lost: the second attempt is known by its nonce', async () => {
  discord.fake.faults.push({ on: post, breaks: 'after', times: 1 })
  const delivery = outgoing('abcdefghijklmnopqrstuvwx', 'Once')
  expect((await discord.adapter.send(delivery)).kind).toBe('uncertain')
  expect((await discord.adapter.find(delivery)).kind).toBe('repeatable')
  expect((await discord.adapter.send(delivery)).kind).toBe('sent')
  expect(discord.shown()).toEqual(['Once'])
})

it('finds a post of long ago in the history, whatever was written since', async () => {
  const delivery = outgoing('abcdefghijklmnopqrstuvwx', 'Once')
  const sent = await discord.adapter.send(delivery)
  discord.fake.burst = 1_000
  for (let index = 0; index < 120; index += 1) {
    const channel = discord.fake.state.channels.get(PAPERS)
    const [first] = channel?.messages ?? []
    if (first)
      channel?.messages.push({
        ...first,
        id: discord.fake.state.snowflake(),
        author: { id: index % 2 ? READER : BOT },
        components: [],
      })
  }
  expect(await discord.adapter.find({ ...delivery, firstAttemptAt: LONG_AGO })).toEqual({
    kind: 'found',
    ref: sent.kind === 'sent' && sent.ref,
  })
  expect(
    await discord.adapter.find(outgoing('zyxwvutsrqponmlkjihgfedc', 'Never', { firstAttemptAt: LONG_AGO })),
  ).toEqual({ kind: 'absent' })
})

it('looks before it sends again after a long wait, when Discord has forgotten the nonce', async () => {
  discord.fake.faults.push({ on: post, breaks: 'after', times: 1 })
  discord.fake.state.nonceWindow = 0
  const delivery = outgoing('abcdefghijklmnopqrstuvwx', 'Once')
  expect((await discord.adapter.send(delivery)).kind).toBe('uncertain')
  expect((await discord.adapter.send({ ...delivery, firstAttemptAt: LONG_AGO })).kind).toBe('sent')
  expect(discord.shown()).toEqual(['Once'])
})

it('does not take a history it may not read for an empty one', async () => {
  const channel = discord.fake.state.channels.get(PAPERS)
  if (channel) channel.denied = Flag.ReadMessageHistory
  expect(await discord.adapter.find(outgoing('one', 'Once', { firstAttemptAt: LONG_AGO }))).toEqual({
    kind: 'cannot-tell',
    reason: expect.stringContaining('Read Message History'),
  })
})

const closed: [string, () => void, string][] = [
  ['a deleted channel', () => discord.fake.state.channels.delete(PAPERS), 'the channel is gone'],
  ['a server that kicked it', () => discord.fake.state.guilds.delete(GUILD), 'View Channel'],
  ['a hidden channel', () => deny(Flag.ViewChannel), 'View Channel'],
  ['a channel it may not write to', () => deny(Flag.SendMessages), 'Send Messages'],
]
for (const [what, happen, remedy] of closed)
  it(`asks once more of ${what}, and names the remedy`, async () => {
    happen()
    expect(await discord.adapter.send(outgoing('one', 'Hello?'))).toEqual({
      kind: 'refused',
      permanent: true,
      reason: expect.stringContaining(remedy),
    })
    expect(discord.fake.requests.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(1)
  })

function deny(permission: bigint): void {
  const channel = discord.fake.state.channels.get(PAPERS)
  if (channel) channel.denied = permission
}

it('waits as long as slow mode wants', async () => {
  const channel = discord.fake.state.channels.get(PAPERS)
  if (channel) channel.slowmode = 30
  await discord.adapter.send(outgoing('one', 'First'))
  expect(await discord.adapter.send(outgoing('two', 'Second'))).toMatchObject({
    kind: 'wait',
    scope: 'place',
    seconds: expect.closeTo(30, 0),
  })
})

it('waits while Discord cannot be reached', async () => {
  const { adapter } = discord
  await discord.fake.close()
  expect(await adapter.send(outgoing('one', 'Hello'))).toEqual({
    kind: 'wait',
    seconds: expect.any(Number),
    scope: 'platform',
  })
  discord = await openDiscord()
})

it('changes a post, and says when it is gone', async () => {
  const sent = await discord.adapter.send(outgoing('one', 'Before'))
  if (sent.kind !== 'sent') throw new Error('not sent')
  expect(await discord.adapter.edit(sent.ref, outgoing('one', 'After').message)).toMatchObject({ kind: 'sent' })
  expect(discord.shown()).toEqual(['After'])
  expect(await discord.adapter.edit({ ...sent.ref, id: '1' }, outgoing('one', 'After').message)).toMatchObject({
    kind: 'refused',
  })
})

it('names everyone who votes, over pages, super reactions once, bots never, nobody on a deleted post', async () => {
  const sent = await discord.adapter.send(outgoing('one', 'A paper'))
  if (sent.kind !== 'sent') throw new Error('not sent')
  const people = Array.from({ length: 230 }, (_, index) => String(400_000_000_000_000_000n + BigInt(index)))
  const message = discord.fake.state.find(sent.ref.id)
  message?.reactions.set('👍', { normal: new Set([BOT, ...people]), burst: new Set(people.slice(0, 3)) })
  message?.reactions.set('👍🏽', { normal: new Set([READER]), burst: new Set() })
  message?.reactions.set('🔖', { normal: new Set([BOT]), burst: new Set() })
  const votes = await discord.adapter.voters(sent.ref)
  expect(votes).toHaveLength(231)
  expect(votes).toContainEqual({ person: `discord:${READER}`, emoji: '👍' })
  expect(await discord.adapter.voters({ ...sent.ref, id: '1' })).toEqual([])
})

it('knows who administers a server and which roles somebody holds, everybody’s among them', async () => {
  const { fake, adapter } = discord
  const access = (roles: string[]) => {
    fake.state.members.set(`${GUILD}/${READER}`, { roles })
    return adapter.access(`discord:${GUILD}/${PAPERS}`, `discord:${READER}`)
  }
  expect(await access([])).toEqual({ isAdmin: false, isFull: true, roles: [GUILD], zone: null })
  expect(await access([`${GUILD}7`])).toEqual({ isAdmin: false, isFull: true, roles: [GUILD, `${GUILD}7`], zone: null })
  expect(await access([`${GUILD}8`])).toMatchObject({ isAdmin: true })
  fake.state.members.delete(`${GUILD}/${READER}`)
  expect(await adapter.access(`discord:${GUILD}/${PAPERS}`, `discord:${READER}`)).toBeNull()
})

it('tells an outage from a refusal when it asks who sees a channel', async () => {
  const access = () => discord.adapter.access(`discord:${GUILD}/${PAPERS}`, `discord:${READER}`)
  const on = /^GET .guilds.\d+$/
  discord.fake.faults.push({ on, times: 1, answer: { status: 503 } })
  await expect(access()).rejects.toBeInstanceOf(OutageError)
  discord.fake.faults.push({ on, times: 1, breaks: 'before' })
  await expect(access()).rejects.toBeInstanceOf(OutageError)
  const refused = { status: 403, body: { message: 'Missing Permissions', code: 50013 } }
  discord.fake.faults.push({ on, times: 1, answer: refused })
  await expect(access()).rejects.not.toBeInstanceOf(OutageError)
  expect(await access()).toMatchObject({ isAdmin: false })
})
