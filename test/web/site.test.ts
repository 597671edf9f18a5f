import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { openWebServer, type WebServer } from '../../src/web/server.ts'
import { createSite } from '../../src/web/site.ts'
import { openFakeDay } from '../fakes/day.ts'

let server: WebServer | undefined
afterEach(() => server?.close())

/** The site of a bot with one source and one channel. */
async function openSite(given: Partial<Parameters<typeof createSite>[0]> = {}) {
  const day = await openFakeDay()
  server = await openWebServer(0, createSite({ ...day, setups: [], ...given }))
  return { day, url: `http://127.0.0.1:${server.port}` }
}

const platform = (given: Partial<Parameters<typeof createSite>[0]['setups'][number]>) => ({
  platform: 'slack' as const,
  listed: [],
  findChannels: async () => [],
  examine: async () => [],
  isConnected: () => true,
  routes: {},
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

  it('hands a platform its requests as they came', async () => {
    const routes = {
      async '/slack/events'(request: AsyncIterable<Buffer>, response: ServerResponse) {
        const body = Buffer.concat(await Array.fromAsync(request)).toString()
        response.writeHead(202).end(`heard ${body}`)
      },
    }
    const { url } = await openSite({ setups: [platform({ routes })] })
    const answer = await fetch(`${url}/slack/events`, { method: 'POST', body: 'x'.repeat(100_000) })
    expect([answer.status, await answer.text()]).toEqual([202, `heard ${'x'.repeat(100_000)}`])
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
  })

  it('limits whoever floods it, and nobody else', async () => {
    const { url } = await openSite()
    const flood = await Promise.all(Array.from({ length: 100 }, () => fetch(`${url}/x`, from('93.184.216.34'))))
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
    await openSite()
    const taken = server?.port ?? 0
    await expect(openWebServer(taken, createSite({ ...(await openFakeDay()), setups: [] }))).rejects.toThrow(
      `Port ${taken} cannot be used. Is PORT right?`,
    )
  })
})

describe('/readyz', () => {
  const ready = async (url: string, request: RequestInit = {}) => {
    const answer = await fetch(`${url}/readyz`, request)
    return [answer.status, await answer.text()]
  }

  it('is ready when the sources were read and the platforms are connected', async () => {
    const { day, url } = await openSite({ setups: [platform({})] })
    await day.at(new Date().toISOString())
    expect(await ready(url)).toEqual([200, 'ready\n'])
  })

  it('names what is wrong', async () => {
    const { day, url } = await openSite({ setups: [platform({ isConnected: () => false })] })
    day.source.failure = 'Hugging Face answered 502.'
    await day.at(new Date().toISOString())
    const [status, text] = await ready(url)
    expect(status).toBe(503)
    expect(text).toMatch(
      /^not ready\n✖ Slack is not connected.*\n✖ Hugging Face could not be read since \w{3} \d\d:\d\d: /,
    )
  })

  it('says so when the database does not answer', async () => {
    const { day, url } = await openSite()
    await day.close()
    expect(await ready(url)).toEqual([503, `✖ The database ${day.store.place} does not answer.\n`])
  })

  it('tells nobody outside of the private network, whatever they write into a header', async () => {
    const { url } = await openSite()
    expect((await ready(url, from('93.184.216.34')))[0]).toBe(404)
    expect((await ready(url, from('127.0.0.1, 93.184.216.34')))[0]).toBe(404)
    expect((await ready(url, from('localhost')))[0]).toBe(404)
  })
})
