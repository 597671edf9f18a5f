import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createArchiveLinks } from '../../src/access/reader-links.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { startFakeArxiv } from '../fakes/arxiv.ts'
import { startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import { startFakeEmbeddings } from '../fakes/embeddings.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { listen } from '../fakes/listen.ts'
import { startFakeOpenAi } from '../fakes/openai.ts'
import { people } from '../fakes/slack/people.ts'
import { openFakeSlack } from '../fakes/slack/server.ts'
import { startFakeSmtp } from '../fakes/smtp.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, type Running, runProgram, startProgram } from '../program/run.ts'
import type { Bench } from './bench.ts'
import { syntheticPapers } from './synthetic.ts'

const STOCK = 100_000
const ROUNDS = 40
const SECRET = 'a secret of some length'
const today = new Date().toISOString().slice(0, 10)

export const everything: Bench[] = [
  {
    what: 'most memory of the bot as the unit runs it, everything switched on, 100,000 papers, people at work',
    bar: '≤ 400 MB',
    async run() {
      const [slack, discord, smtp] = [await openFakeSlack(), await startFakeDiscord(), await startFakeSmtp()]
      discord.state.addGuild(GUILD)
      discord.state.addChannel(PAPERS, GUILD)
      const huggingFace = await startFakeHuggingFace({ days: { [today]: items(50) } })
      const arxiv = await startFakeArxiv({ day: null })
      const model = await startModels()
      const port = await freePort()
      const bot = await start({
        PORT: String(port),
        HF_URL: huggingFace.url,
        ARXIV_URL: arxiv.url,
        ARXIV_CATEGORIES: 'cs.CL',
        SLACK_BOT_TOKEN: slack.workspace.botToken,
        SLACK_APP_TOKEN: slack.workspace.appToken,
        SLACK_CHANNELS: 'papers',
        SLACK_API_URL: slack.url,
        DISCORD_TOKEN: TOKEN,
        DISCORD_CHANNELS: PAPERS,
        DISCORD_API_URL: discord.apiUrl,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'papers@lab.example',
        OPENAI_MODEL: 'gpt-5-mini',
        OPENAI_API_KEY: 'sk-something-long',
        OPENAI_BASE_URL: `${model.url}/v1`,
        EMBEDDING_MODEL: 'text-embedding-3-small',
      })
      await bot.says(/[Nn]ext post/, 120_000)
      const { command } = people(slack)
      const cookie = cookieOf()
      for (let round = 0; round < ROUNDS; round += 1) {
        await command(`search ba${round}da since:2w`)
        for (const path of ['', `/search?q=ba${round}`, '/top/month', '/numbers', '/2024-01', '/2024-01?format=csl'])
          await fetch(`http://127.0.0.1:${port}/archive${path}`, {
            headers: { cookie, 'x-forwarded-for': `10.0.0.${round}` },
          }).then((answer) => answer.arrayBuffer())
      }
      const megabytes = Math.round(Number(/VmHWM:\s+(\d+)/.exec(statusOf(bot))?.[1]) / 1000)
      bot.child.kill('SIGTERM')
      await bot.exit
      for (const fake of [slack, discord, smtp, huggingFace, arxiv, model]) await fake.close()
      return { measured: `${megabytes} MB`, met: megabytes <= 400 }
    },
  },
]

/** A start after the first one, which compiles; as docs/paperboy.service has it. */
async function start(settings: Record<string, string>): Promise<Running> {
  const [cwd, cache] = [freshFolder(), freshFolder()]
  const unit = { NODE_COMPILE_CACHE: cache, MALLOC_ARENA_MAX: '2' }
  const papers = [...syntheticPapers(STOCK)].map(({ paper, day }) =>
    JSON.stringify({ ...paper, publishedAt: day, featuredOn: day }),
  )
  await runProgram(['import', '-'], { cwd, env: unit, input: papers.join('\n') })
  const web = { PAPERBOY_SECRET: SECRET, PAPERBOY_WEB: 'on', PAPERBOY_URL: 'http://localhost' }
  return startProgram(['start'], { cwd, env: { ...unit, ...web, ...settings }, closed: true })
}

const statusOf = ({ child }: Running): string => readFileSync(`/proc/${child.pid}/status`, 'utf8')

function cookieOf(): string {
  const links = createArchiveLinks(createSigner(SECRET), 'http://localhost', Date.now)
  return `paperboy_archive=${new URL(links.open('slack:T1/C1', 'slack:T1/U1')).searchParams.get('t')}`
}

async function freePort(): Promise<number> {
  const { url, close } = await listen(createServer())
  await close()
  return Number(new URL(url).port)
}

/** One server for both kinds of model, as most are. */
async function startModels() {
  const content = JSON.stringify({ tldr: 'Short.', contribution: 'A memory.', method: '', result: '' })
  const [chat, embeddings] = [await startFakeOpenAi({ kind: 'reply', content }), await startFakeEmbeddings()]
  const both = await listen(
    createServer(async (request, response) => {
      const { origin } = new URL(request.url?.includes('embeddings') ? embeddings.url : chat.url)
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
      const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' }
      const answer = await fetch(origin + request.url, { method: 'POST', headers, body })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    }),
  )
  const close = async () => {
    for (const server of [both, chat, embeddings]) await server.close()
  }
  return { url: both.url, close }
}
