import { createServer } from 'node:http'
import { join } from 'node:path'
import { PermissionFlagsBits } from 'discord.js'
import { afterEach, expect, it } from 'vitest'
import { checksOf, runChecks } from '../../src/cli/doctor/checks.ts'
import { readConfig } from '../../src/cli/settings/config.ts'
import { openApp } from '../../src/cli/wiring/open-app.ts'
import { openArxiv, openFeeds } from '../../src/cli/wiring/open-sources.ts'
import { platforms } from '../../src/main.ts'
import { TIMEOUTS } from '../../src/outbox/timeouts.ts'
import { startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import { startFakeEmbeddings } from '../fakes/embeddings.ts'
import { startFakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { listen } from '../fakes/listen.ts'
import { startFakeOpenAi } from '../fakes/openai.ts'
import { openFakeSlack } from '../fakes/slack/server.ts'
import { mountSmallDisk } from '../fakes/small-disk.ts'
import { startFakeSmtp } from '../fakes/smtp.ts'
import { freshFolder } from '../program/run.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function open<T extends { close(): Promise<unknown> }>(fake: T): T {
  closing.push(() => fake.close())
  return fake
}

type Environment = Record<string, string>

/** What the doctor says with these settings: everything, the subjects apart. */
async function ask(given: Environment) {
  const huggingFace = given.HF_URL ?? open(await startFakeHuggingFace({ days: {} })).url
  const database = `file:${join(freshFolder(), 'paperboy.db')}`
  const environment = { HF_URL: huggingFace, DATABASE_URL: database, TIMEZONE: 'Europe/Berlin', LOG_LEVEL: 'silent' }
  const parts = { setups: platforms, sources: [openArxiv, openFeeds], timeouts: TIMEOUTS }
  const stopping = new AbortController()
  const config = readConfig(platforms, { ...environment, ...given }, '/nowhere')
  const options = { quiet: true, prompt: false, onNoDatabase: null }
  const app = await openApp(config, parts, options, stopping.signal)
  try {
    return await runChecks(checksOf(app, platforms, true), stopping.signal)
  } finally {
    await app.close()
  }
}

/** True before the first start, and no fault. */
const BEFORE_THE_START = /^(\d+ of the last|The bot has not run with this database yet|No channel is subscribed yet)/

const faultsIn = (lines: Awaited<ReturnType<typeof ask>>) =>
  lines.filter(({ state, what }) => state !== 'fine' && !BEFORE_THE_START.test(what))

async function onSlack(given: Environment = {}) {
  const slack = open(await openFakeSlack())
  closing.push(() => expect(slack.invalidCalls).toEqual([]))
  const { botToken, appToken } = slack.workspace
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.url }
  return { slack, env: { ...tokens, SLACK_CHANNELS: 'papers', ...given } }
}

const [GUILD, PAPERS] = ['800000000000000001', '800000000000000002']

async function onDiscord(denied = 0n, given: Environment = {}) {
  const discord = open(await startFakeDiscord())
  discord.state.addGuild(GUILD)
  discord.state.addChannel(PAPERS, GUILD, { denied })
  return { DISCORD_TOKEN: TOKEN, DISCORD_CHANNELS: PAPERS, DISCORD_API_URL: discord.apiUrl, ...given }
}

/** The bot's own address. */
async function served(answer = 'alive\n', statusAt: Record<string, number> = {}): Promise<Environment> {
  const site = createServer(({ url = '' }, response) => response.writeHead(statusAt[url] ?? 200).end(answer))
  const { url } = open(await listen(site))
  return { PAPERBOY_URL: url, PORT: '0', PAPERBOY_SECRET: 'sixteen letters and more' }
}

const byMail = async (SMTP_URL: string) => ({ ...(await served()), SMTP_URL, MAIL_FROM: 'Paperboy <p@lab.example>' })

const SUMMARY = JSON.stringify({ tldr: 'A test.', contribution: 'A test.', method: '', result: '', keywords: [] })

async function withModel(...script: Parameters<typeof startFakeOpenAi>) {
  const fake = open(await startFakeOpenAi(...script))
  return { OPENAI_MODEL: 'small', OPENAI_API_KEY: 'sk-12345678', OPENAI_BASE_URL: fake.url }
}

async function closedPort(): Promise<string> {
  const { url, close } = await listen(createServer())
  await close()
  return new URL(url).host
}

async function withArxiv(status: number, body: string, type: string): Promise<Environment> {
  const fake = open(await startFakeServer(() => ({ status, body, headers: { 'content-type': type } })))
  return { ARXIV_CATEGORIES: 'cs.CL', ARXIV_URL: fake.url }
}

const disk = mountSmallDisk(16)

type Fault = [name: string, plant: () => Promise<Environment>, line: RegExp, remedy: RegExp]

