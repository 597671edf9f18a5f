import { Readable } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { emojiOf, reactionName, readEmoji, votesOf } from '../../../adapters/shared/emoji.ts'
import { outcomeByStatus, retryAfter, unreachable } from '../../../adapters/shared/errors.ts'
import { createReconnecting, retry } from '../../../adapters/shared/network/reconnect.ts'
import { isSameSecret } from '../../../adapters/shared/network/requests.ts'
import { once } from '../../../adapters/shared/once.ts'
import { cut, webAddress } from '../../../adapters/shared/text.ts'
import { readBody } from '../../../src/core/network/read-body.ts'

it('knows an emoji in each skin tone, and by each of its names', () => {
  const told = ['+1', 'thumbsup', '+1::skin-tone-5', '+1_medium_light_skin_tone', 'tada']
  expect(told.map(emojiOf)).toEqual(['👍', '👍', '👍', '👍', '🎉'])
  expect(['👍', ':tada:', '🦄', '🇦🇶🇦🇶'].map(reactionName)).toEqual(['+1', 'tada', 'unicorn', null])
  expect(readEmoji('vote :+1::skin-tone-2: or :tada:')).toBe('vote 👍 or 🎉')
})

it('counts everybody but the bot, and a person who reacts in two skin tones once', () => {
  const reacted = (user: string, name: string) => ({ person: `slack:T1/${user}` as const, name })
  const all = [reacted('U1', '+1'), reacted('U1', '+1::skin-tone-2'), reacted('U1', 'bookmark'), reacted('UBOT', '+1')]
  const person = 'slack:T1/U1'
  expect(votesOf(all, 'slack:T1/UBOT')).toEqual([
    { person, emoji: '👍' },
    { person, emoji: '🔖' },
  ])
})

it('waits after a connection that was never made, and doubts one that broke', () => {
  const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })
  expect(unreachable(failed('ECONNREFUSED'))).toEqual({ kind: 'wait', seconds: 15, scope: 'platform' })
  expect(unreachable(failed('ECONNRESET'))).toBeNull()
  expect(outcomeByStatus(503, 'it answered 503').kind).toBe('uncertain')
  expect(outcomeByStatus(404, 'it answered 404')).toMatchObject({ kind: 'refused', permanent: false })
  expect(retryAfter({ kind: 'uncertain', reason: '' })).toEqual({ retryAfter: 0 })
  expect(retryAfter({ kind: 'refused', reason: '', permanent: false })).toEqual({})
})

it('reads a body up to its limit alone', async () => {
  expect(String(await readBody(Readable.from([Buffer.from('ab'), Buffer.from('c')]), 3))).toBe('abc')
  await expect(readBody(Readable.from([Buffer.from('ab'), Buffer.from('cd')]), 3)).rejects.toThrow(RangeError)
})

it('takes the same secret alone', () => {
  expect(isSameSecret('s3cret', 's3cret')).toBe(true)
  expect(['s3creT', 's3cret ', ''].some((given) => isSameSecret(given, 's3cret'))).toBe(false)
})

it('opens a connection again each time it ends, until it is stopped, and tells what may be missed', async () => {
  const [onMissed, close] = [vi.fn(), vi.fn()]
  const open = vi.fn(async () => {
    if (open.mock.calls.length === 3) void connection.stop()
    return { closed: Promise.resolve(), close }
  })
  const connection = createReconnecting({ open, onFailed() {}, onMissed })
  await connection.start()
  await expect.poll(() => close.mock.calls).toHaveLength(1)
  expect(open).toHaveBeenCalledTimes(3)
  expect(onMissed).toHaveBeenCalledTimes(1)
  expect(connection.isOpen()).toBe(false)
})

it('gives up on a connection that hangs while it is opened, and opens another', async () => {
  const hangs = Promise.withResolvers<never>()
  const onFailed = vi.fn()
  const open = vi.fn((late: AbortSignal) => {
    late.onabort = () => hangs.reject(new Error('left'))
    return open.mock.calls.length === 1 ? hangs.promise : Promise.resolve({ closed: new Promise(() => {}), close() {} })
  })
  const connection = createReconnecting({ open, onFailed, openingMs: 20 })
  await expect(connection.start()).rejects.toThrow('it was not open within 0.02 s')
  await expect(hangs.promise).rejects.toThrow('left')
  void connection.startLater(0)
  await expect.poll(connection.isOpen).toBe(true)
  await connection.stop()
})

it('names each failure, and gives up where that is told to', async () => {
  const failures: number[] = []
  const { signal } = new AbortController()
  const attempt = () => Promise.reject(new Error('away'))
  const onFailed = (error: unknown, count: number) => {
    failures.push(count)
    throw error
  }
  await expect(retry(attempt, { signal, onFailed })).rejects.toThrow('away')
  expect(failures).toEqual([1])
})

it('asks once, and again after a failure', async () => {
  let asked = 0
  const ask = once(async () => {
    asked += 1
    if (asked === 1) throw new Error('away')
    return asked
  })
  await expect(ask()).rejects.toThrow('away')
  expect([await ask(), await ask()]).toEqual([2, 2])
})

it('cuts no emoji in two, and links to the web alone', () => {
  expect(cut('🧪🧪🧪', 2)).toBe('🧪…')
  expect(['https://arxiv.org/', 'javascript:alert(1)', null, `https://a/${'b'.repeat(3_000)}`].map(webAddress)).toEqual(
    ['https://arxiv.org/', null, null, null],
  )
})
