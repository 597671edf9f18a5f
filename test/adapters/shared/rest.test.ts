import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { createRestClient } from '../../../adapters/shared/network/rest.ts'
import { LastingError, OutageError } from '../../../src/core/chat.ts'
import { TokenRefused } from '../../../src/core/network/token-gate.ts'
import { type FakeAnswer, type FakeServer, startFakeServer } from '../../fakes/http.ts'
import { freePort } from '../../fakes/listen.ts'

let answer: FakeAnswer
let server: FakeServer
beforeEach(async () => {
  server = await startFakeServer(() => answer)
})
afterEach(() => server.close())

const clientOf = (url: string) =>
  createRestClient({
    label: 'Plaza',
    url,
    token: 'a-token',
    setting: 'PLAZA_TOKEN',
    whyLasting: ({ status, body }) => (status === 403 ? `it is ${Object(body).why}` : null),
  })

function caught<T>(work: () => T): T | unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

/** What comes of writing, asking, looking up and starting while the platform answers so. */
async function outcomesOf(given: FakeAnswer, url = server.url) {
  answer = given
  const { call, attempt, ask, notLookedUp, failStart } = clientOf(url)
  const post = () => call('POST', '/posts', { text: 'Hello' }, z.object({ id: z.string() }))
  const error = await post().catch((error: unknown) => error)
  return {
    written: await attempt(async () => ({ channel: 'plaza:main/papers', id: (await post()).id })).catch(String),
    asked: await ask(post).catch((error: unknown) => error),
    found: await caught(() => notLookedUp('papers', error)),
    started: await caught(() => failStart(error)),
  }
}

it('hands over what a platform answers, its own fields alone', async () => {
  const outcomes = await outcomesOf({ body: '{"id":"7","more":1}' })
  expect(outcomes).toMatchObject({ written: { kind: 'sent', ref: { id: '7' } }, asked: { id: '7' } })
  expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer a-token' })
})

it('waits as long as a platform asks, in seconds or until a date, and a while where it names neither', async () => {
  const waits = async (after: Record<string, string>) => (await outcomesOf({ status: 429, headers: after })).written
  expect(await waits({ 'retry-after': '3' })).toEqual({ kind: 'wait', seconds: 3, scope: 'platform' })
  expect(await waits({})).toMatchObject({ kind: 'wait', seconds: 30 })
  const soon = new Date(Date.now() + 90_000).toUTCString()
  const dated = await waits({ 'retry-after': soon })
  expect(Object(dated).seconds).toBeGreaterThan(60)
})

it('doubts what a server error answers, a redirect, and what has another shape; nothing of it is held against anybody', async () => {
  const broken = await outcomesOf({ status: 500 })
  expect(broken).toMatchObject({ written: { kind: 'uncertain' }, found: { retryAfter: 0 } })
  expect(broken.asked).toBeInstanceOf(OutageError)
  const odd = await outcomesOf({ body: '<h1>Please log in</h1>' })
  expect(odd.written).toMatchObject({
    kind: 'uncertain',
    reason: 'no proper answer came from Plaza: its answer to POST /posts has another shape',
  })
  expect(odd.asked).toBeInstanceOf(OutageError)
  expect((await outcomesOf({ status: 302 })).written).toMatchObject({ kind: 'refused', permanent: false })
})

it('waits for a platform that cannot be reached', async () => {
  const away = await outcomesOf({}, `http://127.0.0.1:${await freePort()}`)
  expect(away).toMatchObject({
    written: { kind: 'wait' },
    found: { channel: null, problem: 'Plaza cannot be reached just now', retryAfter: 15 },
  })
  expect(away.asked).toBeInstanceOf(OutageError)
})

it('tells what lasts from what may pass, by status and by what the platform says', async () => {
  const forbidden = await outcomesOf({ status: 403, body: '{"why":"archived"}' })
  expect(forbidden.written).toEqual({ kind: 'refused', reason: 'it is archived', permanent: true })
  expect(forbidden.found).toEqual({ listed: 'papers', channel: null, problem: 'it is archived' })
  expect(forbidden.asked).not.toBeInstanceOf(OutageError)
  expect(forbidden.asked).toMatchObject({ status: 403 })
  expect((await outcomesOf({ status: 400 })).written).toMatchObject({ kind: 'refused', permanent: false })
  expect((await outcomesOf({ status: 404 })).asked).toBeNull()
})

it('asks once with a token that is refused, and says which setting to change', async () => {
  const refused = await outcomesOf({ status: 401 })
  expect(server.requests).toHaveLength(1)
  expect(refused.written).toContain('does not accept Paperboy’s token')
  expect(refused.asked).toBeInstanceOf(TokenRefused)
  for (const error of [refused.found, refused.started]) {
    expect(error).toBeInstanceOf(LastingError)
    expect(error).toMatchObject({ message: expect.stringContaining('PLAZA_TOKEN') })
  }
})