const channelOf = async (change: object, given: Environment = {}) => {
  const { slack, env } = await onSlack(given)
  Object.assign(slack.workspace.channels[0] ?? {}, change)
  return env
}

const withoutScope = async (scope: string) => {
  const { slack, env } = await onSlack()
  slack.workspace.scopes.delete(scope)
  return env
}

const FAULTS: Fault[] = [
  [
    'a wrong Slack token',
    async () => (await onSlack({ SLACK_BOT_TOKEN: 'xoxb-wrong' })).env,
    /^Slack, SLACK_BOT_TOKEN: .*\(invalid_auth\)\./,
    /OAuth & Permissions/,
  ],
  [
    'a wrong app token',
    async () => (await onSlack({ SLACK_APP_TOKEN: 'xapp-wrong' })).env,
    /^Slack, SLACK_APP_TOKEN: .*invalid_auth/,
    /connections:write/,
  ],
  ['no permission to write', () => withoutScope('chat:write'), /chat:write is missing \(posting\)/, /reinstall/],
  ['no permission to react', () => withoutScope('reactions:write'), /reactions:write is missing/, /reinstall/],
  ['an unknown channel', async () => (await onSlack({ SLACK_CHANNELS: 'papers,nowhere' })).env, /“nowhere”/, /invite/],
  ['an archived channel', () => channelOf({ isArchived: true }), /“papers” is archived/, /Unarchive it/],
  [
    'a private channel without the bot',
    () => channelOf({ isMember: false, isPrivate: true }),
    /not in “papers”/,
    /invite/,
  ],
  [
    'a channel where only some may post',
    () => channelOf({ restricts: 'restricted_action' }),
    /may not post in #papers: .*\(restricted_action\)/,
    /Posting permissions/,
  ],
  ['a channel without threads', () => channelOf({ hasNoThreads: true }), /#papers takes no threads/, /settings/],
  ['a wrong Discord token', () => onDiscord(0n, { DISCORD_TOKEN: 'wrong' }), /DISCORD_TOKEN: .*401/, /Reset Token/],
  [
    'an unknown Discord channel',
    () => onDiscord(0n, { DISCORD_CHANNELS: '800000000000000009' }),
    /shows Paperboy no channel 800000000000000009/,
    /Invite it: https/,
  ],
  ['no right to post', () => onDiscord(PermissionFlagsBits.SendMessages), /misses Send Messages\./, /Permissions/],
  [
    'no right to open threads',
    () => onDiscord(PermissionFlagsBits.CreatePublicThreads),
    /Public Threads\./,
    /Permissions/,
  ],
  ['no right to react', () => onDiscord(PermissionFlagsBits.AddReactions), /misses Add Reactions\./, /Permissions/],
  ['a source that is gone', () => withArxiv(404, 'gone', 'text/plain'), /answered 404/, /ARXIV_URL/],
  [
    'a source that is a page',
    () => withArxiv(200, '<html>Sign in</html>', 'text/html'),
    /other than a feed/,
    /sign-in page/,
  ],
  [
    'a source out of reach',
    async () => ({ ARXIV_CATEGORIES: 'cs.CL', ARXIV_URL: `http://${await closedPort()}` }),
    /could not be reached .*ECONNREFUSED/,
    /ARXIV_URL/,
  ],
  [
    'a model that is not there',
    async () => ({ OPENAI_MODEL: 'm', OPENAI_BASE_URL: `http://${await closedPort()}/v1` }),
    /^OPENAI_MODEL=m: .*ECONNREFUSED/,
    /does a server run at OPENAI_BASE_URL/,
  ],
  [
    'a wrong key',
    () => withModel({ kind: 'status', status: 401 }),
    /OPENAI_MODEL=small: .*401/,
    /OPENAI_API_KEY right/,
  ],
  [
    'an address without /v1',
    async () => {
      const env = await withModel({ kind: 'reply', content: SUMMARY })
      return { ...env, OPENAI_BASE_URL: env.OPENAI_BASE_URL.replace('/v1', '') }
    },
    /OPENAI_MODEL=small: .*404/,
    /end in \/v1/,
  ],
  ['a model that talks', () => withModel({ kind: 'reply', content: 'Hello!' }), /no summary: it is not JSON/, /Choose/],
  ['a model behind a sign-in page', () => withModel({ kind: 'html' }), /no chat completion/, /end in \/v1/],
  [
    'an unknown embedding model',
    async () => {
      const { url } = open(await startFakeEmbeddings({ behaviour: { status: 404 } }))
      return { EMBEDDING_MODEL: 'none', OPENAI_BASE_URL: url }
    },
    /EMBEDDING_MODEL=none: .*404/,
    /have the model none/,
  ],
  ['no mail server', async () => byMail(`smtp://${await closedPort()}`), /ECONNREFUSED/, /host and port in SMTP_URL/],
  [
    'a wrong mail password',
    async () => byMail(open(await startFakeSmtp({ password: 'right' })).url.replace('//', '//paperboy:wrong@')),
    /535/,
    /user and password in SMTP_URL/,
  ],
  [
    'no STARTTLS where it must be',
    async () => byMail(`${open(await startFakeSmtp()).url}?requireTLS=true`),
    /The mail server answered/,
    /requireTLS/,
  ],
  ['the address of somebody else', () => served('Welcome to nginx!'), /PAPERBOY_URL=.* answered 200/, /tunnel to PORT/],
  [
    'an address that does not exist',
    async () => ({ PAPERBOY_URL: 'http://paperboy.invalid' }),
    /PAPERBOY_URL=.*(ENOTFOUND|EAI_AGAIN)/,
    /its name lead here/,
  ],
  [
    'a proxy that keeps assistants out',
    async () => ({
      ...(await served('alive\n', { '/mcp': 404 })),
      PORT: '3000',
      PAPERBOY_WEB: 'on',
      PAPERBOY_MCP: 'on',
    }),
    /\/mcp answers 404 where it should ask for a key/,
    /lead this path to PORT/,
  ],
  [
    'a dead proxy',
    async () => ({ HTTPS_PROXY: `http://user:secret@${await closedPort()}` }),
    /^HTTPS_PROXY: calls go through 127[^@]*does not answer: connect ECONNREFUSED/,
    /does the proxy run/,
  ],
  [
    'a clock that is an hour off',
    async () => {
      const headers = { date: new Date(Date.now() + 3_600_000).toUTCString(), 'content-type': 'application/json' }
      const { url } = open(await startFakeServer(() => ({ headers, body: '[]' })))
      return { HF_URL: url }
    },
    /This machine’s clock is 60 min behind/,
    /set-ntp/,
  ],
  ['an alert channel that nobody knows', async () => ({ ALERT_CHANNEL: 'nowhere' }), /ALERT_CHANNEL=nowhere/, /An id/],
]

it.each(FAULTS)('names %s in one line, with its remedy', async (_, plant, line, remedy) => {
  const env = await plant()
  const lines = await ask(env)
  const faults = faultsIn(lines)
  expect(faults.map(({ what, remedy: named = '' }) => `${what} ${named}`)).toEqual([expect.stringMatching(line)])
  expect(`${faults[0]?.what} ${faults[0]?.remedy}`).toMatch(remedy)
  expect(JSON.stringify(lines)).not.toMatch(/xoxb-|sk-1234|user:secret|:wrong@/)
})

it.skipIf(disk === null)('names a disk that fills up in one line, with its remedy', async () => {
  const faults = faultsIn(await ask({ DATABASE_URL: `file:${disk?.path}/paperboy.db` }))
  expect(faults).toMatchObject([
    {
      what: expect.stringMatching(/^The disk is almost full: \d+ MB/),
      remedy: expect.stringContaining('Free some space'),
    },
  ])
  disk?.unmount()
})

it('finds no fault before the first start where there is none, and leaves nothing behind', async () => {
  const { slack, env } = await onSlack({ ALERT_CHANNEL: '#papers' })
  const smtp = open(await startFakeSmtp({ password: 'right' }))
  const model = await withModel({ kind: 'reply', content: SUMMARY })
  const mail = await byMail(smtp.url.replace('//', '//paperboy:right@'))
  const lines = await ask({ ...env, ...model, ...mail, ...(await onDiscord()) })
  expect(faultsIn(lines)).toEqual([])
  const said = lines.map(({ what }) => what)
  for (const one of [
    'Slack: Paperboy is in #papers, and may post there.',
    'Discord: Paperboy may post, open threads and react in #papers.',
    'The mail server takes letters.',
    'OPENAI_MODEL=small writes summaries.',
    `The first start subscribes papers, ${PAPERS}.`,
    'The clock is right.',
  ])
    expect(said).toContain(one)
  expect(said.join('\n')).toMatch(/PAPERBOY_URL=\S+ leads here\.\n/)
  expect(said.join('\n')).toMatch(/is open: 0 papers\. SQLite 3\.\d+\.\d+, time zone UTC\./)
  expect([slack.workspace.posts, slack.workspace.scheduled]).toEqual([[], [null]])
})

it('asks side by side, and makes a line of what throws or never ends', async () => {
  const never = new Promise<never>(() => {})
  const checks = [
    { subject: 'slow', run: () => never, deadlineS: 0.1 },
    { subject: 'bad', run: () => Promise.reject(new Error('boom', { cause: new Error('why') })) },
  ]
  expect(await runChecks(checks, new AbortController().signal)).toMatchObject([
    { subject: 'slow', state: 'broken', what: 'slow: no answer within 0.1 s.' },
    { subject: 'bad', state: 'broken', what: 'bad: boom: why.' },
  ])
})
