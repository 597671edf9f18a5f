import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { freePort } from '../fakes/listen.ts'
import { type FakeSlack, openFakeSlack } from '../fakes/slack/server.ts'
import { items } from '../fixtures/huggingface.ts'
import { deadline } from '../wait.ts'
import { type Running, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
let huggingFace: FakeServer
let discord: FakeDiscord
let slack: FakeSlack
let running: Running[] = []
beforeEach(async () => {
  running = []
  // The history says so, too: a paper that was listed before is no news to a channel that comes late.
  const listed = items(1).map((item) => ({
    ...item,
    paper: { ...item.paper, submittedOnDailyAt: `${today}T01:00:00Z` },
  }))
  huggingFace = await startFakeHuggingFace({ days: { [today]: listed } })
  slack = await openFakeSlack()
  discord = await startFakeDiscord()
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD)
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ exit }) => exit))
  await Promise.all([huggingFace.close(), discord.close(), slack.close()])
})

/** With and without a port to listen on, as a service: nothing is typed. */
function startBoth(env: Record<string, string>): void {
  running = [{}, { PORT: '0' }].map((port) => start({ ...env, ...port }))
}

const start = (env: Record<string, string>): Running =>
  startProgram(['start'], { closed: true, env: { HF_URL: huggingFace.url, ...env } })

/** It happens, and they end when they are told. */
async function all(happened: () => boolean): Promise<void> {
  await expect.poll(() => happened() || running.some(({ child }) => child.exitCode !== null)).toBe(true)
  expect(running.map(({ child, stderr }) => (child.exitCode === null ? '' : stderr())).join('')).toBe('')
  for (const { child } of running) child.kill('SIGTERM')
  expect(new Set(await Promise.all(running.map(({ exit }) => exit)))).toEqual(new Set([0]))
}

const onDiscord = () => ({ DISCORD_TOKEN: TOKEN, DISCORD_CHANNELS: PAPERS, DISCORD_API_URL: discord.apiUrl })
const onSlack = (channels: string) => ({
  SLACK_BOT_TOKEN: slack.workspace.botToken,
  SLACK_APP_TOKEN: slack.workspace.appToken,
  SLACK_API_URL: slack.url,
  SLACK_CHANNELS: channels,
})
const failed = { kind: 'status', status: 500, done: false } as const
const limited = (seconds: number) => ({ kind: 'limited', retryAfter: String(seconds) }) as const
const postsIn = (channel: string) => slack.workspace.posts.filter((post) => post.channel === channel).length
const discordPosts = () => discord.state.channels.get(PAPERS)?.messages.length ?? 0

// As systemd, Docker and nohup start it, and with the first answer of the platform being a failure.
describe('a service without standard input', () => {
  it('runs at the terminal', async () => {
    huggingFace.faults.push({ status: 500, times: 2 })
    startBoth({})
    await all(() => running.every(({ stdout }) => stdout().includes('Next post')))
  })

  it.each(['/gateway/bot', '/users/@me'])('runs on Discord, though %s answers 500 first', async (path) => {
    discord.faults.push({ on: new RegExp(`^GET ${path}$`), times: 2, answer: { status: 500, body: {} } })
    startBoth(onDiscord())
    // Discord recognises what the second one posts.
    await all(() => discord.gateway.listening().length === 2 && discordPosts() === 2)
  })

  it('runs with mail, though the mail server is away', async () => {
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@example.org', PAPERBOY_URL: 'http://127.0.0.1' }
    running = [start({ ...mail, PAPERBOY_SECRET: 'sixteen letters and more', PORT: '0' })]
    await all(() => running.every(({ stdout }) => stdout().includes('Times are in UTC')))
  })

  it('runs on Slack, though each of its first calls fails once or twice', async () => {
    const { channels } = slack.workspace
    const channel = (id: string) =>
      channels.push({
        id,
        name: `c-${id.toLowerCase()}`,
        isMember: true,
        isArchived: false,
        isPrivate: false,
        users: [],
      })
    for (let number = 1_000; number < 3_400; number += 1) channel(`C${number}`)
    slack.failNext('auth.test', failed, failed)
    slack.failNext('apps.connections.open', failed, failed, failed)
    slack.failNext('conversations.list', failed, null, limited(3))
    slack.failNext('conversations.info', limited(2), limited(2))
    startBoth(onSlack('c-c3399,C1'))
    await all(() => slack.sockets.open() === 2 && postsIn('C1') === 6 && postsIn('C3399') === 6)
  })
})

describe('one of two platforms', () => {
  it('that is away for a while holds up nobody, is named by /readyz, and follows', async () => {
    slack.failNext('auth.test', ...Array.from({ length: 6 }, () => failed))
    const port = String(await freePort())
    running = [start({ ...onSlack('papers'), ...onDiscord(), PORT: port })]
    const readyz = () => fetch(`http://127.0.0.1:${port}/readyz`).then((response) => response.text(), String)
    // What it answered is remembered for five seconds, and who asks too often is turned away.
    const now = { timeout: deadline(60_000), interval: 500 }
    await expect
      .poll(readyz, now)
      .toMatch(/listed channel .*cannot.*The channel “papers”.*\n.*slack could not be started/)
    await expect.poll(discordPosts).toBe(2)
    await expect.poll(() => postsIn('C1'), { timeout: deadline(90_000) }).toBeGreaterThanOrEqual(2)
    await expect.poll(readyz, now).not.toMatch(/slack|listed/i)
  })

  it('that refuses its token is named in the log, and the other one runs', async () => {
    running = [start({ ...onSlack('papers'), ...onDiscord(), SLACK_BOT_TOKEN: 'xoxb-wrong' })]
    await expect.poll(discordPosts).toBe(2)
    expect(running[0]?.stderr()).toContain('is SLACK_BOT_TOKEN right?')
    expect(running[0]?.child.exitCode).toBe(null)
  })
})
