import { afterEach, expect, it, vi } from 'vitest'
import { identifyPause } from '../../../adapters/discord/connection/identify.ts'
import { pauseAfter } from '../../../adapters/shared/network/reconnect.ts'
import type { ChatHandlers } from '../../../src/core/chat.ts'
import { silentHandlers } from '../silent.ts'
import { connectTo, type Logged, leads, openDiscord, outgoing } from './adapted.ts'

let discord: Awaited<ReturnType<typeof openDiscord>>
afterEach(async () => {
  vi.useRealTimers()
  await discord?.close()
})

const DAY = 86_400_000

/** How often it said that the next session waits. */
const waits = (logged: Logged[]): number => logged.filter(({ msg }) => msg.includes('the next one waits')).length

/** Counts new sessions. */
const counting = (onSession: () => void): ChatHandlers => ({ ...silentHandlers, onMissed: async () => onSession() })

it('starts sessions freely in the first half of the day’s budget, spreads the rest, and never overdraws it', () => {
  const limit = (remaining: number) => ({ total: 1_000, remaining, reset_after: DAY })
  expect(identifyPause(limit(1_000), 1)).toBe(0)
  expect(identifyPause(limit(500), 1)).toBe(0)
  expect(identifyPause(limit(499), 1)).toBe(DAY / 500)
  expect(identifyPause(limit(0), 1)).toBe(DAY)
  expect(identifyPause(limit(3), 4)).toBe(DAY)
})

it('a crash loop of a whole day stays within the budget', () => {
  let [now, remaining] = [0, 1_000]
  // It dies at once and is started again after five seconds.
  while (now < DAY) {
    now += 5_000 + identifyPause({ total: 1_000, remaining, reset_after: DAY - now }, 1)
    if (now < DAY) remaining -= 1
  }
  expect(remaining).toBeGreaterThanOrEqual(0)
})

it('asks a gateway that is away for ten minutes some twenty times', () => {
  let [now, attempts] = [0, 0]
  while (now < 600_000) {
    attempts += 1
    // The library waits half a second by itself.
    now += 500 + pauseAfter(attempts)
  }
  expect(attempts).toBeLessThan(30)
})

it('posts although the gateway is down, does not storm it, and hears when it is back', async () => {
  discord = await openDiscord()
  let sessions = 0
  await discord.adapter.start(
    counting(() => {
      sessions += 1
    }),
  )
  discord.fake.gateway.isDown = true
  discord.fake.gateway.forget()
  discord.fake.gateway.drop()
  expect(await discord.adapter.send(outgoing('one', 'Still posting'))).toMatchObject({ kind: 'sent' })
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  // The library alone would have tried six times.
  expect(discord.fake.gateway.connections).toBeLessThanOrEqual(4)
  discord.fake.gateway.isDown = false
  await expect.poll(() => sessions).toBe(2)
  expect(discord.logged.map(({ msg }) => msg).filter((msg) => msg.includes('gateway'))).toEqual([
    expect.stringContaining('is away'),
    expect.stringContaining('is back'),
  ])
})

it('starts while Discord is unreachable, and hears as soon as it is there', async () => {
  discord = await openDiscord()
  discord.fake.faults.push({ on: /users\/@me/, times: 2, answer: { status: 503, body: {} } })
  let sessions = 0
  await discord.adapter.start(
    counting(() => {
      sessions += 1
    }),
  )
  await expect.poll(() => sessions).toBe(1)
})

it('says what to do when the gateway refuses the token, and does not ask again at once', async () => {
  discord = await openDiscord({ token: 'bot-token-of-somebody-else' })
  discord.fake.faults.push({ on: /./, answer: { status: 401, body: { code: 0, message: '401: Unauthorized' } } })
  const start = discord.adapter.start(silentHandlers)
  await expect(start).rejects.toThrow('DISCORD_TOKEN')
  await expect
    .poll(() => discord.logged.filter(({ level }) => level >= 50).map(({ msg }) => msg))
    .toEqual([expect.stringContaining('Reset Token')])
  expect(discord.fake.requests.length).toBeLessThan(6)
  await discord.adapter.stop()
})

it('splits the servers over as many shards as it is told', async () => {
  discord = await openDiscord({ shards: 2 })
  discord.fake.gateway.limit.max_concurrency = 2
  await discord.adapter.start(silentHandlers)
  expect(discord.fake.gateway.identifies).toBe(2)
})

it('shares the shards with other processes: each has one listener, and new sessions keep their distance', async () => {
  const lead = leads()
  discord = await openDiscord({ shards: 2, tryLead: lead })
  const other = connectTo(discord.fake, { shards: 2, tryLead: lead })
  discord.fake.gateway.limit.max_concurrency = 1
  discord.fake.gateway.identifyInterval = 4_900
  await Promise.all([discord.adapter.start(silentHandlers), other.adapter.start(silentHandlers)])
  await expect.poll(() => discord.fake.gateway.listening()).toEqual([0, 1])
  expect(discord.fake.gateway).toMatchObject({ identifies: 2, tooSoon: 0 })
  await other.adapter.stop()
})

it('takes over the shards of a process that is gone, and lets go of those that another process was given', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const lead = leads()
  discord = await openDiscord({ tryLead: lead })
  await discord.adapter.start(silentHandlers)
  const other = connectTo(discord.fake, { tryLead: lead })
  await other.adapter.start(silentHandlers)
  expect(discord.fake.gateway.identifies).toBe(1)
  lead.free('discord shard 0 of 1')
  const sessions = () => discord.fake.gateway.identifies
  // Whichever asks first has it.
  await vi.advanceTimersByTimeAsync(5_000)
  await expect.poll(sessions).toBe(2)
  await vi.advanceTimersByTimeAsync(5_000)
  await expect.poll(() => discord.fake.gateway.listening()).toEqual([0])
  expect(sessions()).toBe(2)
  await other.adapter.stop()
})

it('starts no session beyond the day’s budget, at the start and after a session that Discord ended', async () => {
  discord = await openDiscord()
  const { gateway } = discord.fake
  Object.assign(gateway.limit, { remaining: 0, reset_after: 300 })
  const start = discord.adapter.start(silentHandlers)
  await expect.poll(() => waits(discord.logged)).toBe(1)
  expect(gateway.connections).toBe(0)
  Object.assign(gateway.limit, { remaining: 500, reset_after: DAY })
  await start
  expect(gateway.identifies).toBe(1)
  gateway.invalidate()
  await expect.poll(() => waits(discord.logged)).toBe(2)
  expect(gateway).toMatchObject({ identifies: 1, overBudget: 0 })
})

it('registers its commands only when Discord holds others', async () => {
  discord = await openDiscord()
  const puts = () => discord.fake.requests.filter(({ method }) => method === 'PUT').length
  await discord.adapter.start(silentHandlers)
  expect(puts()).toBe(1)
  await discord.adapter.stop()
  await discord.adapter.start(silentHandlers)
  expect(puts()).toBe(1)
  discord.fake.state.commands = []
  await discord.adapter.stop()
  await discord.adapter.start(silentHandlers)
  expect(puts()).toBe(2)
})
