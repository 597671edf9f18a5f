import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, GUILD, PAPERS, READER } from '../adapters/discord/adapted.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { BOT, TOKEN } from '../fakes/discord/state.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, type Running, runProgram, startProgram } from '../program/run.ts'
import { type Bench, beside, p99, residentMegabytes } from './bench.ts'

const GUILDS = 2_500
const CHANNELS = 50
/** A bot that has been up for a moment. In its first three seconds, 20 commands a second wait for up to a second. */
const UP_MS = 5_000
const PAPERS_STORED = 100_000
const PEOPLE = 2_000
const today = new Date().toISOString().slice(0, 10)

/** All of them drive the real program against the fake Discord. */
export const discord: Bench[] = [
  {
    what: `Discord: memory with ${GUILDS} servers of ${CHANNELS} channels, then 100,000 events`,
    bar: '≤ 400 MB, not growing',
    async run() {
      if (process.platform !== 'linux') return { skipped: 'reads /proc' }
      return withBot({ fill: addManyServers }, async ({ fake, bot }) => {
        await sleep(10_000)
        const ready = residentMegabytes(bot)
        const after: number[] = []
        for (let round = 0; round < 5; round += 1) {
          for (let index = 0; index < 20; index += 1) {
            for (let event = 0; event < 1_000; event += 1) react(fake, '1400000000000000000', event)
            await sleep(100)
          }
          await sleep(3_000)
          after.push(residentMegabytes(bot))
        }
        const [, second = 0] = after
        const last = after.at(-1) ?? 0
        return {
          measured: `${ready} MB, then ${after.join(', ')} MB`,
          met: Math.max(ready, ...after) <= 400 && last <= second * 1.1,
        }
      })
    },
  },
  {
    what: 'Discord: 1,000 reactions a second for 10 s on posts of the day',
    bar: 'none lost, none doubled, 0 invalid',
    run: () =>
      withBot({}, async ({ fake, bot, cwd, env }) => {
        const posts = (fake.state.channels.get(PAPERS)?.messages ?? []).slice(1, 6)
        for (let second = 0; second < 10; second += 1) {
          const started = performance.now()
          for (let index = 0; index < 1_000; index += 1) {
            const all = second * 1_000 + index
            react(fake, posts[all % 5]?.id ?? '', Math.floor(all / 5) % PEOPLE)
          }
          await sleep(1_000 - (performance.now() - started))
        }
        await sleep(15_000)
        await stop(bot)
        const { stdout } = await runProgram(['votes', '--json'], { cwd, env })
        const counted = JSON.parse(stdout).reduce((sum: number, { votes }: { votes: number }) => sum + votes, 0)
        return {
          measured: `${counted} of 10,000 votes, ${fake.invalid()} invalid requests`,
          met: counted === 10_000 && fake.invalid() === 0,
        }
      }),
  },
  {
    what: `Discord: 20 commands a second, ${PAPERS_STORED.toLocaleString('en')} papers stored, a digest going out`,
    bar: 'p99 first ≤ 100 ms, whole ≤ 500 ms',
    async run() {
      const cwd = freshFolder()
      const file = join(cwd, 'papers.jsonl')
      await writePapers(file)
      await runProgram(['import', file], { cwd })
      return withBot({ cwd, fill: addBusyServer, posts: 1 }, async ({ fake }) => {
        const posts = () =>
          fake.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length
        await sleep(UP_MS)
        const before = posts()
        const answers: ReturnType<typeof ask>[] = []
        const plainly: Promise<number>[] = []
        // What the fake and this machine take by themselves meanwhile.
        const askPlainly = async (): Promise<number> => {
          const before = performance.now()
          await (
            await fetch(`${fake.apiUrl}/v10/gateway/bot`, { headers: { authorization: `Bot ${TOKEN}` } })
          ).arrayBuffer()
          return performance.now() - before
        }
        for (let index = 0; index < 300; index += 1) {
          answers.push(ask(fake, QUERIES[index % QUERIES.length] ?? ''))
          plainly.push(askPlainly())
          await sleep(50)
        }
        const sent = posts() - before
        const seen = await Promise.all(answers)
        const [first, whole] = [
          p99(seen.map(({ firstAfter }) => firstAfter)),
          p99(seen.map(({ doneAfter }) => doneAfter)),
        ]
        const bare = p99(await Promise.all(plainly))
        return {
          measured: `p99 first ${first} ms, whole ${beside(whole, 'a bare call', bare)}, ${sent} posts meanwhile, ${fake.invalid()} invalid requests`,
          met: first <= 100 && whole <= 500 && sent > 0 && fake.invalid() === 0,
        }
      })
    },
  },
]

