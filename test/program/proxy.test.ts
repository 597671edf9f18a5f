import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import { type FakeEmbeddings, startFakeEmbeddings } from '../fakes/embeddings.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { type FakeProxy, startFakeProxy } from '../fakes/proxy.ts'
import { type FakeSlack, openFakeSlack } from '../fakes/slack/server.ts'
import { items } from '../fixtures/huggingface.ts'
import { deadline } from '../wait.ts'
import { freshFolder, type Running, runProgram, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
let huggingFace: FakeServer
let slack: FakeSlack
let discord: FakeDiscord
let models: FakeEmbeddings
let proxy: FakeProxy
let running: Running | null = null
beforeEach(async () => {
  const submittedOnDailyAt = `${today}T01:00:00Z`
  huggingFace = await startFakeHuggingFace({ days: { [today]: items(1, { paper: { submittedOnDailyAt } }) } })
  slack = await openFakeSlack()
  discord = await startFakeDiscord()
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD)
  models = await startFakeEmbeddings()
  const { host: discordHost } = new URL(discord.apiUrl)
  const { host: slackHost } = new URL(slack.url)
  proxy = await startFakeProxy({
    'hf.invalid:80': huggingFace.url,
    'slack.invalid:80': slack.url,
    'discord.invalid:80': discord.apiUrl,
    'models.invalid:80': models.url,
    // Where both platforms say that their WebSockets are.
    [discordHost]: discord.apiUrl,
    [slackHost]: slack.url,
  })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exit
  running = null
  await Promise.all([proxy, huggingFace, slack, discord, models].map(({ close }) => close()))
})

const named = (name: string, url: string) => url.replace(/127\.0\.0\.1:\d+/, `${name}.invalid`)
const upstream = () => ({
  HF_URL: 'http://hf.invalid',
  SLACK_BOT_TOKEN: slack.workspace.botToken,
  SLACK_APP_TOKEN: slack.workspace.appToken,
  SLACK_API_URL: named('slack', slack.url),
  SLACK_CHANNELS: 'papers',
  DISCORD_TOKEN: TOKEN,
  DISCORD_API_URL: named('discord', discord.apiUrl),
  DISCORD_CHANNELS: PAPERS,
  OPENAI_BASE_URL: named('models', models.url),
  EMBEDDING_MODEL: 'nomic-embed-text',
})

describe('a network whose only way out is a proxy', () => {
  it('is no hindrance to sources, Slack, Discord, models, and both connections that stay open', async () => {
    running = startProgram(['start'], { closed: true, env: { ...upstream(), HTTP_PROXY: proxy.url } })
    const done = () =>
      slack.workspace.posts.length >= 2 &&
      (discord.state.channels.get(PAPERS)?.messages.length ?? 0) >= 2 &&
      models.asked.length > 0 &&
      slack.sockets.open() > 0 &&
      discord.gateway.listening().length > 0
    await expect.poll(done, { timeout: deadline(40_000), message: running.stderr() }).toBe(true)
    const [{ host: discordHost }, { host: slackHost }] = [new URL(discord.apiUrl), new URL(slack.url)]
    expect(new Set(proxy.asked.map((line) => line.split(' ')[1]))).toEqual(
      new Set(['hf.invalid:80', 'slack.invalid:80', 'discord.invalid:80', 'models.invalid:80', discordHost, slackHost]),
    )
  })

  it('is set in .env, in small letters too, and takes a tunnel for https', async () => {
    const cwd = freshFolder()
    writeFileSync(join(cwd, '.env'), `https_proxy=${proxy.url}\n`)
    const { code, stderr } = await runProgram(['fetch'], { cwd, env: { HF_URL: 'https://hf.invalid' } })
    expect([code, stderr]).toEqual([1, expect.stringContaining('Hugging Face could not be reached')])
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT hf.invalid:443']))
    expect(stderr).not.toContain('b@y')
  })

  it('is not asked for the hosts of NO_PROXY', async () => {
    const env = { HF_URL: huggingFace.url, HTTP_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.1' }
    expect((await runProgram(['fetch'], { env })).code).toBe(0)
    expect(proxy.asked).toEqual([])
  })

  it('takes a tunnel for Discord’s gateway', async () => {
    const session_start_limit = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 }
    const body = { url: 'wss://gateway.invalid', shards: 1, session_start_limit }
    discord.faults.push({ on: /^GET \/gateway\/bot$/, times: 100, answer: { status: 200, body } })
    running = startProgram(['start'], { closed: true, env: { ...upstream(), HTTP_PROXY: proxy.url } })
    const timeout = deadline(30_000)
    await expect.poll(() => proxy.asked, { timeout }).toContain('CONNECT gateway.invalid:443')
  })

  it('stands in doctor’s list of what leaves the machine', async () => {
    const { stdout } = await runProgram(['doctor'], { env: { HF_URL: 'http://hf.invalid', HTTP_PROXY: proxy.url } })
    expect(stdout).toContain(`Sends to ${new URL(proxy.url).host} (proxy): everything for the hosts above`)
    expect(stdout).toContain('✔ Hugging Face answers.')
  })
})
