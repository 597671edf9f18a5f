import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { notice } from '../../src/core/message.ts'
import { handleLifecycle } from '../../src/ops/lifecycle.ts'
import { withCallMetrics, withRequestMetrics } from '../../src/ops/metrics/instrument.ts'
import { createMetrics } from '../../src/ops/metrics/metrics.ts'
import { createReadiness } from '../../src/ops/readiness.ts'
import { openSearch } from '../../src/search/search.ts'
import { tick } from '../../src/tick/collector.ts'
import { openWebServer, type WebServer } from '../../src/web/server.ts'
import { createSite } from '../../src/web/site.ts'
import { fakeChat } from '../fakes/chat.ts'
import { CHANNEL, openFakeDay } from '../fakes/day.ts'
import { noHttp } from '../fakes/http.ts'
import { readAbstracts } from '../fakes/texts.ts'
import { aSighting } from '../fixtures/papers.ts'

let server: WebServer | undefined
afterEach(() => server?.close())

/** The site of a bot with one source and one channel. */
async function openSite(
  given: Partial<Parameters<typeof createSite>[0]> = {},
  roles: Parameters<typeof createSite>[2] = { listens: true, hasPages: true },
) {
  const day = await openFakeDay()
  const metrics = createMetrics()
  const search = await openSearch(day.store)
  const bot = {
    ...day,
    http: noHttp,
    readText: readAbstracts,
    search,
    adapters: new Map(),
    connections: [],
    letters: null,
    signer: null,
    archive: null,
    ...given,
  }
  const site = createSite(bot, metrics, roles)
  server = await openWebServer(0, site)
  return { day, metrics, site, url: `http://127.0.0.1:${server.port}` }
}

const platform = (given: Partial<Parameters<typeof createSite>[0]['connections'][number]>) => ({
  platform: 'slack' as const,
  listed: [],
  findChannels: async () => [],
  examine: async () => [],
  isConnected: () => true,
  routes: {},
  pages: {},
  ...given,
})

const from = (address: string): RequestInit => ({ headers: { 'x-forwarded-for': address } })