type Bot = { fake: FakeDiscord; bot: Running; cwd: string; env: Record<string, string> }
type Given = {
  cwd?: string
  fill?: (fake: FakeDiscord) => string[] /** Posts in the first channel before the work starts. */
  posts?: number
}

async function withBot<T>({ cwd = freshFolder(), fill, posts = 6 }: Given, work: (bot: Bot) => Promise<T>): Promise<T> {
  const [fake, huggingFace] = [await startFakeDiscord(), await startFakeHuggingFace({ days: { [today]: items(8) } })]
  fake.state.addGuild(GUILD)
  fake.state.addChannel(PAPERS, GUILD)
  fake.state.members.set(`${GUILD}/${READER}`, { roles: [] })
  const channels = [PAPERS, ...(fill?.(fake) ?? [])]
  const env = {
    DISCORD_TOKEN: TOKEN,
    DISCORD_CHANNELS: channels.join(','),
    DISCORD_API_URL: fake.apiUrl,
    HF_URL: huggingFace.url,
  }
  const bot = startProgram(['start'], { cwd, env })
  try {
    while (fake.gateway.identifies === 0 || (fake.state.channels.get(PAPERS)?.messages.length ?? 0) < posts)
      await sleep(50)
    return await work({ fake, bot, cwd, env })
  } finally {
    await stop(bot)
    await fake.close()
    await huggingFace.close()
  }
}

async function stop({ child, exit }: Running): Promise<void> {
  child.kill('SIGTERM')
  await exit
}

/** Servers that the bot is in without posting there. */
function addManyServers({ state }: FakeDiscord): string[] {
  for (let index = 1; index < GUILDS; index += 1) {
    const guild = String(BigInt(GUILD) + (BigInt(index) << 22n))
    state.addGuild(guild)
    for (let channel = 0; channel < CHANNELS; channel += 1)
      state.addChannel(String(500_000_000_000_000_000n + BigInt(index * CHANNELS + channel)), guild, {
        name: `channel-${channel}`,
      })
  }
  return []
}

/** Channels enough for a digest that takes longer than the measuring. */
function addBusyServer({ state }: FakeDiscord): string[] {
  return Array.from(
    { length: 200 },
    (_, index) => state.addChannel(String(600_000_000_000_000_000n + BigInt(index)), GUILD).id,
  )
}

/** Discord knows of a reaction before it tells. */
function react(fake: FakeDiscord, post: string, person: number): void {
  const user = String(400_000_000_000_000_000n + BigInt(person))
  const message = fake.state.channels.get(PAPERS)?.messages.find(({ id }) => id === post)
  message?.reactions.get('👍')?.normal.add(user)
  fake.gateway.dispatch('MESSAGE_REACTION_ADD', {
    user_id: user,
    channel_id: PAPERS,
    message_id: post,
    guild_id: GUILD,
    message_author_id: BOT,
    member: {
      user: { id: user, username: 'somebody', avatar: 'a'.repeat(32) },
      roles: [],
      joined_at: '2025-01-01T00:00:00Z',
    },
    emoji: { id: null, name: '👍' },
    burst: false,
    type: 0,
  })
}

const QUERIES = ['word120', 'word300 word77', '"word40 word41"', 'word900 -word3', 'help', 'wrod500', 'author:example word250', 'word1000 OR word1500'] // biome-ignore format: one list

/** Words as often as in a language: the hundredth is a hundred times as rare as the first. */
const wordAt = (random: number): string => `word${Math.floor(20_000 ** random)}`

async function writePapers(file: string): Promise<void> {
  const out = createWriteStream(file)
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const text = (length: number) => Array.from({ length }, () => wordAt(random())).join(' ')
  for (let index = 0; index < PAPERS_STORED; index += 1) {
    const id = `arxiv:${2001 + (index % 12)}.${String(index).padStart(5, '0')}`
    const line = {
      id,
      title: text(9),
      abstract: text(160),
      authors: ['Ada Example', 'Grace Sample'],
      publishedAt: '2025-01-01',
    }
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}
