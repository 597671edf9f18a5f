import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { type Running, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
let huggingFace: FakeServer
let discord: FakeDiscord
let running: Running[] = []
beforeEach(async () => {
  running = []
  huggingFace = await startFakeHuggingFace({ days: { [today]: items(1) } })
  discord = await startFakeDiscord()
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD)
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ exit }) => exit))
  await Promise.all([huggingFace.close(), discord.close()])
})

/** With and without a port to listen on, as a service: nothing is typed. */
function startBoth(env: Record<string, string>): void {
  running = [{}, { PORT: '0' }].map((port) =>
    startProgram(['start'], { closed: true, env: { HF_URL: huggingFace.url, ...env, ...port } }),
  )
}

async function both(happened: () => boolean): Promise<void> {
  await expect.poll(() => happened() || running.some(({ child }) => child.exitCode !== null), LONG).toBe(true)
  expect(running.map(({ child, stderr }) => (child.exitCode === null ? '' : stderr()))).toEqual(['', ''])
  for (const { child } of running) child.kill('SIGTERM')
  expect(await Promise.all(running.map(({ exit }) => exit))).toEqual([0, 0])
}

const LONG = { timeout: 60_000, interval: 50 }

// As systemd, Docker and nohup start it, and with the first answer of the platform being a failure.
describe('a service without standard input', { timeout: 90_000 }, () => {
  it('runs at the terminal', async () => {
    huggingFace.faults.push({ status: 500, times: 2 })
    startBoth({})
    await both(() => running.every(({ stdout }) => stdout().includes('Next post')))
  })

  it.each(['/gateway/bot', '/users/@me'])('runs on Discord, though %s answers 500 first', async (path) => {
    discord.faults.push({ on: new RegExp(`^GET ${path}$`), times: 2, answer: { status: 500, body: {} } })
    startBoth({ DISCORD_TOKEN: TOKEN, DISCORD_CHANNELS: PAPERS, DISCORD_API_URL: discord.apiUrl })
    const posts = () => discord.state.channels.get(PAPERS)?.messages.length ?? 0
    // Discord recognises what the second one posts.
    await both(() => discord.gateway.listening().length === 2 && posts() === 2)
  })
})