describe('the web server', () => {
  it('says that it is alive, and lets no page load anything from elsewhere', async () => {
    const { url } = await openSite()
    const answer = await fetch(`${url}/healthz`)
    expect([answer.status, await answer.text()]).toEqual([200, 'alive\n'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers a path it does not know in words', async () => {
    const { url } = await openSite()
    for (const path of ['/wp-login.php', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/constructor']) {
      const answer = await fetch(url + path)
      expect([answer.status, await answer.text()]).toEqual([404, 'There is no such page.\n'])
    }
  })

  it('answers a platform only where this process listens', async () => {
    const heard = async (_: unknown, response: ServerResponse) => {
      response.writeHead(202).end()
      return null
    }
    const connections = [platform({ routes: { '/slack/events': heard } })]
    const { url } = await openSite({ connections }, { listens: false, hasPages: true })
    expect((await fetch(`${url}/slack/events`, { method: 'POST', body: 'x' })).status).toBe(404)
  })

  it('hands a platform its requests as they came', async () => {
    const routes = {
      async '/slack/events'(request: AsyncIterable<Buffer>, response: ServerResponse) {
        const body = Buffer.concat(await Array.fromAsync(request)).toString()
        response.writeHead(202).end(`heard ${body}`)
        return null
      },
    }
    const { url } = await openSite({ connections: [platform({ routes })] })
    const answer = await fetch(`${url}/slack/events`, { method: 'POST', body: 'x'.repeat(100_000) })
    expect([answer.status, await answer.text()]).toEqual([202, `heard ${'x'.repeat(100_000)}`])
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
  })

  it('limits whoever floods it, and nobody else', async () => {
    const { url } = await openSite()
    // Some proxies name the port, which is another one for each connection.
    const flood = await Promise.all(
      Array.from({ length: 100 }, (_, n) => fetch(`${url}/x`, from(`93.184.216.34:${20_000 + n}`))),
    )
    const refused = flood.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(20)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await fetch(`${url}/x`, from('93.184.216.35'))).status).toBe(404)
    expect((await fetch(`${url}/healthz`, from('93.184.216.34'))).status).toBe(200)
  })

  it('refuses a body that no page asks for', async () => {
    const { url } = await openSite()
    expect((await fetch(`${url}/x`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413)
  })

  it('says that its port is taken', async () => {
    const { site } = await openSite()
    const taken = server?.port ?? 0
    await expect(openWebServer(taken, site)).rejects.toThrow(`Port ${taken} cannot be used. Is PORT right?`)
  })
})

describe('/readyz', () => {
  const ready = async (url: string, request: RequestInit = {}) => {
    const answer = await fetch(`${url}/readyz`, request)
    return [answer.status, await answer.text()]
  }

  it('is ready when the sources were read and the platforms are connected', async () => {
    const { day, url } = await openSite({ connections: [platform({})] })
    day.source.sightings.push(aSighting('2603.00001', new Date().toISOString().slice(0, 10)))
    await day.at(new Date().toISOString())
    expect(await ready(url)).toEqual([200, 'ready\n'])
  })

  it('names what is wrong', async () => {
    const { day, url } = await openSite({ connections: [platform({ isConnected: () => false })] })
    day.source.failure = 'Hugging Face answered 502.'
    await day.at(new Date().toISOString())
    const [status, text] = await ready(url)
    expect(status).toBe(503)
    expect(text).toMatch(
      /^not ready\n✖ Slack is not connected.*\n✖ Hugging Face could not be read since \w{3} \d\d:\d\d: /,
    )
  })

  it('stays ready while one platform of two is away, and names it', async () => {
    const away = platform({ platform: 'discord', isConnected: () => false })
    const { day, url } = await openSite({ connections: [platform({}), away] })
    day.source.sightings.push(aSighting('2603.00001', new Date().toISOString().slice(0, 10)))
    await day.at(new Date().toISOString())
    expect(await ready(url)).toEqual([200, expect.stringMatching(/^ready\n✖ Discord is not connected/)])
  })

  it('is not ready when every workspace took its token back, and is with one that did not', async () => {
    const { day, url } = await openSite({ connections: [platform({})] })
    day.source.sightings.push(aSighting('2603.00001', new Date().toISOString().slice(0, 10)))
    await day.at(new Date().toISOString())
    await handleLifecycle({ ...day, alertChannel: null }, { team: 'slack:T1', change: 'revoked' })
    expect(await ready(url)).toEqual([503, expect.stringMatching(/^not ready\n✖ No posts in slack:T1 \(1 channel\)/)])
    await subscribeChannel(day.store.db, 'slack:T2/C1', 'papers', Date.now())
    const look = createReadiness({ ...day, connections: [platform({})] })
    expect(await look()).toEqual({ ready: true, text: expect.stringMatching(/^ready\n✖ No posts in slack:T1/) })
  })

  it('names what a part said of itself last', async () => {
    const { day, url } = await openSite({ connections: [platform({})] })
    day.source.sightings.push(aSighting('2603.00001', new Date().toISOString().slice(0, 10)))
    await day.at(new Date().toISOString())
    day.state.record({ kind: 'model', name: 'chat' }, 'the model server failed (401)')
    expect(await ready(url)).toEqual([200, expect.stringContaining('The model for chat failed: the model server')])
  })

  it('says so when the database does not answer', async () => {
    const { day, url } = await openSite()
    await day.close()
    const line = `✖ The database ${day.store.place} does not answer: `
    expect(await ready(url)).toEqual([503, expect.stringMatching(new RegExp(`^${line}\\S[^\n]+\n$`))])
  })

  it('tells nobody outside of the private network, whatever they write into a header', async () => {
    const { url } = await openSite()
    expect((await ready(url, from('93.184.216.34')))[0]).toBe(404)
    expect((await ready(url, from('127.0.0.1, 93.184.216.34')))[0]).toBe(404)
    expect((await ready(url, from('localhost')))[0]).toBe(404)
    expect((await ready(url, from('93.184.216.34, ')))[0]).toBe(404)
    for (const address of ['10.0.0.5:4711', '[fd00::1]:4711'])
      expect((await ready(url, from(address)))[0]).not.toBe(404)
  })
})

describe('/metrics', () => {
  /** The lines of one metric, without its help. */
  const lines = async (url: string, name: string): Promise<string[]> =>
    (await (await fetch(`${url}/metrics`)).text()).split('\n').filter((line) => line.startsWith(name))

  it('shows what the database holds: papers by source, what waits and for how long, what is wrong', async () => {
    const { day, url } = await openSite()
    const then = Date.now() - 20 * 60_000
    // Shortly after midnight that was yesterday.
    const on = new Date(then).toISOString().slice(0, 10)
    day.source.sightings.push(aSighting('2603.00001', on), aSighting('2603.00002', on))
    await tick(day, then)
    expect(await lines(url, 'paperboy_papers')).toEqual(['paperboy_papers{source="huggingface"} 2'])
    expect(await lines(url, 'paperboy_deliveries')).toEqual([
      'paperboy_deliveries{platform="slack",state="worded",age="1h"} 4',
    ])
    const [age] = await lines(url, 'paperboy_queue_age_seconds')
    expect(Number(age?.split(' ').at(-1))).toBeGreaterThanOrEqual(1_200)
    expect(await lines(url, 'paperboy_troubles')).toEqual(['paperboy_troubles{about="deliveries",state="broken"} 1'])
    expect(await lines(url, 'paperboy_nodejs_eventloop_lag_p99_seconds')).toHaveLength(1)
  })

  it('counts calls by how they ended, searches by how long they took, and requests that were refused', async () => {
    const { metrics, url } = await openSite()
    const chat = withCallMetrics(fakeChat('slack'), metrics)
    const ref = { channel: CHANNEL, id: '1' }
    await chat.edit(ref, notice('Hello'))
    await chat.voters(ref)
    const http = withRequestMetrics({ get: () => Promise.reject(new Error('502')) }, metrics)
    const asked = { from: 'arXiv', about: 'cs.CL', accept: '*/*', signal: new AbortController().signal }
    await expect(http.get('http://x', asked)).rejects.toThrow('502')
    metrics.timeSearch(0.03)
    await fetch(`${url}/wp-admin`)
    expect(await lines(url, 'paperboy_api_calls_total')).toEqual([
      'paperboy_api_calls_total{called="slack",call="edit",outcome="sent"} 1',
      'paperboy_api_calls_total{called="slack",call="voters",outcome="answered"} 1',
      'paperboy_api_calls_total{called="arXiv",call="get",outcome="failed"} 1',
    ])
    expect(await lines(url, 'paperboy_search_seconds_bucket{le="0.05"}')).toEqual([
      'paperboy_search_seconds_bucket{le="0.05"} 1',
    ])
    expect(await lines(url, 'paperboy_requests_refused_total')).toEqual([
      'paperboy_requests_refused_total{why="unknown"} 1',
    ])
  })

  it('is for the private network', async () => {
    const { url } = await openSite()
    expect((await fetch(`${url}/metrics`, from('93.184.216.34'))).status).toBe(404)
  })
})
