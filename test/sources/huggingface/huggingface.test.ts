import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp } from '../../../src/sources/http/http.ts'
import { parseMatches } from '../../../src/sources/huggingface/api.ts'
import { createHuggingFace } from '../../../src/sources/huggingface/index.ts'
import type { FakeServer } from '../../fakes/http.ts'
import { dailyPage, type FakeHuggingFaceOptions, startFakeHuggingFace } from '../../fakes/huggingface.ts'
import { anItem, items } from '../../fixtures/huggingface.ts'
import { deadline } from '../../wait.ts'

const log = pino({ level: 'silent' })
const signal = new AbortController().signal
const DAY = '2026-03-31'
const oneDay = { since: DAY, until: DAY }
const HTML = { 'content-type': 'text/html' }
let server: FakeServer

async function start(options: FakeHuggingFaceOptions, now = Date.parse('2026-04-02T12:00:00Z')) {
  server = await startFakeHuggingFace(options)
  const paceOf = (url: URL) => ({ queue: url.pathname.startsWith('/api') ? 'api' : 'pages', gap: 0, coolDown: 0 })
  const http = createHttp({ contact: 'team@example.org', log, paceOf, deadline: deadline(400), backoff: [1, 1] })
  return createHuggingFace({ url: server.url, token: null, http, log, now: () => now })
}
const paths = () => server.requests.map(({ path }) => path)
const ids = (found: { sightings: { paper: { id: string } }[] }) => found.sightings.map(({ paper }) => paper.id)

afterEach(() => server.close())

describe('a day of Daily Papers', () => {
  it('brings title, abstract, people, links and counts, cleaned', async () => {
    const source = await start({ days: { [DAY]: [anItem('2603.28589')] } })
    expect(await source.fetchPapers(oneDay, signal)).toEqual({
      skipped: [],
      sightings: [
        {
          source: 'huggingface',
          day: DAY,
          upvotes: 34,
          comments: 1,
          paper: {
            id: 'arxiv:2603.28589',
            title: 'A Paper Called 2603.28589',
            abstract: 'Agents forget. We present a memory with O(n²) cells, which recalls 12% more.',
            authors: ['Ada Example', 'Ben Sample'],
            publishedAt: '2026-03-29',
            links: {
              abstract: 'https://arxiv.org/abs/2603.28589',
              pdf: 'https://arxiv.org/pdf/2603.28589',
              code: 'https://github.com/example/memory',
              project: 'https://example.org/memory',
              huggingface: 'https://huggingface.co/papers/2603.28589',
            },
            pictures: ['https://cdn-uploads.huggingface.co/production/uploads/u1/still.png'],
            organization: 'Example Lab',
            keywords: ['memory', 'agents'],
            categories: [],
            sourceSummary: 'A memory for agents improves recall.',
            facts: { stars: 20, videos: ['https://cdn-uploads.huggingface.co/production/uploads/u1/film.mp4'] },
          },
        },
      ],
    })
  })

  it('asks for each day of the window, newest first, and never for a day that has not begun', async () => {
    const source = await start({ days: {} }, Date.parse('2026-03-31T00:30:00Z'))
    await source.fetchPapers({ since: '2026-03-29', until: '2026-04-02' }, signal)
    expect(paths()).toEqual(
      ['2026-03-31', '2026-03-30', '2026-03-29'].map((day) => `/api/daily_papers?date=${day}&limit=100`),
    )
  })

  it('counts a paper as one, whatever version the item names', async () => {
    const days = { '2026-03-30': [anItem('2603.28589v1')], [DAY]: [anItem('2603.28589v2')] }
    const source = await start({ days })
    const found = await source.fetchPapers({ since: '2026-03-30', until: DAY }, signal)
    expect(ids(found)).toEqual(['arxiv:2603.28589', 'arxiv:2603.28589'])
    expect(found.sightings.map(({ day }) => day)).toEqual([DAY, '2026-03-30'])
  })

  it('links only to the web, whatever an item says', async () => {
    const paper = { githubRepo: 'javascript:alert(1)', projectPage: 'https://user:secret@example.org/' }
    const source = await start({ days: { [DAY]: [anItem('2603.00001', { paper })] } })
    const [sighting] = (await source.fetchPapers(oneDay, signal)).sightings
    expect(sighting?.paper.links).toMatchObject({ code: null, project: 'https://example.org/' })
  })

  it('reads an item that has nothing but an id and a title', async () => {
    const source = await start({
      days: { [DAY]: [{ paper: { id: '2603.00001', title: 'Bare', upvotes: 'many', authors: null } }] },
    })
    const [sighting] = (await source.fetchPapers(oneDay, signal)).sightings
    expect(sighting).toMatchObject({
      upvotes: null,
      comments: null,
      paper: { title: 'Bare', abstract: '', authors: [] },
    })
  })

  it('leaves out items without a title or an id, and says so', async () => {
    const days = {
      [DAY]: [anItem('2603.00001'), anItem('2603.00002', { title: '', paper: { title: ' \n' } }), { paper: {} }],
    }
    const source = await start({ days })
    const found = await source.fetchPapers(oneDay, signal)
    expect(ids(found)).toEqual(['arxiv:2603.00001'])
    expect(found.skipped).toEqual([
      'Hugging Face listed an item without a title (2603.00002); it was left out.',
      'Hugging Face listed an item without an id; it was left out.',
    ])
  })
})

