import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { freePort } from '../fakes/listen.ts'
import { people } from '../fakes/slack/people.ts'
import { deliver, signed } from '../fakes/slack/requests.ts'
import { type FakeSlack, openFakeSlack } from '../fakes/slack/server.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { items } from '../fixtures/huggingface.ts'
import { until as eventually } from '../wait.ts'
import { freshFolder, type Running, runProgram, startProgram } from './run.ts'

let slack: FakeSlack
let huggingFace: FakeServer
let running: Running | null = null
const today = new Date().toISOString().slice(0, 10)

beforeEach(async () => {
  slack = await openFakeSlack()
  const listed = items(8).map((item) => ({
    ...item,
    paper: { ...item.paper, submittedOnDailyAt: `${today}T01:00:00Z` },
  }))
  huggingFace = await startFakeHuggingFace({ days: { [today]: listed } })
})
afterEach(async () => {
  running?.child.kill('SIGTERM')
  await running?.exit
  running = null
  await slack.close()
  await huggingFace.close()
  expect(slack.invalidCalls).toEqual([])
})

const environment = () => ({
  SLACK_BOT_TOKEN: slack.workspace.botToken,
  SLACK_APP_TOKEN: slack.workspace.appToken,
  SLACK_CHANNELS: 'papers',
  SLACK_API_URL: slack.url,
  HF_URL: huggingFace.url,
})

const isThere = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

const until = (happened: () => boolean | Promise<boolean>): Promise<void> =>
  eventually(happened, { said: () => running?.stderr() ?? '' })

