import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWatch } from '../../../src/ops/watch/watch.ts'
import { createHttp } from '../../../src/sources/http/http.ts'
import { createState } from '../../../src/state/state.ts'
import { tick } from '../../../src/tick/collector.ts'
import { fakeChat } from '../../fakes/chat.ts'
import { CHANNEL, log, openFakeDay } from '../../fakes/day.ts'
import { deliverAll } from '../../fakes/deliver.ts'
import { type FakeServer, startFakeServer } from '../../fakes/http.ts'
import { aSighting } from '../../fixtures/papers.ts'

const ADMINS = 'slack:T1/ADMINS'
let day: Awaited<ReturnType<typeof openFakeDay>>
let pings: FakeServer
let watch: (now: number) => Promise<void>
const chat = fakeChat('slack')

beforeEach(async () => {
  day = await openFakeDay()
  day.source.sightings.push(aSighting('2603.00001', '2026-03-30'))
  pings = await startFakeServer(() => ({ body: 'OK' }))
  chat.posts.length = 0
  chat.edits.length = 0
  watch = createWatch({
    ...day,
    connections: [{ platform: 'slack', isConnected: () => true }],
    adapters: new Map([['slack', chat]]),
    alertChannel: ADMINS,
    webAddress: null,
    heartbeatUrl: `${pings.url}/ping`,
    http: createHttp({ contact: null, log, backoff: [] }),
  })
  await at('2026-03-30T12:00:00Z')
  chat.posts.length = 0
})
afterEach(async () => {
  await day.close()
  await pings.close()
})

/** One minute of the bot and its watch; `down` is one in which nothing is collected or planned, `stuck` one in which nothing is sent. */
async function at(now: string, went: 'well' | 'down' | 'stuck' = 'well'): Promise<void> {
  if (went !== 'down') await tick(day, Date.parse(now))
  if (went !== 'stuck') await deliverAll(day.store, chat, Date.parse(now))
  await watch(Date.parse(now))
  if (went !== 'stuck') await deliverAll(day.store, chat, Date.parse(now))
}

/** What the admins were told since the last time this was asked. */
const told = (): (string | null)[] => heardIn(ADMINS)
function heardIn(channel: string): (string | null)[] {
  const heard = chat.posts.filter(({ to }) => 'channel' in to && to.channel === channel)
  for (const one of heard) chat.posts.splice(chat.posts.indexOf(one), 1)
  return heard.map(({ message }) => message.note)
}
const edited = (): (string | null)[] => chat.edits.splice(0).map(({ message }) => message.note)

describe('a healthy bot', () => {
  it('says nothing, and calls once a day when its digests are out', async () => {
    pings.requests.length = 0
    for (const time of ['00:00', '06:59', '07:00', '07:01', '12:00', '18:00']) await at(`2026-03-31T${time}:00Z`)
    expect(told()).toEqual([])
    expect(pings.requests.map(({ path }) => path)).toEqual(['/ping'])
    await at('2026-04-01T07:00:00Z')
    expect(pings.requests).toHaveLength(2)
  })

  it('calls on a day without a post, too', async () => {
    await at('2026-04-03T07:00:00Z')
    pings.requests.length = 0
    await at('2026-04-04T06:59:00Z')
    expect(pings.requests).toHaveLength(0)
    await at('2026-04-04T07:00:00Z')
    expect(pings.requests).toHaveLength(1)
  })
})

describe('a digest that did not come', () => {
  it('is told once, edited when it is there, and no day to be glad about meanwhile', async () => {
    pings.requests.length = 0
    await at('2026-03-31T07:20:00Z', 'down')
    await at('2026-03-31T07:21:00Z', 'down')
    const [asleep, late, ...more] = told()
    expect(asleep).toMatch(/^Nobody has looked at the sources/)
    expect(late).toBe('No digest today: it was due Tue 09:00 Europe/Berlin.')
    expect(more).toEqual([])
    expect(pings.requests).toHaveLength(0)
    await at('2026-03-31T07:22:00Z')
    expect(edited()).toEqual([`${asleep}\nOver since Tue 09:22.`, `${late}\nOver since Tue 09:22.`])
    expect(pings.requests).toHaveLength(1)
    await at('2026-03-31T07:23:00Z')
    expect(edited()).toEqual([])
  })
})

