import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { setProxy } from '../../../src/core/network/proxy.ts'
import { createHttp } from '../../../src/sources/http/http.ts'
import { isPublicAddress, openPublicFetch } from '../../../src/sources/http/private-network.ts'
import { startFakeServer } from '../../fakes/http.ts'
import { startFakeProxy } from '../../fakes/proxy.ts'

const http = createHttp({ contact: null, log: pino({ level: 'silent' }), backoff: [] })
const asked = { from: 'A feed', about: 'news', accept: '*/*', signal: new AbortController().signal, publicOnly: true }

describe('an address out of somebody’s text', () => {
  for (const address of [
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://10.0.0.8/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.1.1/',
    'http://0.0.0.0/',
    'http://localhost/',
    'http://app.localhost/',
    'http://example.org:8080/',
    'ftp://example.org/',
    'file:///etc/passwd',
  ])
    it(`is refused when it is ${address}`, () => expect(isPublicAddress(new URL(address))).toBe(false))

  for (const address of [
    'https://example.org/feed',
    'http://93.184.216.34/',
    'https://[2606:4700::1111]/',
    'https://example.org:443/',
  ])
    it(`is read when it is ${address}`, () => expect(isPublicAddress(new URL(address))).toBe(true))

  it('reaches no server of our own, by name or by number', async () => {
    const server = await startFakeServer(() => ({ body: 'secret' }))
    await expect(http.get(server.url, asked)).rejects.toThrow(/which is not a public web address/)
    expect(server.requests).toEqual([])
    await server.close()
  })

  it('reaches no private address that a name resolves to', async () => {
    const publicFetch = await openPublicFetch(async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.8', family: 4 },
    ])
    await expect(publicFetch('http://feed.example/')).rejects.toMatchObject({
      cause: { message: 'feed.example leads to the private address 10.0.0.8' },
    })
  })

  it('is refused in a sentence where no name server knows the name', async () => {
    await expect(http.get('http://nothing.invalid/', asked)).rejects.toThrow(
      /^A feed could not be reached for news \(.*nothing\.invalid\)\.$/,
    )
  })

  it('tells a proxy the address that was checked, so that a name leads the proxy nowhere else', async () => {
    const server = await startFakeServer(() => ({ body: 'news' }))
    const proxy = await startFakeProxy({ '93.184.216.34:80': server.url })
    await setProxy({ HTTP_PROXY: proxy.url, NO_PROXY: 'intranet.example' })
    const publicFetch = await openPublicFetch(async (name) => [
      { address: name === 'feed.example' ? '93.184.216.34' : '10.0.0.8', family: 4 },
    ])
    expect(await (await publicFetch('http://feed.example/')).text()).toBe('news')
    expect(server.requests.map(({ headers }) => headers.host)).toEqual(['feed.example'])
    for (const name of ['rebound.example', 'intranet.example'])
      await expect(publicFetch(`http://${name}/`)).rejects.toMatchObject({
        cause: { message: `${name} leads to the private address 10.0.0.8` },
      })
    expect(proxy.asked).toEqual(['CONNECT 93.184.216.34:80'])
    await setProxy({})
    await Promise.all([server.close(), proxy.close()])
  })
})
