import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import { createInstallations } from '../../../src/access/installations.ts'
import { createSealer } from '../../../src/access/sealed-secrets.ts'
import type { ChatHandlers, Installations, Lifecycle, Outgoing } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import { REVOKED } from '../../../src/core/network/token-gate.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import type { Store } from '../../../src/db/open.ts'
import { log } from '../../fakes/day.ts'
import { keptTexts } from '../../fakes/kept.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { people } from '../../fakes/slack/people.ts'
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/server.ts'
import type { FakeWorkspace } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'
import { silentHandlers } from '../silent.ts'

const sealer = createSealer('a secret of some length')
const HOUR = 3_600

let slack: FakeSlack
let store: Store
let now: number
let installations: Installations
let server: Server
let url: string
let adapter: ListeningAdapter
let happened: Lifecycle[]
let refused: string[]
let allowed: string[] | null

beforeEach(async () => {
  slack = await openFakeSlack()
  store = await openScratch()
  now = Date.now()
  allowed = null
  installations = createInstallations({ db: store.db, now: () => now }, sealer)
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', url)
    void adapter.pages[pathname]?.(request, response).then((why) => why && refused.push(why))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await open()
})
afterEach(async () => {
  await adapter.stop()
  server.closeAllConnections()
  server.close()
  await store.close()
  await slack.close()
  expect(slack.invalidCalls).toEqual([])
})

async function open(): Promise<void> {
  happened = []
  refused = []
  const { clientId, clientSecret } = slack.oauth
  const oauth = { clientId, clientSecret, url, installations }
  const { appToken } = slack.workspace
  const mayServe = (team: string) => allowed?.includes(team) ?? true
  adapter = createSlackAdapter({
    kept: keptTexts(),
    botToken: null,
    appToken,
    signingSecret: null,
    oauth,
    apiUrl: slack.url,
    mayServe,
    log,
  })
  await adapter.start(handlers)
}

const handlers: ChatHandlers = {
  ...silentHandlers,
  async onLifecycle(event) {
    happened.push(event)
  },
}

/** Follows “Add to Slack” to Slack’s page, with the cookie that was set. */
async function begin() {
  const response = await fetch(`${url}/slack/install`, { redirect: 'manual' })
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  return { page: response.headers.get('location') ?? '', cookie }
}

const finish = (back: string, cookie: string) => fetch(back, { headers: { cookie } })

async function install(workspace: FakeWorkspace | null): Promise<Response> {
  const { page, cookie } = await begin()
  return finish(slack.oauth.allow(page, workspace), cookie)
}

const delivery = (team: string, id = 'delivery'): Outgoing => ({
  id,
  to: { channel: `slack:${team}/C1` as const },
  thread: null,
  message: notice('Hello.'),
  files: [],
  firstAttemptAt: Date.now(),
})

