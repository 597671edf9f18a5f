import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createFeed } from '../../../src/sources/feed/index.ts'
import { createHttp } from '../../../src/sources/http/http.ts'
import { type FakeServer, startFakeServer } from '../../fakes/http.ts'
import { longestStretch } from '../../fakes/stretch.ts'
import { deadline } from '../../wait.ts'

const log = pino({ level: 'silent' })
const signal = new AbortController().signal
const window = { since: '2026-03-28', until: '2026-03-31' }
const now = () => Date.parse('2026-03-31T12:00:00Z')
let server: FakeServer | undefined

async function read(body: string | Buffer, headers: Record<string, string> = { 'content-type': 'text/xml' }) {
  server = await startFakeServer(() => ({ body, headers }))
  const http = createHttp({ contact: null, log, backoff: [] })
  return createFeed({ url: `${server.url}/feed`, http, now }).fetchPapers(window, signal)
}
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url))

afterEach(async () => {
  await server?.close()
  server = undefined
})

describe('a feed', () => {
  for (const [name, papers] of [
    [
      'blog.rss.xml',
      [
        [
          '2026-03-30',
          'arxiv:2603.00001',
          'Reading “Long” Papers & Short Ones',
          'First line. Second < third, with a link.',
          'Ada Example',
        ],
        ['2026-03-31', 'url:https://blog.example.org/post-2', 'No date, no text', '', ''],
      ],
    ],
    [
      'journal.rdf.xml',
      [
        [
          '2026-03-30',
          'doi:10.1038/s00000-026-00001-1',
          'Cells that count',
          'We count cells.',
          'Ada Example, Ben Sample',
        ],
        ['2026-03-29', 'arxiv:2603.00002', 'A preprint with a DOI', 'Via DataCite.', 'Carla Muster'],
      ],
    ],
    [
      'lab.atom.xml',
      [
        ['2026-03-30', 'arxiv:2603.00003', 'E. coli and O(n²)', 'Bacteria compute.', 'Ada Example, Ben Sample'],
        ['2026-03-29', 'url:https://lab.example.org/notes?id=7', 'A note', 'Plain text.', 'Ada Example'],
      ],
    ],
    ['list.json', [['2026-03-30', 'arxiv:2603.00004', 'From a JSON feed', 'Markup goes.', 'Ada Example']]],
  ] as const)
    it(`gives the papers of ${name}`, async () => {
      const found = await read(fixture(name))
      expect(
        found.sightings.map(({ day, paper }) => [day, paper.id, paper.title, paper.abstract, paper.authors.join(', ')]),
      ).toEqual(papers.toSorted(([a], [b]) => b.localeCompare(a)))
      expect(found.skipped).toEqual([])
      expect(found.sightings[0]?.source).toBe(`feed:${server?.url}/feed`)
    })

  it('reads other alphabets in old encodings', async () => {
    const xml =
      '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>x</title><item><title>Über Größe</title><link>https://example.org/1</link></item></channel></rss>'
    const found = await read(Buffer.from(xml, 'latin1'))
    expect(found.sightings[0]?.paper.title).toBe('Über Größe')
  })

  it('keeps what is left of a feed that breaks off', async () => {
    const xml = fixture('blog.rss.xml').toString()
    const found = await read(xml.slice(0, xml.indexOf('</item>') + 40))
    expect(found.sightings[0]?.paper.id).toBe('arxiv:2603.00001')
  })

  it('brings an old entry too, with its own day, and none from the future', async () => {
    const item = (day: string) =>
      `<item><title>${day}</title><link>https://example.org/${day}</link><pubDate>${day}</pubDate></item>`
    const found = await read(
      `<rss version="2.0"><channel><title>x</title>${['2020-01-05', '2026-03-30', '2031-01-01'].map(item).join('')}</channel></rss>`,
    )
    expect(found.sightings.map(({ day }) => day)).toEqual(['2026-03-30', '2020-01-05'])
  })

  it('leaves out an entry that has neither a link nor an identifier', async () => {
    const found = await read(
      '<rss version="2.0"><channel><title>x</title><item><title>Lost</title></item></channel></rss>',
    )
    expect(found.sightings).toEqual([])
    expect(found.skipped[0]).toMatch(
      /^The feed of 127\.0\.0\.1:\d+ has an entry without a title or a link \(Lost\); it was left out\.$/,
    )
  })

  it('reads a large feed without a long stop', async () => {
    const item = (n: number) =>
      `<item><title>Paper ${n}</title><link>https://example.org/${n}</link><description>${'word '.repeat(300)}</description></item>`
    const xml = `<rss version="2.0"><channel><title>x</title>${Array.from({ length: 1_000 }, (_, n) => item(n)).join('\n')}</channel></rss>`
    const found = await read(xml)
    expect(found.sightings).toHaveLength(300)
    expect(new Set(found.sightings.map(({ paper }) => paper.id)).size).toBe(300)
  })

  for (const [name, markup] of [
    ['nested without an end', '<b>'.repeat(10_000)],
    ['nested', `${'<b>'.repeat(10_000)}words${'</b>'.repeat(10_000)}`],
    ['that is all openers of comments', '&lt;!--'.repeat(40_000)],
    ['of 7 MB', '<br/>word'.repeat(800_000)],
  ] as const)
    it(`loses no more than the markup of an entry with markup ${name}`, async () => {
      const item = (n: number, text: string) =>
        `<item><title>Paper ${n}</title><link>https://example.org/${n}</link><description>${text}</description></item>`
      const items = [item(1, 'One.'), item(2, `Two. ${markup}`), item(3, 'Three.')].join('')
      const { result, longest } = await longestStretch(() =>
        read(`<rss version="2.0"><channel><title>x</title>${items}</channel></rss>`),
      )
      const papers = result.sightings.map(({ paper }) => paper)
      expect(papers.map(({ title }) => title)).toEqual(['Paper 1', 'Paper 2', 'Paper 3'])
      expect(papers[1]?.abstract).toMatch(/^Two\./)
      expect(longest).toBeLessThan(deadline(100))
    })

  it('expands no entities of its own making', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>x</title><item><title>T &c; &f;</title><link>https://example.org/1</link></item></channel></rss>`
    const found = await read(bomb).catch((error: unknown) => error)
    expect(JSON.stringify(found).length).toBeLessThan(1_000)
    expect(JSON.stringify(found)).not.toMatch(/root:|haha/)
  })

  for (const [name, body] of [
    ['a web page', '<!doctype html><html><body>Welcome</body></html>'],
    ['nothing', ''],
    ['other JSON', '{"error":"no"}'],
    ['deep nonsense', '<a>'.repeat(50_000)],
  ] as const)
    it(`says so when the address brings ${name}`, async () => {
      await expect(read(body)).rejects.toThrow(/^The feed of .* is not a feed: http/)
    })

  it('is read with the password in its address, which is shown nowhere', async () => {
    server = await startFakeServer((_, { authorization }) => ({ body: authorization ? fixture('list.json') : 'no' }))
    const http = createHttp({ contact: null, log, backoff: [] })
    const url = `${server.url.replace('//', '//me:s%40cret@')}/feed`
    const feed = createFeed({ url, http, now })
    const found = await feed.fetchPapers(window, signal)
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('me:s@cret')}`)
    server.faults.push({ status: 404 })
    const complaint = await feed.fetchPapers(window, signal).catch(String)
    expect(JSON.stringify([feed.name, found, complaint])).not.toMatch(/cret/)
  })

  it('may lie in the operator’s own network, and lead to another page of its own host', async () => {
    server = await startFakeServer(({ pathname }) =>
      pathname === '/moved' ? { body: fixture('blog.rss.xml') } : { status: 301, headers: { location: '/moved' } },
    )
    const http = createHttp({ contact: null, log, backoff: [] })
    const { sightings } = await createFeed({ url: server.url, http, now }).fetchPapers(window, signal)
    expect(sightings.length).toBeGreaterThan(0)
  })

  it('leads nobody to another host in our own network', async () => {
    const inside = await startFakeServer(() => ({ body: fixture('blog.rss.xml') }))
    const location = inside.url.replace('127.0.0.1', '127.0.0.2')
    server = await startFakeServer(() => ({ status: 302, headers: { location } }))
    const http = createHttp({ contact: null, log, backoff: [] })
    const feed = createFeed({ url: server.url, http, now })
    await expect(feed.fetchPapers(window, signal)).rejects.toThrow(
      /leads to 127.0.0.2:\d+, .* not a public web address/,
    )
    expect(inside.requests).toEqual([])
    await inside.close()
  })
})
