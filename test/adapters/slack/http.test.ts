import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import type { ChatHandlers, Installations, Reaction } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import { log } from '../../fakes/day.ts'
import { keptTexts } from '../../fakes/kept.ts'
import { people } from '../../fakes/slack/people.ts'
import { deliver, signed } from '../../fakes/slack/requests.ts'
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/server.ts'
import { until } from '../../wait.ts'

const SECRET = 'a-signing-secret'
let slack: FakeSlack
let adapter: ListeningAdapter
let server: Server
let url: string
let reactions: Reaction[]
let refused: string[]
let broken = false
/** Whether the database, which knows who installed the bot, does not answer. */
let isAway = false
const installations: Installations = {
  async find() {
    if (isAway) throw new Error('The database does not answer.')
    return null
  },
  teams: async () => [],
  save: async () => {},
  renew: async () => null,
  remove: async () => false,
  issueState: () => 'state',
  takeState: async () => 'unknown',
}
const handlers: ChatHandlers = {
  onCommand: async () => ({ message: notice('Answer.'), to: 'asker' }),
  onAction: async () => null,
  onForm: async () => ({ errors: { time: 'No.' } }),
  async onReaction(reaction) {
    if (broken) throw new Error('database is locked')
    reactions.push(reaction)
  },
  onSuggest: async () => [],
  onMissed: async () => {},
  onPaperLink: async () => null,
  onKeep: async () => ({ message: notice('Kept.'), to: 'asker' }),
  onLifecycle: async () => {},
}

beforeEach(async () => {
  reactions = []
  refused = []
  broken = false
  isAway = false
  slack = await openFakeSlack()
  adapter = createSlackAdapter({
    kept: keptTexts(),
    botToken: slack.workspace.botToken,
    appToken: null,
    signingSecret: SECRET,
    oauth: { clientId: 'C', clientSecret: 'S', url: 'http://fake', installations },
    apiUrl: slack.url,
    log,
  })
  await adapter.start(handlers)
  server = createServer(
    (request, response) =>
      void adapter.routes['/slack/events']?.(request, response).then((why) => why && refused.push(why)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
})
afterEach(async () => {
  await adapter.stop()
  server.closeAllConnections()
  server.close()
  await slack.close()
  expect(slack.invalidCalls).toEqual([])
})

const reaction = (id = 'Ev1') => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id: id,
  event_time: 2,
  event: {
    type: 'reaction_added',
    user: 'U1',
    reaction: '+1',
    item: { type: 'message', channel: 'C1', ts: '1.1' },
    event_ts: '2.2',
  },
})

describe('Slack over HTTP', () => {
  it('answers commands and forms', async () => {
    const sent: { status: number; answer: unknown }[] = []
    const { command, submit } = people(slack, async (type, payload) => {
      sent.push(await deliver(url, signed(type, payload, SECRET)))
      return sent.at(-1)?.answer
    })
    await command('agents')
    expect(sent[0]?.status).toBe(200)
    await until(() => slack.answers.length === 1)
    const view = { id: 'V1', type: 'modal', callback_id: 'settings', blocks: [], user: 'U1' }
    expect(await submit(view, {})).toEqual({ response_action: 'errors', errors: { time: 'No.' } })
  })

  it('proves the address when Slack asks', async () => {
    const asked = signed('events_api', { type: 'url_verification', challenge: 'abc' }, SECRET)
    expect(await deliver(url, asked)).toEqual({ status: 200, answer: { challenge: 'abc' } })
  })

  it('stores a reaction before it answers, and answers with a failure when it could not', async () => {
    broken = true
    expect((await deliver(url, signed('events_api', reaction(), SECRET))).status).toBe(503)
    broken = false
    expect((await deliver(url, signed('events_api', reaction(), SECRET))).status).toBe(200)
    expect(reactions).toHaveLength(1)
  })

  it('turns away what is forged, stale, from the future, too large or malformed, and counts it', async () => {
    const now = Math.floor(Date.now() / 1000)
    const requests = [
      signed('events_api', reaction(), 'another-secret'),
      { ...signed('events_api', reaction(), SECRET), headers: { 'content-type': 'application/json' } },
      signed('events_api', reaction(), SECRET, now - 600),
      signed('events_api', reaction(), SECRET, now + 3_600),
      signed('events_api', { ...reaction(), padding: 'x'.repeat(2 * 1024 * 1024) }, SECRET),
    ]
    const malformed = signed('events_api', reaction(), SECRET)
    const statuses = []
    for (const request of requests) statuses.push((await deliver(url, request)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 413])
    expect((await deliver(url, { ...malformed, body: '{' })).status).toBe(401)
    expect(reactions).toEqual([])
    expect(refused).toEqual(['forged', 'forged', 'stale', 'stale', 'oversized', 'forged'])
  })

  const odd = (type: string, payload: unknown) => signed(type, payload as object, SECRET)
  const command = { command: '/papers', text: '', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1' }

  it.each([
    ['null', odd('events_api', null)],
    ['a list', odd('events_api', [reaction()])],
    ['a number', odd('events_api', 7)],
    ['nothing but a type', odd('events_api', { type: 'event_callback' })],
    ['an event that is null', odd('events_api', { ...reaction(), event: null })],
    ['an event that is a word', odd('events_api', { ...reaction(), event: 'reaction_added' })],
    ['a reaction to null', odd('events_api', { ...reaction(), event: { type: 'reaction_added', item: null } })],
    ['a channel that is null', odd('events_api', { ...reaction(), event: { type: 'channel_archive', channel: null } })],
    ['an event without a workspace', odd('events_api', { ...reaction(), team_id: undefined })],
    ['a press that is null', odd('interactive', null)],
    ['a press of nothing', odd('interactive', { type: 'block_actions', actions: [] })],
    ['a form without a view', odd('interactive', { type: 'view_submission', user: { id: 'U1' } })],
    ['a command of nobody', odd('slash_commands', { command: '/papers', text: '' })],
  ])('answers 400 to %s, signed as it is', async (_, request) => {
    expect((await deliver(url, request)).status).toBe(400)
    expect(refused).toEqual(['malformed'])
  })

  it('answers 503 while nobody can say whose event it is, so that Slack tries again, and answers once', async () => {
    // Who the bot is in the workspace is asked before Bolt acknowledges; Bolt itself would answer again after three
    // seconds.
    const uncaught = vi.fn()
    process.on('uncaughtException', uncaught)
    isAway = true
    const statuses = []
    for (const request of [signed('events_api', reaction(), SECRET), signed('slash_commands', command, SECRET)])
      statuses.push((await deliver(url, request)).status)
    await new Promise((resolve) => setTimeout(resolve, 3_200))
    process.off('uncaughtException', uncaught)
    expect(statuses).toEqual([503, 503])
    expect(uncaught).not.toHaveBeenCalled()
    isAway = false
    expect((await deliver(url, signed('events_api', reaction(), SECRET))).status).toBe(200)
    expect(reactions).toHaveLength(1)
  })

  it('handles a replayed request once', async () => {
    const request = signed('events_api', reaction(), SECRET)
    expect((await deliver(url, request)).status).toBe(200)
    expect((await deliver(url, request)).status).toBe(200)
    expect(reactions).toHaveLength(1)
    expect(refused).toEqual(['replayed'])
  })
})
