import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createInstallations } from '../../src/access/installations.ts'
import { createSealer } from '../../src/access/sealed-secrets.ts'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { openStore } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { people } from '../fakes/slack/people.ts'
import { type FakeSlack, openFakeSlack } from '../fakes/slack/server.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, runProgram, startProgram } from '../program/run.ts'
import { type Bench, beside, p99, residentMegabytes } from './bench.ts'
import { syntheticPapers, wordOfRank } from './synthetic.ts'

const PAPERS = Number(process.env.PAPERS ?? 100_000)
const COMMANDS_A_SECOND = 20
const REACTIONS_A_SECOND = 1_000
const SECONDS = 10
const WORKSPACES = 1_000
/** A bot that has been up for a moment. In its first three seconds, 20 commands a second wait for up to a second. */
const UP_MS = 5_000
const SETTLE_MS = 20_000
const TODAY = new Date().toISOString().slice(0, 10)

export const onSlack: Bench[] = [
  {
    what: `/papers on Slack: ${PAPERS.toLocaleString('en')} papers, ${COMMANDS_A_SECOND}/s, during a digest`,
    bar: 'p99 ≤ 100 ms ack, ≤ 500 ms answer',
    run: () => withProgram(PAPERS, commands),
  },
  {
    what: `${REACTIONS_A_SECOND.toLocaleString('en')} reactions a second for ${SECONDS} s`,
    bar: 'none lost, none twice',
    run: () => withProgram(0, reactions),
  },
  {
    what: `${WORKSPACES.toLocaleString('en')} workspaces on Slack, each with a digest and a command`,
    bar: '≤ 300 MB resident',
    run: manyWorkspaces,
  },
]

type Running = { slack: FakeSlack; cwd: string; env: Record<string, string> }
type Measured = { measured: string; met: boolean }

/** The real program in a process of its own, on a fake Slack in this one. */
async function withProgram(papers: number, work: (running: Running) => Promise<Measured>): Promise<Measured> {
  const slack = await openFakeSlack()
  const huggingFace = await startFakeHuggingFace({ days: { [TODAY]: items(30) } })
  const cwd = freshFolder()
  await storePapers(join(cwd, 'data/paperboy.db'), papers)
  const env = {
    SLACK_BOT_TOKEN: slack.workspace.botToken,
    SLACK_APP_TOKEN: slack.workspace.appToken,
    SLACK_CHANNELS: 'papers',
    SLACK_API_URL: slack.url,
    HF_URL: huggingFace.url,
    PAPERS_PER_DAY: '20',
  }
  const program = startProgram(['start'], { cwd, env })
  try {
    while (slack.workspace.posts.length < 2 || slack.sockets.open() === 0) await sleep(20)
    return await work({ slack, cwd, env })
  } finally {
    program.child.kill('SIGTERM')
    await program.exit
    await slack.close()
    await huggingFace.close()
  }
}

async function storePapers(file: string, papers: number): Promise<void> {
  const store = await openStore(`file:${file}`)
  await recordSightings(store, [...syntheticPapers(papers)], Date.now(), 500)
  await store.close()
}

async function commands({ slack }: Running): Promise<Measured> {
  const { command } = people(slack)
  await sleep(UP_MS)
  const before = slack.workspace.posts.length
  const acknowledged: number[] = []
  const answered: number[] = []
  const ask = async (index: number): Promise<void> => {
    const before = performance.now()
    const url = slack.responseUrl()
    await command(queryOf(index), { url })
    acknowledged.push(performance.now() - before)
    for (;;) {
      const answer = slack.answers.find(({ to }) => url.endsWith(to))
      if (answer) return void answered.push(answer.at - before)
      await sleep(5)
    }
  }
  const plainly: number[] = []
  // What the fake and this machine take by themselves meanwhile.
  const askPlainly = async (): Promise<void> => {
    const before = performance.now()
    const headers = { authorization: `Bearer ${slack.workspace.botToken}` }
    await (await fetch(`${slack.url}/auth.test`, { method: 'POST', headers })).arrayBuffer()
    plainly.push(performance.now() - before)
  }
  const asked: Promise<void>[] = []
  for (let index = 0; index < COMMANDS_A_SECOND * SECONDS; index++) {
    asked.push(ask(index), askPlainly())
    await sleep(1_000 / COMMANDS_A_SECOND)
  }
  await Promise.all(asked)
  const [ack, answer] = [p99(acknowledged), p99(answered)]
  const posts = slack.workspace.posts.length - before
  return {
    measured: `${ack.toFixed(0)} ms, ${beside(answer, 'a bare call', p99(plainly))}, ${posts} posts meanwhile`,
    met: ack <= 100 && answer <= 500 && posts > 0,
  }
}

