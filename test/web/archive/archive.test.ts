import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setChannelState } from '../../../src/channels/channels.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { deleteMessageTexts } from '../../../src/privacy/retention.ts'
import type { Http } from '../../../src/sources/http/http.ts'
import { claimSummary, settleSummary } from '../../../src/summaries/stored-summaries.ts'
import { CHANNEL } from '../../fakes/day.ts'
import { aSighting } from '../../fixtures/papers.ts'
import { cookieFor, ELSEWHERE, EVIL, openShelf, PAGES, PAPER, READER } from './shelf.ts'

const DAY_MS = 86_400_000
let shelf: Awaited<ReturnType<typeof openShelf>>
beforeAll(async () => {
  shelf = await openShelf()
})
afterAll(() => shelf.close())

describe('the archive', () => {
  it('opens with a link, which becomes a cookie that no script and no other site can use', async () => {
    const link = new URL(shelf.links.open(CHANNEL, READER))
    const answer = await shelf.ask(`${link.pathname}/2026-03${link.search}&page=1`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/archive/2026-03?page=1'])
    expect(answer.headers.get('set-cookie')).toMatch(/Path=\/archive; HttpOnly; SameSite=Lax$/)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await shelf.ask('/archive/2026-03', { cookie })).status).toBe(200)
  })

  it('says in one sentence how to get in, to everybody else', async () => {
    const link = shelf.links.open(CHANNEL, READER)
    const feedToken = (await shelf.feed('x')).split('/')[2] ?? ''
    for (const cookie of [
      '',
      cookieFor(`${link}x`),
      cookieFor(link.replace('t=', 't=x')),
      `paperboy_archive=${feedToken}`,
    ])
      for (const path of PAGES) {
        const answer = await shelf.ask(path, { cookie })
        expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('/papers web')])
      }
    expect((await shelf.ask('/archive?t=forged')).status).toBe(403)
  })

  it('shows the newest days, a day, a week and a month, best first', async () => {
    const front = (await shelf.visit('/archive')).text
    expect([...front.matchAll(/<h2><a href="\/archive\/[\d-]+">(.*?)</g)].map(([, day]) => day)).toEqual([
      'Tuesday 31 March 2026',
      'Monday 30 March 2026',
      'Friday 27 February 2026',
    ])
    expect(idsIn((await shelf.visit('/archive/2026-03-31')).text)).toEqual(['2603.00001', '2603.00002'])
    expect(idsIn((await shelf.visit('/archive/2026-03-30.week')).text)).toEqual([
      '2603.00001',
      '2603.00002',
      '2603.00003',
    ])
    expect(idsIn((await shelf.visit('/archive/2026-02')).text)).toEqual(['2602.00004'])
    for (const path of [
      '/archive/2026-13',
      '/archive/2026-02-30',
      '/archive/..%2f..%2fetc',
      '/archive/top/year',
      '/archive/x.week',
    ])
      expect([path, (await shelf.visit(path)).status]).toEqual([path, 404])
    expect((await shelf.visit('/archive/no/such')).text).toContain('<a href="/archive">All papers</a>')
  })

  it('shows of a paper what it says and what the team made of it', async () => {
    const { text } = await shelf.visit(PAPER)
    for (const words of [
      'Memory for agents',
      '2 👍',
      'Verdict: We try it next month.',
      'Reread section 3.',
      'In short',
    ])
      expect(text).toContain(words)
    expect(idsIn((await shelf.visit('/archive/top/week')).text)).toEqual(['2603.00002'])
    expect((await shelf.visit('/archive/paper?id=arxiv:2603.99999')).status).toBe(404)
    expect((await shelf.visit('/archive/numbers')).text).toMatch(
      /30 March 2026<\/a>\s*<\/th>\s*<td>3<\/td><td>2<\/td><td>2<\/td>/,
    )
  })

  it('shows what a model wrote for a post also when the words of that are deleted, and of no paper that was never posted here', async () => {
    const old = await openShelf()
    const content = JSON.stringify({
      tldr: 'Short.',
      contribution: 'A memory, in other words.',
      method: '',
      result: '',
    })
    for (const paper of ['arxiv:2603.00002', 'arxiv:2602.00004']) {
      const key = { paper, language: 'en', prompt: 1 }
      await claimSummary(old.store.db, key, { model: 'gpt-5-mini', leaseMs: 1_000, now: 0 })
      await settleSummary(old.store.db, key, content, 10)
    }
    await deleteMessageTexts(old.store, Number.MAX_SAFE_INTEGER)
    const { text } = await old.visit(PAPER)
    expect(text).toContain('A memory, in other words.')
    expect(text).toContain('AI: gpt-5-mini')
    expect((await old.visit('/archive/paper?id=arxiv:2602.00004')).text).not.toContain('in other words')
    await old.close()
  })

  it('shows what the team talks about next', async () => {
    expect((await shelf.visit('/archive/agenda')).text).toContain('Nobody has voted yet')
    await shelf.vote('arxiv:2603.00001')
    expect(idsIn((await shelf.visit('/archive/agenda')).text)).toEqual(['2603.00001'])
    expect((await shelf.visit('/archive/agenda', ELSEWHERE)).text).toContain('No meeting is set up')
  })

  it('finds with the grammar of /papers', async () => {
    expect(idsIn((await shelf.visit('/archive/search?q=title%3Amemory')).text)).toEqual(['2603.00002'])
    expect((await shelf.visit('/archive/search?q=zzzz')).text).toContain('0 of 4 papers')
  })

  it('shows nothing of another team, no name of a person or a channel, and no note from a closed channel', async () => {
    for (const path of PAGES) {
      const [own, other] = [(await shelf.visit(path)).text, (await shelf.visit(path, ELSEWHERE)).text]
      for (const secret of ['UVOTER', '#papers', '#elsewhere', 'Not for all']) expect([path, own]).not.toContain(secret)
      for (const secret of ['UVOTER', 'slack:T1', '2 👍', 'Verdict', 'Reread']) expect(other).not.toContain(secret)
    }
  })

  it('shows a title that smuggles HTML in as it is written', async () => {
    for (const path of [
      '/archive',
      '/archive/2026-03',
      '/archive/search?q=quotes',
      '/archive/paper?id=arxiv:2603.00001',
    ]) {
      const { text } = await shelf.visit(path)
      expect(text).not.toContain('<script')
      expect(text).toContain('&lt;script&gt;')
    }
    const { text } = await shelf.visit(`/archive/search?q=${encodeURIComponent(`"><img src=x>${EVIL}`)}`)
    expect(text).not.toMatch(/<(script|img)/)
  })

  it('leads to the days beside that have papers, and to none that are empty', async () => {
    const day = (await shelf.visit('/archive/2026-03-30')).text
    expect(day).toMatch(/href="\/archive\/2026-02-27" rel="prev"/)
    expect(day).toMatch(/href="\/archive\/2026-03-31" rel="next"/)
    expect((await shelf.visit('/archive/2026-03-31')).text).not.toContain('rel="next"')
    expect((await shelf.visit('/archive/2026-02')).text).not.toContain('rel="prev"')
    const picked = await shelf.visit('/archive/day?on=2026-03-30')
    expect([picked.status, picked.headers.get('location')]).toEqual([303, '/archive/2026-03-30'])
    expect((await shelf.visit('/archive/day?on=tomorrow')).status).toBe(404)
  })

  it('sorts and filters by links', async () => {
    const shown = async (query: string) => idsIn((await shelf.visit(`/archive/2026-03${query}`)).text)
    expect(await shown('?show=new')).toEqual(['2603.00001', '2603.00002', '2603.00003'])
    expect(await shown('?show=posted')).toEqual(['2603.00001', '2603.00002'])
    expect((await shown('?show=voted')).toSorted()).toEqual(['2603.00001', '2603.00002'])
    expect(await shown('?show=nonsense')).toEqual(await shown(''))
    const cited = (await shelf.visit('/archive/2026-03?show=posted&format=ris')).text
    expect(cited.match(/^TY {2}-/gm)).toHaveLength(2)
    const found = (await shelf.visit('/archive/search?q=memory+since%3A1w')).text
    expect(found).toMatch(/<a href="\/archive\/search\?q=memory%20since%3A1w" aria-current="true">Past week</)
    expect(found).toContain('<a href="/archive/search?q=memory%20since%3A1w%20sort%3Anew">Newest first</a>')
  })

  it('marks in the abstract what the summary says, and shows papers like it', async () => {
    const { text } = await shelf.visit(PAPER)
    expect(text).toContain('<mark>We present a memory for paper 2603.00002.</mark>')
    expect(text).not.toContain('<mark>Agents forget what they were told.</mark>')
    expect(text.split('Similar papers')[1]).toContain('arxiv%3A2603.00003')
  })

  it('says nothing but the paper’s own words where somebody shares its address', async () => {
    const tags = (text: string) =>
      [...text.matchAll(/<meta property="og:\w+" content="([^"]*)"/g)].map(([, words]) => words)
    expect(tags((await shelf.visit(PAPER)).text)).toEqual([
      'Paperboy',
      'article',
      'Memory for agents',
      'Agents forget what they were told.',
    ])
    const [closed, other] = [await shelf.ask(PAPER), await shelf.ask('/archive/paper?id=arxiv:2603.99999')]
    expect(tags(await closed.text())).toEqual(tags(await other.text()))
  })

  it('shows the pictures of papers itself, none that may hold a script or is huge, and fetches each once', async () => {
    const asked: string[] = []
    const answers: Record<string, { contentType: string; body: Buffer }> = {
      'a.png': { contentType: 'image/png', body: Buffer.from('a picture') },
      'b.svg': { contentType: 'image/svg+xml', body: Buffer.from('<svg/>') },
      'c.png': { contentType: 'image/png', body: Buffer.alloc(1_000_001) },
    }
    const http: Http = {
      async get(url, { publicOnly }) {
        const name = String(url).split('/').at(-1) ?? ''
        asked.push(`${name} ${publicOnly}`)
        const answer = answers[name]
        if (!answer) throw new Error('There is no such picture.')
        return { url: new URL(url), ...answer }
      },
    }
    const names = ['a.png', 'b.svg', 'c.png', 'd.png']
    const own = await openShelf({ http })
    const papers = names.map((name, index) =>
      aSighting(`2603.1000${index}`, '2026-03-31', { paper: { pictures: [`https://pictures.example/${name}`] } }),
    )
    await recordSightings(own.store, papers, own.store.now())
    const look = async (number: number) => (await own.visit(`/archive/picture?id=arxiv:2603.1000${number}`)).status
    expect([await look(0), await look(0), await look(1), await look(2), await look(3)]).toEqual([
      200, 200, 404, 404, 404,
    ])
    expect(asked).toEqual(names.map((name) => `${name} true`))
    expect((await own.ask('/archive/picture?id=arxiv:2603.10000')).status).toBe(403)
    expect((await own.visit('/archive/2026-03-31')).text).not.toContain('pictures.example')
    await own.close()
  })

  it('keeps its pages small, out of caches, and its stylesheet in them', async () => {
    for (const path of PAGES) {
      const { headers, text } = await shelf.visit(path)
      expect(Buffer.byteLength(text)).toBeLessThan(60_000)
      expect(headers.get('cache-control')).toBe('private, no-store')
    }
    const style = /href="(\/assets\/style\.\w+\.css)"/.exec((await shelf.visit('/archive')).text)?.[1] ?? ''
    const answer = await shelf.ask(style)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, expect.stringContaining('immutable')])
  })

  it('gives any list to reference managers', async () => {
    for (const path of ['/archive/2026-03-31?', '/archive/search?q=quotes&', '/archive/paper?id=arxiv:2603.00001&'])
      for (const format of ['bibtex', 'ris', 'csl']) {
        const { status, headers, text } = await shelf.visit(`${path}format=${format}`)
        expect([status, headers.get('content-disposition')]).toEqual([200, expect.stringContaining('attachment')])
        expect(text).toContain('2603.00001')
      }
    expect((await shelf.visit('/archive/2026-03-31?format=exe')).status).toBe(400)
  })

  it('closes at once to whoever does not see the channel any more, or of whom the platform will not say', async () => {
    for (const access of ['none', 'refused'] as const) {
      shelf.slack.access = 'member'
      expect(await statuses()).toEqual([200, 200])
      shelf.slack.access = access
      expect(await statuses()).toEqual([403, 404])
    }
    shelf.slack.access = 'member'
    expect(await statuses()).toEqual([200, 200])
  })

  it('stays open for ten minutes while the platform is out, to those who were seen there before it was', async () => {
    expect(await statuses()).toEqual([200, 200])
    shelf.slack.access = 'down'
    expect(await statuses()).toEqual([200, 200])
    shelf.wait(601_000)
    expect(await statuses()).toEqual([503, 503])
    shelf.slack.access = 'none'
    expect(await statuses()).toEqual([403, 404])
    shelf.slack.access = 'down'
    const { status, headers, text } = await shelf.visit('/archive')
    expect([status, headers.get('set-cookie'), headers.get('retry-after')]).toEqual([503, null, '120'])
    expect(text).toContain('Try again in a few minutes.')
    shelf.slack.access = 'member'
  })

  const statuses = async () => [
    (await shelf.visit('/archive')).status,
    (await shelf.ask(await shelf.feed('posts.atom'))).status,
  ]

  it('closes after seven days, and when the bot is taken out of the channel', async () => {
    const cookie = cookieFor(shelf.links.open(CHANNEL, READER))
    shelf.wait(7 * DAY_MS - 1_000)
    expect((await shelf.ask('/archive', { cookie })).status).toBe(200)
    await setChannelState(shelf.store.db, CHANNEL, 'left', null)
    expect((await shelf.ask('/archive', { cookie })).status).toBe(403)
    await setChannelState(shelf.store.db, CHANNEL, 'active', null)
    shelf.wait(2_000)
    expect((await shelf.ask('/archive', { cookie })).status).toBe(403)
  })
})

const idsIn = (text: string): string[] =>
  [...text.matchAll(/<li>\s*<a href="\/archive\/paper\?id=arxiv%3A([\d.]+)"/g)].map(([, id]) => id ?? '')
