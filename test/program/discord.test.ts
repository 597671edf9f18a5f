import { PermissionFlagsBits as Flag } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, GUILD, PAPERS, READER } from '../adapters/discord/adapted.ts'
import { readMarkdown } from '../fakes/discord/markdown.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { BOT, TOKEN, textsOf } from '../fakes/discord/state.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { until as eventually } from '../wait.ts'
import { freshFolder, type Running, runProgram, startProgram } from './run.ts'

let discord: FakeDiscord
let huggingFace: FakeServer
let running: Running | null = null
const today = new Date().toISOString().slice(0, 10)

beforeEach(async () => {
  discord = await startFakeDiscord()
  discord.burst = 50
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD)
  discord.state.members.set(`${GUILD}/${READER}`, { roles: [] })
  huggingFace = await startFakeHuggingFace({ days: { [today]: items(8) } })
})
afterEach(async () => {
  running?.child.kill('SIGTERM')
  await running?.exit
  running = null
  expect(discord.requests.filter(({ status }) => status === 400)).toEqual([])
  await discord.close()
  await huggingFace.close()
})

const environment = () => ({
  DISCORD_TOKEN: TOKEN,
  DISCORD_CHANNELS: PAPERS,
  DISCORD_API_URL: discord.apiUrl,
  HF_URL: huggingFace.url,
})
const messages = (channel = PAPERS) => discord.state.channels.get(channel)?.messages ?? []
const thread = () => messages(messages()[0]?.id ?? '')
const words = (one: { components: unknown[] } | undefined): string =>
  textsOf(one?.components)
    .map((text) => readMarkdown(text).text)
    .join('\n')

const until = (happened: () => boolean): Promise<void> => eventually(happened, { said: () => running?.stderr() ?? '' })

// Under load a start of the program takes seconds.
describe('the bot on Discord', () => {
  it('posts the day as a heading with a thread, a message per paper with its first vote; then answers, and counts a vote', async () => {
    const cwd = freshFolder()
    running = startProgram(['start'], { cwd, env: environment() })
    await until(() => messages().length === 6 && thread().length === 2)
    expect(words(messages()[0])).toContain('Papers · ')
    await until(() =>
      messages()
        .slice(1)
        .every(({ reactions }) => reactions.get('👍')?.normal.has(BOT)),
    )
    await until(() => discord.gateway.identifies === 1)
    const seen = await ask(discord, 'help')
    expect(seen.private).toBe(true)
    expect(seen.texts.join('\n')).toContain('/papers')
    const post = messages()[1]
    // Discord knows of a reaction before it tells: a settling that is still under way must not take it back.
    post?.reactions.get('👍')?.normal.add(READER)
    discord.gateway.dispatch('MESSAGE_REACTION_ADD', {
      user_id: READER,
      channel_id: PAPERS,
      message_id: post?.id,
      guild_id: GUILD,
      message_author_id: BOT,
      emoji: { id: null, name: '👍' },
    })
    // Discord tells in order: whoever answers this has heard of the vote, and finishes it before it ends.
    await ask(discord, 'help')
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
    const tally = JSON.parse((await runProgram(['votes', '--json'], { cwd, env: environment() })).stdout)
    expect(tally).toMatchObject([{ votes: 1, people: [`discord:${READER}`] }])
    expect(discord.invalid()).toBe(0)
  })

  it('settles the votes it missed while it was down', async () => {
    const cwd = freshFolder()
    await runProgram(['post'], { cwd, env: environment() })
    messages()[1]?.reactions.get('👍')?.normal.add(READER)
    running = startProgram(['start'], { cwd, env: environment() })
    await until(() => discord.requests.some(({ path }) => path.includes('/reactions/') && !path.includes('@me')))
    // What it has asked for is written down before it ends.
    running.child.kill('SIGTERM')
    await running.exit
    expect(JSON.parse((await runProgram(['votes', '--json'], { cwd, env: environment() })).stdout)).toMatchObject([
      { votes: 1 },
    ])
  })

  it('posts once, though Discord’s answer to a post was lost', async () => {
    discord.faults.push({ on: /^POST .*\/messages$/, breaks: 'after', times: 1 })
    running = startProgram(['start'], { env: environment() })
    await until(() => messages().length === 6 && thread().length === 2)
    expect(new Set(messages().map(words)).size).toBe(6)
  })

  it('says in the log once what a channel lacks, and asks it no more', async () => {
    const channel = discord.state.channels.get(PAPERS)
    if (channel) channel.denied = Flag.SendMessages
    running = startProgram(['start'], { env: environment() })
    await until(() => running?.stderr().includes('channel paused') ?? false)
    running.child.kill('SIGTERM')
    await running.exit
    expect(discord.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))).toHaveLength(
      1,
    )
  })

  it('is examined by the doctor, who names what to do', async () => {
    const channel = discord.state.channels.get(PAPERS)
    if (channel) channel.denied = Flag.SendMessages | Flag.AddReactions
    const { code, stdout } = await runProgram(['doctor'], {
      env: { ...environment(), DISCORD_CHANNELS: `${PAPERS},papers,299999999999999999` },
    })
    expect(code).toBe(1)
    expect(stdout).toContain(
      'in #papers Paperboy misses Send Messages, Add Reactions. Edit Channel → Permissions → Paperboy.',
    )
    expect(stdout).toContain('“papers” is no Discord channel')
    expect(stdout).toMatch(
      /Discord shows Paperboy no channel 299999999999999999\. Invite it: https:\/\/discord\.com\/oauth2\/authorize/,
    )
    const refused = await runProgram(['doctor'], { env: { ...environment(), DISCORD_TOKEN: 'wrong' } })
    expect(refused.stdout).toContain('Reset Token')
  })

  it('prints its invite link with the least permissions, and nothing else', async () => {
    const { stdout, code } = await runProgram(['manifest', 'discord'], {
      env: { DISCORD_APPLICATION_ID: '123456789012345678' },
    })
    expect(code).toBe(0)
    const link = new URL(/https:\S+authorize\S+/.exec(stdout)?.[0] ?? '')
    expect(link.searchParams.get('client_id')).toBe('123456789012345678')
    expect(
      BigInt(link.searchParams.get('permissions') ?? 0) &
        (Flag.Administrator | Flag.ManageMessages | Flag.MentionEveryone),
    ).toBe(0n)
  })
})
