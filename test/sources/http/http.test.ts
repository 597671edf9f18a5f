import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { politePace } from '../../../src/sources/http/host-queue.ts'
import { createHttp, type HttpOptions, type HttpRequest, withBudget } from '../../../src/sources/http/http.ts'
import { type FakeServer, type Fault, startFakeServer } from '../../fakes/http.ts'

const log = pino({ level: 'silent' })
const asked: HttpRequest = {
  from: 'The archive',
  about: 'cs.CL',
  accept: 'application/json',
  signal: new AbortController().signal,
}
const noPace = (url: URL) => ({ queue: url.host, gap: 0, coolDown: 0 })
const servers: FakeServer[] = []

async function start(faults: Fault[] = [], body: string | Buffer = 'news', headers: Record<string, string> = {}) {
  const server = await startFakeServer(() => ({ body, headers }), faults)
  servers.push(server)
  return server
}
const http = (options: Partial<HttpOptions> = {}) =>
  createHttp({ contact: 'team@example.org', log, paceOf: noPace, backoff: [1, 1], ...options })

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

describe('a request', () => {
  it('says who asks and how to reach them', async () => {
    const server = await start()
    await http().get(server.url, asked)
    expect(server.requests[0]?.headers['user-agent']).toMatch(
      /^Paperboy\/\d+\.\d+\.\d+ \(contact: team@example\.org\)$/,
    )
  })

  it('survives a contact that no header could carry', async () => {
    const server = await start()
    await http({ contact: 'Zoë\r\nX-Evil: 1 (team)' }).get(server.url, asked)
    expect(server.requests[0]?.headers['user-agent']).toMatch(/\(contact: ZoX-Evil: 1 team\)$/)
    expect(server.requests[0]?.headers).not.toHaveProperty('x-evil')
  })

  it('gives a token to its own host, and to no other that it is sent on to', async () => {
    const elsewhere = await start()
    const server = await start([
      { on: /^\/old/, status: 302, headers: { location: elsewhere.url.replace('127.0.0.1', 'localhost') } },
    ])
    await http().get(`${server.url}/old`, { ...asked, token: 'hf_secret' })
    expect(server.requests[0]?.headers.authorization).toBe('Bearer hf_secret')
    expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined()
  })

  for (const tail of ['', '\r\n<!-- cached -->', '\0\0'])
    it(`reads what is compressed when ${JSON.stringify(tail)} stands after that`, async () => {
      const body = Buffer.concat([gzipSync('news'), Buffer.from(tail)])
      const server = await start([], body, { 'content-encoding': 'gzip' })
      expect((await http().get(server.url, asked)).body.toString()).toBe('news')
    })

  it('fails when what is compressed is damaged inside', async () => {
    const server = await start([], gzipSync('news'.repeat(100)).fill(0xff, 12, 20), { 'content-encoding': 'gzip' })
    await expect(http().get(server.url, asked)).rejects.toThrow('The archive broke off its answer for cs.CL.')
  })

  it('names the address an answer came from after redirects', async () => {
    const server = await start([{ on: /^\/a$/, status: 307, headers: { location: '/b' } }])
    expect((await http().get(`${server.url}/a`, asked)).url.pathname).toBe('/b')
  })

  it('spends of a budget for each address it is sent on to, asks nothing twice, and stops when nothing is left', async () => {
    const server = await start([
      { on: /^\/a$/, status: 307, headers: { location: '/b' } },
      { on: /^\/down$/, status: 503 },
    ])
    let left = 3
    const counted = withBudget(http(), () => {
      if (left === 0) throw new Error('spent')
      left -= 1
    })
    await counted.get(`${server.url}/a`, asked)
    await expect(counted.get(`${server.url}/down`, asked)).rejects.toThrow('answered 503')
    await expect(counted.get(`${server.url}/b`, asked)).rejects.toThrow('spent')
    expect(server.requests).toHaveLength(3)
  })

  it('gives up on an upstream that sends it in circles', async () => {
    const server = await start([{ status: 302, headers: { location: '/again' } }])
    await expect(http().get(server.url, asked)).rejects.toThrow(/from one address to the next for cs\.CL/)
    expect(server.requests).toHaveLength(4)
  })

  it('takes the old answer when nothing changed', async () => {
    const server = await start()
    const { get } = http()
    const first = await get(server.url, asked)
    expect((await get(server.url, asked)).body).toEqual(first.body)
    expect(server.requests[1]?.headers['if-none-match']).toBeTruthy()
  })

  it('reads compressed answers', async () => {
    const server = await start([], gzipSync('news'), { 'content-encoding': 'gzip' })
    expect(String((await http().get(server.url, asked)).body)).toBe('news')
  })
})