describe('long lists', () => {
  for (const firstPage of [0, 1] as const)
    for (const [count, cap] of [
      [50, 50],
      [50, 100],
      [100, 100],
      [137, 50],
      [230, 100],
      [51, 100],
    ] as const)
      it(`brings all ${count} papers when pages of ${cap} count from ${firstPage}`, async () => {
        const source = await start({ days: { [DAY]: items(count) }, firstPage, cap })
        const found = await source.fetchPapers(oneDay, signal)
        expect(new Set(ids(found)).size).toBe(count)
        expect(found.sightings).toHaveLength(count)
      })

  it('asks once for a short list', async () => {
    const source = await start({ days: { [DAY]: items(22) } })
    await source.fetchPapers(oneDay, signal)
    expect(paths()).toHaveLength(1)
  })

  it('reads a month with the day that lists each paper', async () => {
    const old = { publishedAt: '2026-03-02T03:50:58.348Z', paper: { submittedOnDailyAt: undefined } }
    const source = await start({ days: { '2026-03-02': [anItem('2603.00001', old)], [DAY]: items(120).slice(1) } })
    const found = await source.fetchMonth('2026-03', signal)
    expect(found.sightings).toHaveLength(120)
    expect(found.sightings[0]?.day).toBe('2026-03-02')
    expect(new Set(found.sightings.slice(1).map(({ day }) => day))).toEqual(new Set([DAY]))
  })
})