describe('a source that fails', () => {
  beforeEach(() => {
    day.source.failure = 'Hugging Face answered 502.'
  })

  it('is told to the admins at once, and to the channel when its digest has waited for two hours; both lines are edited', async () => {
    await at('2026-03-31T07:00:00Z')
    expect(told()).toEqual(['Hugging Face could not be read since Tue 09:00: Hugging Face answered 502.'])
    for (const time of ['07:30', '08:00', '08:30', '08:59']) await at(`2026-03-31T${time}:00Z`)
    expect(heardIn(CHANNEL)).toEqual([])
    await at('2026-03-31T09:00:00Z')
    await at('2026-03-31T09:01:00Z')
    expect(told()).toEqual([])
    const [line, ...more] = heardIn(CHANNEL)
    expect(line).toContain('Hugging Face could not be read since Tue 09:00')
    expect(more).toEqual([])
    day.source.failure = null
    await at('2026-03-31T10:00:00Z')
    expect(edited()).toEqual([
      'Hugging Face could not be read since Tue 09:00: Hugging Face answered 502.\nOver since Tue 12:00.',
      `${line}\nOver since Tue 12:00.`,
    ])
  })

  it('is edited later when the platform asks to wait', async () => {
    await at('2026-03-31T07:00:00Z')
    day.source.failure = null
    chat.next.push({ kind: 'wait', seconds: 30, scope: 'place' })
    await at('2026-03-31T07:05:00Z')
    await at('2026-03-31T07:06:00Z')
    expect(edited()).toHaveLength(1)
  })
})

describe('what is missing', () => {
  let clock = 0
  let connected = true

  function open(webAddress: string | null) {
    clock = Date.parse('2026-03-30T12:00:00Z')
    connected = true
    const state = createState(() => clock)
    const context = { ...day, state, alertChannel: ADMINS, webAddress, heartbeatUrl: null }
    const connections = [{ platform: 'slack', isConnected: () => connected }]
    const http = createHttp({ contact: null, log, backoff: [] })
    return { state, watch: createWatch({ ...context, connections, adapters: new Map([['slack', chat]]), http }) }
  }

  /** What the admins are told within five minutes, and in the two that follow. */
  async function heard(watch: (now: number) => Promise<void>) {
    const minutes: (string | null)[][] = []
    for (let minute = 0; minute < 7; minute += 1, clock += 60_000) {
      await watch(clock)
      await deliverAll(day.store, chat, clock)
      minutes.push(told())
    }
    return [minutes.slice(0, 5).flat(), minutes.slice(5).flat()]
  }

  it.each([
    ['a listed channel', { kind: 'listed', name: 'slack nowhere' }, /^The listed channel slack nowhere cannot be/],
    [
      'a platform that does not start',
      { kind: 'platform', name: 'slack', step: 'start' },
      /^slack could not be started/,
    ],
  ] as const)('is told once, when it lasts for five minutes: %s', async (_, part, line) => {
    const { state, watch } = open(null)
    state.record(part, 'Slack says no')
    connected = part.kind === 'listed'
    expect(await heard(watch)).toEqual([[], [expect.stringMatching(line)]])
    connected = true
    state.record(part, null)
    await watch(clock)
    expect(edited()).toEqual([expect.stringContaining('Over since')])
  })

  it('is told once, when it lasts for five minutes: a connection', async () => {
    const { watch } = open(null)
    connected = false
    expect(await heard(watch)).toEqual([[], [expect.stringMatching(/^Slack is not connected/)]])
  })

  it('is told once, when it lasts for five minutes: the web address', async () => {
    const other = await startFakeServer(() => ({ body: 'Welcome to nginx!' }))
    const { state, watch } = open(other.url)
    await watch(clock)
    await expect.poll(() => state.outcomes('web')).toHaveLength(1)
    const line = `${other.url} does not lead here: it answered 200 for /healthz`
    expect(await heard(watch)).toEqual([[], [expect.stringContaining(line)]])
    await other.close()
  })

  it('is not told of a web address that this network does not lead back to', async () => {
    const gone = await startFakeServer(() => ({ body: '' }))
    await gone.close()
    const { state, watch } = open(gone.url)
    await watch(clock)
    await expect.poll(() => state.outcomes('web')).toHaveLength(1)
    expect(await heard(watch)).toEqual([[], []])
  })
})

describe('messages that wait', () => {
  it('are told after a quarter of an hour', async () => {
    day.source.sightings.push(aSighting('2603.00002', '2026-03-31'))
    await at('2026-03-31T07:00:00Z', 'stuck')
    await at('2026-03-31T07:15:00Z', 'stuck')
    await at('2026-03-31T07:16:00Z', 'stuck')
    await deliverAll(day.store, chat, Date.parse('2026-03-31T07:17:00Z'))
    expect(told()).toEqual(['3 messages wait longer than 15 minutes, the oldest since Tue 09:00.'])
  })
})

it('calls again when the call was not taken', async () => {
  pings.faults.push({ status: 500, times: 1 })
  pings.requests.length = 0
  await at('2026-03-31T07:00:00Z')
  await at('2026-03-31T07:01:00Z')
  await at('2026-03-31T07:02:00Z')
  expect(pings.requests).toHaveLength(2)
})