describe('trouble', () => {
  it('refuses an answer that is too long, also when it unfolds while it is read', async () => {
    const server = await start([], gzipSync('x'.repeat(10_000_000)), { 'content-encoding': 'gzip' })
    await expect(http().get(server.url, asked)).rejects.toThrow(
      'The archive sent more than 8 MB for cs.CL; it was not read.',
    )
  })

  it('does not wait for ever', async () => {
    const server = await start([{ breaks: 'stall' }])
    await expect(http({ deadline: 100 }).get(server.url, asked)).rejects.toMatchObject({
      trouble: 'slow',
      message: 'The archive did not answer in 0.1 s for cs.CL.',
    })
    expect(server.requests).toHaveLength(1)
  })

  it('asks again when a server stumbles', async () => {
    const server = await start([{ times: 2, status: 503 }])
    expect(String((await http().get(server.url, asked)).body)).toBe('news')
  })

  it('asks three times at most', async () => {
    const server = await start([{ status: 500 }])
    await expect(http().get(server.url, asked)).rejects.toThrow('The archive answered 500 for cs.CL.')
    expect(server.requests).toHaveLength(3)
  })

  it('does not repeat what was wrong the first time', async () => {
    const server = await start([{ status: 404 }])
    await expect(http().get(server.url, asked)).rejects.toThrow('The archive answered 404 for cs.CL.')
    expect(server.requests).toHaveLength(1)
  })

  it('asks again when an answer breaks off', async () => {
    const server = await start([{ times: 1, body: 'ne', breaks: 'cut' }])
    expect(String((await http().get(server.url, asked)).body)).toBe('news')
  })

  it('says until when an upstream is left alone, and leaves it alone', async () => {
    const server = await start([{ times: 1, status: 429, headers: { 'retry-after': '600' } }])
    const { get } = http()
    await expect(get(server.url, asked)).rejects.toThrow(
      /^The archive answered 429 for cs\.CL; it is left alone until .* UTC\.$/,
    )
    await expect(get(server.url, asked)).rejects.toMatchObject({ trouble: 'busy' })
    expect(server.requests).toHaveLength(1)
  })

  it('leaves an upstream alone for a day at most, whatever it asks for', async () => {
    const server = await start([{ status: 429, headers: { 'retry-after': '1e30' } }])
    await expect(http().get(server.url, asked)).rejects.toThrow(/it is left alone until 20\d\d-/)
  })

  it('leaves arXiv alone for a quarter of an hour, however short a pause it asks for', async () => {
    const server = await start([{ status: 429, headers: { 'retry-after': '1' } }])
    const paceOf = (url: URL) => ({ ...politePace(new URL('https://export.arxiv.org')), queue: url.host })
    await expect(http({ paceOf }).get(server.url, asked)).rejects.toMatchObject({ trouble: 'busy' })
    expect(server.requests).toHaveLength(1)
  })

  it('reads how long to wait from Hugging Face’s own header', async () => {
    const server = await start([{ times: 1, status: 429, headers: { ratelimit: '"api";r=0;t=1' } }])
    expect(String((await http().get(server.url, asked)).body)).toBe('news')
  })

  it('stops when the program is asked to stop', async () => {
    const server = await start([{ breaks: 'stall' }])
    const stopping = new AbortController()
    const found = http().get(server.url, { ...asked, signal: stopping.signal })
    setTimeout(() => stopping.abort(), 20)
    await expect(found).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the pace', () => {
  it('sends one request at a time and keeps the gap, across the hosts of one upstream', async () => {
    const server = await start()
    const { get } = http({ paceOf: () => ({ queue: 'archive', gap: 300, coolDown: 0 }) })
    const other = server.url.replace('127.0.0.1', 'localhost')
    await Promise.all([get(`${server.url}/1`, asked), get(`${other}/2`, asked), get(`${server.url}/3`, asked)])
    const times = server.requests.map(({ at }) => at)
    // Seen by the server, which may be slow to look.
    expect(Number(times[1]) - Number(times[0])).toBeGreaterThanOrEqual(150)
    expect(Number(times[2]) - Number(times[1])).toBeGreaterThanOrEqual(150)
  })

  it('asks arXiv once in three seconds, all its hosts together', () => {
    const hosts = ['https://export.arxiv.org/api/query', 'https://rss.arxiv.org/atom/cs.CL', 'https://arxiv.org/abs/1']
    for (const host of hosts)
      expect(politePace(new URL(host))).toEqual({ queue: 'arxiv.org', gap: 3_000, coolDown: 900_000 })
  })

  it('goes on after a request that failed', async () => {
    const server = await start([{ times: 1, status: 404 }])
    const { get } = http()
    const [first, second] = await Promise.allSettled([get(server.url, asked), get(server.url, asked)])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  })
})