describe('the bot on Slack', () => {
  it('posts the day as a heading, a message per paper with its first vote, and a thread; then answers', async () => {
    running = startProgram(['start'], { env: environment() })
    const { posts } = slack.workspace
    await until(() => posts.length === 8 && posts.filter(({ reactions }) => reactions.has('+1')).length === 5)
    const [heading, ...others] = posts
    expect(wordsOf(heading ?? { blocks: [] })).toContain('Papers · ')
    expect(others.slice(0, 5).map(({ threadTs, reactions }) => [threadTs, reactions.has('+1')])).toEqual(
      Array.from({ length: 5 }, () => [null, true]),
    )
    expect(others.slice(5).map(({ threadTs }) => threadTs)).toEqual([heading?.ts, heading?.ts])
    // Slack takes one message a second in a channel, and forgives a second one.
    const sent = slack.calls.filter(({ method }) => method === 'chat.postMessage').map(({ at }) => at)
    const most = Math.max(...sent.map((first) => sent.filter((at) => at >= first && at < first + 900).length))
    expect(most).toBeLessThanOrEqual(2)
    await until(() => slack.sockets.open() > 0)
    await people(slack).command('papers')
    await until(() => slack.answers.length === 1)
    expect(slack.answers[0]?.response_type).toBe('ephemeral')
  })

  it('posts once, though Slack’s answer to a post was lost', async () => {
    slack.failNext('chat.postMessage', { kind: 'drop', done: true })
    running = startProgram(['start'], { env: environment() })
    // A post of unknown fate is looked for after three seconds.
    await until(() => slack.workspace.posts.length === 8)
    expect(new Set(slack.workspace.posts.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(8)
  })

  it('loses no vote that it acknowledged, though it is killed that moment', async () => {
    const cwd = freshFolder()
    running = startProgram(['start'], { cwd, env: environment() })
    const voted = () => slack.workspace.posts.find(({ reactions }) => reactions.has('+1'))
    await until(() => slack.workspace.posts.length === 8 && voted() !== undefined && slack.sockets.open() > 0)
    const acknowledged: string[] = []
    const post = voted()
    if (!post) throw new Error('There is no post to vote on.')
    for (let person = 0; person < 60; person++) {
      const user = `U${person}`
      void people(slack)
        .react(post, '+1', { user })
        .then((ack) => ack && acknowledged.push(`slack:T1/${user}`))
    }
    await until(() => acknowledged.length >= 10)
    const heard = [...acknowledged]
    running.child.kill('SIGKILL')
    await running.exit
    const { stdout } = await runProgram(['votes', '--json'], { cwd, env: environment() })
    expect(JSON.parse(stdout)[0].people).toEqual(expect.arrayContaining(heard))
  })

  it('ends well within ten seconds though Slack never answers, and at once when it is asked twice', async () => {
    const sends = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length
    slack.failNext('chat.postMessage', { kind: 'stall', done: false }, { kind: 'stall', done: false })
    running = startProgram(['start'], { env: environment() })
    await until(() => sends() === 1)
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(0)
    running = startProgram(['start'], { env: { ...environment(), LOG_LEVEL: 'info' } })
    await until(() => sends() === 2)
    running.child.kill('SIGTERM')
    await until(() => running?.stderr().includes('stopping') ?? false)
    running.child.kill('SIGTERM')
    expect(await running.exit).toBe(143)
  })

  it('is examined by the doctor, who names what to do', async () => {
    slack.workspace.scopes.delete('reactions:write')
    slack.workspace.channels.push({
      id: 'C2',
      name: 'secret',
      isMember: false,
      isArchived: false,
      isPrivate: true,
      users: [],
    })
    const env = { ...environment(), SLACK_CHANNELS: 'papers,secret,nowhere' }
    const { stdout, code } = await runProgram(['doctor'], { cwd: freshFolder(), env })
    expect(stdout).toContain('✔ Slack knows Paperboy in Acme.')
    expect(stdout).toContain('! Slack, Acme: the permission reactions:write is missing')
    expect(stdout).toContain('✖ Paperboy is not in “secret”. Type /invite @Paperboy there.')
    expect(stdout).toContain('✖ Slack knows no channel “nowhere”.')
    expect(code).toBe(1)
  })

  it('hears over HTTP where there is no app token, and turns away what Slack did not sign', async () => {
    const port = await freePort()
    const { SLACK_APP_TOKEN, ...env } = environment()
    running = startProgram(['start'], { env: { ...env, SLACK_SIGNING_SECRET: 'secret', PORT: String(port) } })
    await until(() => slack.workspace.posts.length > 0)
    const url = `http://127.0.0.1:${port}/slack/events`
    const statuses: number[] = []
    const send = (secret: string) =>
      people(slack, async (type, payload) => {
        statuses.push((await deliver(url, signed(type, payload, secret))).status)
      })
    await send('forged').command('memory')
    await send('secret').command('memory')
    expect(statuses).toEqual([401, 200])
    await until(() => slack.answers.length === 1)
    expect(slack.sockets.open()).toBe(0)
  })

  it('is installed by workspaces themselves, and posts to each with its own token', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const { clientId, clientSecret } = slack.oauth
    const env = {
      SLACK_APP_TOKEN: slack.workspace.appToken,
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_API_URL: slack.url,
      HF_URL: huggingFace.url,
      PAPERBOY_SECRET: 'sixteen letters and more',
      PAPERBOY_URL: url,
      PORT: String(port),
      PAPERS_PER_DAY: '1',
    }
    const cwd = freshFolder()
    running = startProgram(['start'], { cwd, env })
    await until(() => slack.sockets.open() > 0)
    await until(() => isThere(`${url}/healthz`))
    const both = ['TB', 'TG'].map((team) => slack.oauth.addWorkspace(team))
    for (const workspace of both) {
      const page = await fetch(`${url}/slack/install`, { redirect: 'manual' })
      const cookie = page.headers.get('set-cookie') ?? ''
      const back = slack.oauth.allow(page.headers.get('location') ?? '', workspace)
      expect((await fetch(back, { headers: { cookie } })).status).toBe(200)
      await people(slack, slack.sockets.send, workspace).command('subscribe')
    }
    await until(() => slack.answers.length === 2)
    await runProgram(['post'], { cwd, env })
    expect(slack.workspaces.map(({ posts }) => posts.length)).toEqual([0, 4, 4])
  })

  it('says which token is wrong, and ends', async () => {
    const env = { ...environment(), SLACK_BOT_TOKEN: 'xoxb-wrong' }
    const { stderr, code } = await runProgram(['start'], { env })
    expect(stderr).toContain('Slack answered invalid_auth: is SLACK_BOT_TOKEN right?')
    expect(stderr).not.toContain('xoxb-wrong')
    expect(code).toBe(1)
  })

  it('prints its manifest without any setting', async () => {
    const { stdout, code } = await runProgram(['manifest', 'slack'])
    const manifest = JSON.parse(stdout)
    expect(manifest).toMatchObject({ settings: { socket_mode_enabled: true } })
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
    expect(code).toBe(0)
  })
})
