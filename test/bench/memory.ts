import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { openFakeSlack } from '../fakes/slack/server.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, startProgram } from '../program/run.ts'
import { type Bench, residentMegabytes } from './bench.ts'

const today = new Date().toISOString().slice(0, 10)
const IDLE_MS = 20_000
const DAY_PROCESS = join(import.meta.dirname, 'memory-process.ts')

/** Linux only: `/proc`. */
export const memory: Bench[] = [
  {
    what: 'resident memory on the very first start (TypeScript is stripped)',
    bar: '≤ 120 MB',
    run: () => idle({ NODE_COMPILE_CACHE: freshFolder() }, 120),
  },
  {
    what: 'resident memory, idle, terminal adapter',
    bar: '≤ 120 MB',
    async run() {
      const env = { NODE_COMPILE_CACHE: freshFolder() }
      await idle(env, 120)
      return idle(env, 120)
    },
  },
  {
    what: 'resident memory, idle, Slack and Discord connected',
    bar: '≤ 215 MB',
    run: () => connected({}),
  },
  {
    what: 'resident memory, the same as the systemd unit and the image run it',
    bar: '≤ 215 MB',
    run: () => connected({ MALLOC_ARENA_MAX: '2' }),
  },
  {
    what: '24 simulated hours, 200 channels: memory at the end and after an hour',
    bar: 'within 5 %',
    async run() {
      // With the flag that bin/paperboy.js sets.
      const flags = ['--optimize-for-size']
      const child = spawn(process.execPath, [...flags, DAY_PROCESS], { stdio: ['ignore', 'pipe', 'inherit'] })
      const { hours, most }: { hours: number[]; most: number } = JSON.parse(await text(child.stdout))
      const [first = Number.NaN, last = Number.NaN] = [hours[0], hours.at(-1)]
      const growth = (last / first - 1) * 100
      const measured = `${first.toFixed(0)} → ${last.toFixed(0)} MB (${growth.toFixed(1)} %), with garbage ${most.toFixed(0)}`
      return { measured, met: growth <= 5 }
    },
  },
]

async function connected(env: Record<string, string>) {
  const [slack, discord] = [await openFakeSlack(), await startFakeDiscord()]
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD)
  const { botToken, appToken } = slack.workspace
  const result = await idle(
    {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_CHANNELS: 'papers',
      SLACK_API_URL: slack.url,
      DISCORD_TOKEN: TOKEN,
      DISCORD_CHANNELS: PAPERS,
      DISCORD_API_URL: discord.apiUrl,
      PORT: '0',
      ...env,
    },
    215,
  )
  await slack.close()
  await discord.close()
  return result
}

/** Starts the program, waits until it idles, and reads what it holds. */
async function idle(env: Record<string, string>, most: number): Promise<{ measured: string; met: boolean }> {
  const huggingFace = await startFakeHuggingFace({ days: { [today]: items(50) } })
  const bot = startProgram(['start'], { env: { HF_URL: huggingFace.url, ...env } })
  await bot.says(/[Nn]ext post/, 60_000)
  await sleep(IDLE_MS)
  const megabytes = residentMegabytes(bot)
  bot.child.kill('SIGTERM')
  await bot.exit
  await huggingFace.close()
  const empty = await emptyNode()
  return {
    measured: `${megabytes} MB, an empty Node ${empty}: ${(megabytes / empty).toFixed(1)} ×`,
    met: megabytes <= most,
  }
}

/** What Node holds that runs nothing. */
async function emptyNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await sleep(1_000)
  const megabytes = residentMegabytes({ child })
  child.kill()
  return megabytes
}