describe('when the API fails', () => {
  const days = { [DAY]: items(3) }
  const API = /^\/api/
  const everyWay: [string, FakeHuggingFaceOptions['faults']][] = [
    ['answers 500', [{ on: API, status: 500 }]],
    ['answers 400', [{ on: API, status: 400, body: '{"error":"Invalid query"}' }]],
    ['asks for a long pause', [{ on: API, status: 429, headers: { 'retry-after': '300' } }]],
    ['sends a web page with status 200', [{ on: API, headers: HTML, body: '<html>Sign in</html>' }]],
    ['sends an empty answer', [{ on: API, body: '' }]],
    ['sends another shape', [{ on: API, body: '{"papers":[]}' }]],
    ['sends a list of something else', [{ on: API, body: '[1,null,"x",{"paper":null}]' }]],
    ['sends 10 MB', [{ on: API, body: `["${'x'.repeat(10_000_000)}"]` }]],
    ['cuts its answer', [{ on: API, body: '[{"paper":', breaks: 'cut' }]],
    ['stalls', [{ on: API, breaks: 'stall' }]],
  ]
  for (const [name, faults] of everyWay)
    it(`reads the page when the API ${name}`, async () => {
      const source = await start({ days, faults: faults ?? [] })
      const found = await source.fetchPapers(oneDay, signal)
      expect(ids(found)).toEqual(['arxiv:2603.00001', 'arxiv:2603.00002', 'arxiv:2603.00003'])
      expect(found.sightings[0]).toMatchObject({
        day: DAY,
        upvotes: 34,
        paper: { authors: ['Ada Example', 'Ben Sample'] },
      })
    })

  it('waits as long as it is asked to when that is short', async () => {
    const source = await start({ days, faults: [{ on: API, times: 1, status: 429, headers: { 'retry-after': '1' } }] })
    const started = Date.now()
    expect(ids(await source.fetchPapers(oneDay, signal))).toHaveLength(3)
    expect(Date.now() - started).toBeGreaterThan(900)
    expect(paths().every((path) => path.startsWith('/api'))).toBe(true)
  })

  it('reads the cards when the page holds no JSON', async () => {
    const body = dailyPage(DAY, [...items(2), anItem('2603.00003', { paper: { upvotes: 0 }, numComments: 5 })], {
      embedded: false,
    })
    const faults = [
      { on: API, status: 500 },
      { on: /^\/papers/, headers: HTML, body },
    ]
    const source = await start({ days, faults })
    const found = await source.fetchPapers(oneDay, signal)
    expect(found.sightings.map(({ upvotes, comments }) => [upvotes, comments])).toEqual([[34, 1], [34, 1], [0, 5]]) // biome-ignore format: a table
    expect(found.sightings[0]?.paper).toMatchObject({ title: 'A Paper Called 2603.00001', abstract: '' })
  })

  it('takes no other day’s papers when the page of an empty day redirects', async () => {
    const source = await start({ days, faults: [{ on: API, status: 500 }] })
    expect(await source.fetchPapers({ since: '2026-04-01', until: '2026-04-01' }, signal)).toEqual({
      sightings: [],
      skipped: [],
    })
  })

  it('takes no other day’s papers from a page that shows another day', async () => {
    const faults = [
      { on: API, status: 500 },
      { on: /^\/papers/, body: dailyPage('2026-03-30', items(2)) },
    ]
    const source = await start({ days, faults })
    expect((await source.fetchPapers(oneDay, signal)).sightings).toEqual([])
  })

  it('keeps the other days when one day fails, and names it', async () => {
    const week = { '2026-03-29': [anItem('2603.00009')], '2026-03-30': items(1), [DAY]: items(3) }
    const source = await start({ days: week, faults: [{ on: /2026-03-30/, status: 500 }] })
    const found = await source.fetchPapers({ since: '2026-03-29', until: DAY }, signal)
    expect(ids(found)).toHaveLength(4)
    expect(found.skipped).toEqual([
      'Hugging Face answered 500 for 2026-03-30. Its page did not help: Hugging Face answered 500 for the page of 2026-03-30.',
    ])
  })

  it('waits for an API that stalls once, not for every day', async () => {
    const week = { '2026-03-29': [anItem('2603.00009')], '2026-03-30': [anItem('2603.00008')], [DAY]: items(1) }
    const source = await start({ days: week, faults: [{ on: API, breaks: 'stall' }] })
    expect(ids(await source.fetchPapers({ since: '2026-03-29', until: DAY }, signal))).toHaveLength(3)
    expect(paths().filter((path) => path.startsWith('/api'))).toHaveLength(1)
  })

  it('says what is wrong when nothing could be read', async () => {
    const source = await start({ days, faults: [{ status: 502 }] })
    await expect(source.fetchPapers(oneDay, signal)).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringContaining('Hugging Face answered 502 for 2026-03-31.'),
    })
  })

  it('says so at once, and asks for no other day, when there is no network', async () => {
    const source = await start({ days })
    await server.close()
    await expect(source.fetchPapers({ since: '2026-03-28', until: DAY }, signal)).rejects.toThrow(
      /^Hugging Face could not be reached for 2026-03-31 \(.*ECONNREFUSED.*\)\.$/,
    )
    server = await startFakeHuggingFace({ days })
  })
})

it('finds what its own search finds, on the days that its entries name', async () => {
  const bare = { id: '2502.00001', title: 'Skills Bare', summary: 'No date.' }
  const source = await start({
    days: { [DAY]: [anItem('2603.00001', { paper: { title: 'Skills & C++' } }), anItem('2603.00002')] },
  })
  expect((await source.fetchMatches('skills c++', signal)).sightings).toMatchObject([
    { day: DAY, paper: { id: 'arxiv:2603.00001', title: 'Skills & C++' } },
  ])
  expect(paths()).toEqual(['/api/papers/search?q=skills%20c%2B%2B'])
  expect((await parseMatches([bare], 'skills')).sightings).toMatchObject([
    { day: '2025-02-01', upvotes: null, paper: { id: 'arxiv:2502.00001', abstract: 'No date.' } },
  ])
})

it('asks only what changed when it looks again', async () => {
  const source = await start({ days: { [DAY]: items(3) } })
  const first = await source.fetchPapers(oneDay, signal)
  expect(await source.fetchPapers(oneDay, signal)).toEqual(first)
  expect(server.requests[1]?.headers['if-none-match']).toBeTruthy()
})