describe('installing', () => {
  it('gives each workspace a token of its own', async () => {
    const [beta, gamma] = [slack.oauth.addWorkspace('TB'), slack.oauth.addWorkspace('TG')]
    expect(await (await install(beta)).text()).toContain('Paperboy is in TB.')
    await install(gamma)
    for (const team of ['TB', 'TG']) expect(await adapter.send(delivery(team))).toMatchObject({ kind: 'sent' })
    expect([beta.posts.length, gamma.posts.length]).toEqual([1, 1])
    expect(happened).toEqual(['TB', 'TG'].map((team) => ({ team: `slack:${team}`, change: 'installed' })))
    const before = slack.answers.length
    await people(slack, slack.sockets.send, gamma).command('agents')
    await until(() => slack.answers.length > before)
  })

  it('serves a workspace at once that another process installed', async () => {
    expect(await adapter.send(delivery('TB'))).toMatchObject({ kind: 'refused' })
    const token = 'xoxb-of-another-process'
    const { team, name, botUser, botId: bot } = slack.oauth.addWorkspace('TB', { botToken: token })
    await installations.save('slack:TB', JSON.stringify({ team, name, token, botUser, bot, renewal: null }))
    expect(await adapter.send(delivery('TB'))).toMatchObject({ kind: 'sent' })
  })

  it('sends nothing to a workspace that did not install it', async () => {
    expect(await adapter.send(delivery('T1'))).toMatchObject({ kind: 'refused', permanent: true })
  })

  it('refuses a state that is forged, used before, too old, or of another browser, and counts it', async () => {
    const beta = slack.oauth.addWorkspace('TB')
    const { page, cookie } = await begin()
    const back = slack.oauth.allow(page, beta)
    const forged = back.replace(/state=[^&]*/, 'state=forged')
    const other = await begin()
    const statuses = [
      (await finish(forged, 'paperboy-slack-state=forged')).status,
      (await finish(back, other.cookie)).status,
      // Whoever tried it with another browser has used nothing up.
      (await finish(back, cookie)).status,
      (await finish(back, cookie)).status,
    ]
    const late = slack.oauth.allow(other.page, beta)
    now += 11 * 60_000
    statuses.push((await finish(late, other.cookie)).status)
    expect(statuses).toEqual([400, 400, 200, 400, 400])
    expect(refused).toEqual(['forged', 'forged', 'forged', 'stale'])
    expect(await installations.teams()).toEqual(['slack:TB'])
  })

  it('says what happened when nobody allowed it, or Slack refuses', async () => {
    const denied = await begin()
    const state = new URL(denied.page).searchParams.get('state')
    const page = await finish(`${url}/slack/oauth_redirect?error=access_denied&state=${state}`, denied.cookie)
    expect(await page.text()).toContain('nothing has changed')
    slack.failNext('oauth.v2.access', { kind: 'error', error: 'invalid_code' })
    const refused = await install(slack.oauth.addWorkspace('TB'))
    expect([refused.status, await refused.text()]).toEqual([
      502,
      expect.stringContaining('Slack answered invalid_code'),
    ])
  })

  it('is for one workspace: the token of a whole organisation is given back', async () => {
    const page = await install(null)
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('in one workspace')])
    expect([...slack.oauth.dead.keys()]).toEqual(['xoxb-organisation'])
  })

  it('is refused to a team that is not allowed, in a sentence, and its token is given back', async () => {
    allowed = ['slack:TB']
    const gamma = slack.oauth.addWorkspace('TG')
    const page = await install(gamma)
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('serves only the teams')])
    expect([[...slack.oauth.dead.keys()], await installations.teams()]).toEqual([[gamma.botToken], []])
    await install(slack.oauth.addWorkspace('TB'))
    expect(await installations.teams()).toEqual(['slack:TB'])
  })

  it('is taken back at the start from a team that is not allowed any more', async () => {
    const [beta, gamma] = [slack.oauth.addWorkspace('TB'), slack.oauth.addWorkspace('TG')]
    for (const workspace of [beta, gamma]) await install(workspace)
    await adapter.stop()
    allowed = ['slack:TB']
    await open()
    expect([[...slack.oauth.dead.keys()], await installations.teams()]).toEqual([[gamma.botToken], ['slack:TB']])
    expect(happened).toEqual([{ team: 'slack:TG', change: 'uninstalled' }])
  })

  it('asks for no more than the manifest, and says so to nobody else', async () => {
    const { page } = await begin()
    const { scope, redirect_uri } = Object.fromEntries(new URL(page).searchParams)
    expect(scope?.split(',')).toContain('chat:write')
    expect(redirect_uri).toBe(`${url}/slack/oauth_redirect`)
    const again = await fetch(`${url}/slack/oauth_redirect`)
    expect(again.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('a token', () => {
  it('is renewed before it expires, once, and stored before it is used', async () => {
    slack.oauth.lifetime = HOUR
    const beta = slack.oauth.addWorkspace('TB')
    await install(beta)
    await Promise.all(Array.from({ length: 5 }, (_, index) => adapter.send(delivery('TB', `d${index}`))))
    expect([slack.oauth.renewed, beta.posts.length]).toEqual([1, 5])
    expect(await installations.find('slack:TB')).toContain(beta.botToken)
  })

  it('serves on while Slack cannot renew it', async () => {
    slack.oauth.lifetime = HOUR
    const beta = slack.oauth.addWorkspace('TB')
    await install(beta)
    slack.failNext('oauth.v2.access', { kind: 'status', status: 503, done: false })
    expect(await adapter.send(delivery('TB'))).toMatchObject({ kind: 'sent' })
  })

  it('goes at once when the app is removed, whatever Slack tells first and how often', async () => {
    const beta = slack.oauth.addWorkspace('TB')
    await install(beta)
    slack.oauth.uninstall(beta)
    const { event } = people(slack, slack.sockets.send, beta)
    await event({ type: 'tokens_revoked', tokens: { bot: ['UBOT'], oauth: [] } })
    await event({ type: 'app_uninstalled' })
    expect(await installations.teams()).toEqual([])
    expect(happened.at(-1)).toEqual({ team: 'slack:TB', change: 'uninstalled' })
    expect(await adapter.send(delivery('TB'))).toMatchObject({ kind: 'refused', permanent: true })
  })

  it('stays when the app was installed again meanwhile', async () => {
    const beta = slack.oauth.addWorkspace('TB')
    now += 60_000
    await install(beta)
    await people(slack, slack.sockets.send, beta).event({ type: 'app_uninstalled' })
    expect(await installations.teams()).toEqual(['slack:TB'])
    expect(happened.map(({ change }) => change)).toEqual(['installed'])
  })

  it('goes when Slack refuses it though nobody told of the removal', async () => {
    const beta = slack.oauth.addWorkspace('TB')
    await install(beta)
    slack.oauth.uninstall(beta)
    expect(await adapter.send(delivery('TB'))).toMatchObject({ kind: 'refused', permanent: true })
    expect(happened.at(-1)).toEqual({ team: 'slack:TB', change: 'uninstalled' })
    expect(await installations.teams()).toEqual([])
  })

  it('that Slack refuses is not used again, by nobody, until there is another', async () => {
    const beta = slack.oauth.addWorkspace('TB')
    await install(beta)
    const sent = await adapter.send(delivery('TB'))
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    const { ref } = sent
    beta.botToken = 'xoxb-another'
    const before = slack.calls.length
    expect(await adapter.edit(ref, notice('Changed.'))).toMatchObject({ kind: 'wait', scope: 'team' })
    for (let times = 0; times < 3; times += 1) {
      expect(await adapter.send(delivery('TB', 'next'))).toEqual({ kind: 'refused', permanent: true, reason: REVOKED })
      expect(await adapter.find(delivery('TB', 'next'))).toEqual({ kind: 'cannot-tell', reason: REVOKED })
      expect(await adapter.seed(ref, '👍')).toMatchObject({ kind: 'wait', scope: 'team' })
      await expect(adapter.voters(ref)).rejects.toThrow(REVOKED)
      await expect(adapter.access(ref.channel, 'slack:TB/U1')).rejects.toThrow(REVOKED)
    }
    expect(slack.calls.length - before).toBe(1)
    expect(happened.filter(({ change }) => change === 'revoked')).toEqual([{ team: 'slack:TB', change: 'revoked' }])
    await install(beta)
    expect(await adapter.send(delivery('TB', 'next'))).toMatchObject({ kind: 'sent' })
    expect(await adapter.seed(ref, '👍')).toEqual(sent)
  })

  it('that a changed secret cannot open stops the start with a sentence', async () => {
    await install(slack.oauth.addWorkspace('TB'))
    await adapter.stop()
    installations = createInstallations(store, createSealer('quite another secret'))
    await expect(open()).rejects.toThrow('encrypted with another PAPERBOY_SECRET')
    expect((await adapter.examine([])).filter(({ state }) => state === 'broken')).toEqual([
      { state: 'broken', what: expect.stringContaining('PAPERBOY_SECRET') },
    ])
  })
})

it('is examined by the doctor', async () => {
  const beta = slack.oauth.addWorkspace('TB')
  await install(beta)
  beta.scopes.delete('reactions:write')
  const findings = await adapter.examine([])
  expect(findings.map(({ what }) => what).join('\n')).toContain('installed in 1 workspaces by OAuth')
  expect(findings.at(-1)?.what).toContain('Slack, TB: the permission reactions:write is missing')
})
