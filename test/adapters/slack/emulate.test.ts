import { createEmulator, type Emulator } from 'emulate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import type { Outgoing } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import { paperMessage } from '../../../src/digest/write/texts.ts'
import { log } from '../../fakes/day.ts'
import { keptTexts } from '../../fakes/kept.ts'
import { aPaper } from '../../fixtures/papers.ts'

// A second opinion on the Web API by people who never saw ours: it knows neither Socket Mode nor Block Kit's limits.
let slack: Emulator
let adapter: ListeningAdapter
let channel: `slack:${string}`
beforeEach(async () => {
  const bot = { app_id: 'A1', bot_id: 'BPAPERBOY', bot_user_id: 'UPAPERBOY' }
  const app = { ...bot, client_id: '1.1', client_secret: 's', name: 'Paperboy', redirect_uris: [] }
  slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        channels: [{ name: 'papers' }],
        oauth_apps: [app],
        tokens: [{ token: 'xoxb-test', type: 'bot', user_id: 'UPAPERBOY', bot_id: 'BPAPERBOY', app_id: 'A1' }],
      },
    },
  })
  adapter = createSlackAdapter({
    kept: keptTexts(),
    botToken: 'xoxb-test',
    appToken: null,
    signingSecret: 's',
    oauth: null,
    apiUrl: `${slack.url}/api/`,
    log,
  })
  const [found] = await adapter.findChannels(['papers'])
  if (!found?.channel) throw new Error(found?.problem ?? 'There is no channel.')
  channel = found.channel.id as typeof channel
})
afterEach(() => slack.close())

const delivery = (given: Partial<Outgoing> = {}): Outgoing => ({
  id: 'delivery',
  to: { channel },
  thread: null,
  message: paperMessage(
    aPaper('2603.00001'),
    { upvotes: 3, comments: 0, days: [] },
    { lines: ['A memory.'], by: 'extract', model: null },
  ),
  files: [],
  firstAttemptAt: Date.now(),
  ...given,
})

describe('another emulation of Slack', () => {
  it('takes a post and its seed, and finds it by its mark', async () => {
    const outcome = await adapter.send(delivery())
    if (outcome.kind !== 'sent') throw new Error('It was not sent.')
    expect(await adapter.seed(outcome.ref, '👍')).toEqual(outcome)
    expect(await adapter.seed(outcome.ref, '👍')).toEqual(outcome)
    expect(outcome).toEqual({ kind: 'sent', ref: { channel, id: expect.stringMatching(/^\d+\.\d+$/) } })
    expect(await adapter.find(delivery())).toEqual({ ...outcome, kind: 'found' })
    expect(await adapter.find(delivery({ id: 'another' }))).toEqual({ kind: 'absent' })
  })

  it('takes a reply into its thread, and finds it there', async () => {
    const heading = await adapter.send(delivery({ id: 'heading' }))
    const thread = heading.kind === 'sent' ? heading.ref : null
    await adapter.send(delivery({ id: 'reply', thread }))
    expect((await adapter.find(delivery({ id: 'reply', thread }))).kind).toBe('found')
  })

  it('shows nobody’s votes but the bot’s, which does not count', async () => {
    const sent = await adapter.send(delivery())
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    await adapter.seed(sent.ref, '👍')
    expect(await adapter.voters(sent.ref)).toEqual([])
  })

  it('changes a post in place, and refuses where there is no channel', async () => {
    const sent = await adapter.send(delivery())
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    expect(await adapter.edit(sent.ref, notice('Changed.'))).toEqual(sent)
    const [team] = channel.split('/')
    expect(await adapter.send(delivery({ to: { channel: `${team}/C404` as typeof channel } }))).toMatchObject({
      permanent: true,
    })
  })
})