/** What 1,000 tokens, channels and conversations leave behind in one process. */
async function manyWorkspaces(): Promise<Measured> {
  const slack = await openFakeSlack()
  const huggingFace = await startFakeHuggingFace({ days: { [TODAY]: items(30) } })
  const cwd = freshFolder()
  const secret = 'a secret of some length'
  const workspaces = Array.from({ length: WORKSPACES }, (_, index) =>
    slack.oauth.addWorkspace(`T${1_000 + index}`, { botToken: `xoxb-${index}` }),
  )
  const store = await openStore(`file:${join(cwd, 'data/paperboy.db')}`)
  const installations = createInstallations(store, createSealer(secret))
  for (const { team, botToken, botUser, botId, name } of workspaces) {
    const grant = { team, token: botToken, botUser, bot: botId, name, renewal: null }
    await installations.save(`slack:${team}`, JSON.stringify(grant))
    await subscribeChannel(store.db, `slack:${team}/C1` as const, 'papers', Date.now())
  }
  await store.close()
  const env = {
    SLACK_APP_TOKEN: slack.workspace.appToken,
    SLACK_CLIENT_ID: slack.oauth.clientId,
    SLACK_CLIENT_SECRET: slack.oauth.clientSecret,
    SLACK_API_URL: slack.url,
    HF_URL: huggingFace.url,
    PAPERBOY_SECRET: secret,
    PAPERBOY_URL: 'http://127.0.0.1',
    PORT: '0',
    PAPERS_PER_DAY: '1',
  }
  const program = startProgram(['start'], { cwd, env })
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(program))
  }, 200)
  try {
    while (workspaces.some(({ posts }) => posts.length < 4) || slack.sockets.open() === 0) await sleep(100)
    for (const workspace of workspaces) await people(slack, slack.sockets.send, workspace).command('top')
    while (slack.answers.length < WORKSPACES) await sleep(100)
    await sleep(SETTLE_MS)
    const after = residentMegabytes(program)
    return { measured: `${after} MB, at most ${most} MB`, met: most <= 300 }
  } finally {
    clearInterval(watch)
    program.child.kill('SIGTERM')
    await program.exit
    await slack.close()
    await huggingFace.close()
  }
}

/** Two words: one that a few in a hundred papers have, and a rarer one. */
const queryOf = (index: number): string =>
  `${wordOfRank(30 + (index % 40) * 5)} ${wordOfRank(300 + ((index * 37) % 3_000))}`

async function reactions({ slack, cwd, env }: Running): Promise<Measured> {
  const { react } = people(slack)
  const { posts } = slack.workspace
  while (posts.filter(({ reactions }) => reactions.has('+1')).length < 5) await sleep(50)
  const voted = posts.filter(({ reactions }) => reactions.has('+1')).slice(0, 5)
  const told: Promise<unknown>[] = []
  const started = performance.now()
  for (let sent = 0; sent < REACTIONS_A_SECOND * SECONDS; ) {
    const due = Math.min(((performance.now() - started) / 1_000) * REACTIONS_A_SECOND, REACTIONS_A_SECOND * SECONDS)
    for (; sent < due; sent++) {
      const post = voted[sent % voted.length]
      // Every third person takes the vote back later.
      if (post) told.push(react(post, '+1', { user: `U${sent % 3_000}`, remove: sent >= 6_000 && sent % 3 === 0 }))
    }
    await sleep(2)
  }
  const acks = await Promise.all(told)
  const took = (performance.now() - started) / 1_000
  const shown = voted.map(({ reactions }) => [...(reactions.get('+1') ?? [])].filter((user) => user !== 'UBOT').length)
  const { stdout } = await runProgram(['votes', '--json'], { cwd, env })
  const counted = (JSON.parse(stdout) as { votes: number }[]).map(({ votes }) => votes)
  const same = JSON.stringify(shown.toSorted()) === JSON.stringify(counted.toSorted())
  const unanswered = acks.filter((ack) => ack === null).length
  return {
    measured: `${counted.join(' ')} counted, ${shown.join(' ')} shown; ${unanswered} late, ${took.toFixed(1)} s`,
    met: same && unanswered === 0,
  }
}
