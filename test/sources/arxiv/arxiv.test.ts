import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createArxiv } from '../../../src/sources/arxiv/index.ts'
import { createHttp } from '../../../src/sources/http/http.ts'
import { type ArxivEntry, arxivErrorFeed, startFakeArxiv } from '../../fakes/arxiv.ts'
import type { FakeServer } from '../../fakes/http.ts'
import { arxivPage } from '../../fixtures/arxiv-page.ts'

const log = pino({ level: 'silent' })
const signal = new AbortController().signal
const TUESDAY = '2026-03-31'
const week = { since: '2026-03-28', until: TUESDAY }
let server: FakeServer

async function start(options: Parameters<typeof startFakeArxiv>[0], now = '2026-03-31T12:00:00Z') {
  server = await startFakeArxiv(options)
  const paceOf = () => ({ queue: 'arxiv', gap: 0, coolDown: 0 })
  const http = createHttp({ contact: null, log, paceOf, backoff: [1, 1] })
  return createArxiv({ url: server.url, http, log, now: () => Date.parse(now) })
}
const ids = (found: { sightings: { paper: { id: string } }[] }) => found.sightings.map(({ paper }) => paper.id)
const apiCalls = () => server.requests.filter(({ path }) => path.startsWith('/api'))

afterEach(() => server.close())

describe('a category', () => {
  it('brings what is new and what is listed there too, but no new versions', async () => {
    const announced: ArxivEntry[] = [
      {
        id: '2603.00001v1',
        title: 'On $\\ell_1$ Norms',
        abstract: 'We reach $10^{-3}$.',
        authors: ["Andr\\'e Example", 'Ben Sample (Lab (L), City)', 'Carl Example, Jr.', 'Tide Team: Di Muster'],
      },
      { id: '2603.00002v1', type: 'cross', categories: ['cs.CV', 'cs.CL'] },
      { id: '2602.00003v2', type: 'replace' },
      { id: '2602.00004v5', type: 'replace-cross' },
    ]
    const arxiv = await start({ day: TUESDAY, announced: { 'cs.CL': announced } })
    const found = await arxiv.category('cs.CL').fetchPapers({ since: TUESDAY, until: TUESDAY }, signal)
    expect(ids(found)).toEqual(['arxiv:2603.00001', 'arxiv:2603.00002'])
    expect(found.sightings[0]).toMatchObject({
      source: 'arxiv:cs.CL',
      day: TUESDAY,
      upvotes: null,
      paper: {
        title: 'On ℓ₁ Norms',
        abstract: 'We reach 10⁻³.',
        authors: ['André Example', 'Ben Sample', 'Carl Example, Jr.', 'Tide Team', 'Di Muster'],
        publishedAt: TUESDAY,
        categories: ['cs.CL'],
        links: { abstract: 'https://arxiv.org/abs/2603.00001', pdf: 'https://arxiv.org/pdf/2603.00001' },
        facts: { licence: 'http://creativecommons.org/licenses/by/4.0/' },
      },
    })
    expect(found.sightings[1]?.paper).toMatchObject({ publishedAt: null, categories: ['cs.CV', 'cs.CL'] })
  })

  it('shows a paper that is listed in two categories in both, as one paper', async () => {
    const both = (type: 'new' | 'cross'): ArxivEntry[] => [{ id: '2603.00001v1', categories: ['cs.CL', 'cs.LG'], type }]
    const arxiv = await start({ day: TUESDAY, announced: { 'cs.CL': both('new'), 'cs.LG': both('cross') } })
    const day = { since: TUESDAY, until: TUESDAY }
    const found = [
      ...(await arxiv.category('cs.CL').fetchPapers(day, signal)).sightings,
      ...(await arxiv.category('cs.LG').fetchPapers(day, signal)).sightings,
    ]
    expect(found.map(({ source }) => source)).toEqual(['arxiv:cs.CL', 'arxiv:cs.LG'])
    expect(new Set(found.map(({ paper }) => paper.id))).toEqual(new Set(['arxiv:2603.00001']))
  })

  it('asks the API for the days that the feed no longer holds, once', async () => {
    const known = [
      { id: '2603.00009v1', submittedAt: '2026-03-26T20:00:00Z' }, // after Thursday's deadline: Monday's listing
      { id: '2603.00008v1', submittedAt: '2026-03-25T20:00:00Z' }, // Friday's listing, before the window
      { id: '2603.00007v1', submittedAt: '2026-03-30T20:00:00Z' }, // after Monday's deadline: not listed yet
    ]
    const arxiv = await start({ day: TUESDAY, announced: { 'cs.CL': [{ id: '2603.00001v1' }] }, known })
    const category = arxiv.category('cs.CL')
    const found = await category.fetchPapers(week, signal)
    expect(found.sightings.map(({ day, paper }) => [day, paper.id])).toEqual([
      [TUESDAY, 'arxiv:2603.00001'],
      ['2026-03-30', 'arxiv:2603.00009'],
    ])
    await category.fetchPapers(week, signal)
    expect(apiCalls()).toHaveLength(1)
  })

  it('reads long listings slice by slice', async () => {
    const known = Array.from({ length: 450 }, (_, index) => ({
      id: `2603.${10_000 + index}v1`,
      submittedAt: '2026-03-27T12:00:00Z',
    }))
    const arxiv = await start({ day: TUESDAY, known })
    const found = await arxiv.category('cs.CL').fetchPapers(week, signal)
    expect(new Set(ids(found)).size).toBe(450)
    expect(apiCalls()).toHaveLength(3)
  })

  it('brings nothing on a weekend, and complains about nothing', async () => {
    const arxiv = await start({ day: null }, '2026-03-29T12:00:00Z')
    const weekend = { since: '2026-03-28', until: '2026-03-29' }
    expect(await arxiv.category('cs.CL').fetchPapers(weekend, signal)).toEqual({ sightings: [], skipped: [] })
    expect(apiCalls()).toEqual([])
  })

  it('leaves out an entry without a title, and says so', async () => {
    const arxiv = await start({
      day: TUESDAY,
      announced: { 'cs.CL': [{ id: '2603.00001v1', title: ' ' }, { id: '2603.00002v1' }] },
    })
    const found = await arxiv.category('cs.CL').fetchPapers({ since: TUESDAY, until: TUESDAY }, signal)
    expect(ids(found)).toEqual(['arxiv:2603.00002'])
    expect(found.skipped).toEqual(['arXiv announced an entry of cs.CL without id, title or day; it was left out.'])
  })
})

describe('when arXiv is in trouble', () => {
  const known = [{ id: '2603.00009v1', submittedAt: '2026-03-30T12:00:00Z' }]

  it('asks the API when the feed fails', async () => {
    const arxiv = await start({ day: TUESDAY, known, faults: [{ on: /^\/atom/, body: '<html>down</html>' }] })
    const found = await arxiv.category('cs.CL').fetchPapers({ since: TUESDAY, until: TUESDAY }, signal)
    expect(ids(found)).toEqual(['arxiv:2603.00009'])
    expect(found.skipped).toEqual(['arXiv sent something other than a feed for cs.CL.'])
  })

  it('keeps the feed’s papers when the API fails', async () => {
    const announced = { 'cs.CL': [{ id: '2603.00001v1' }] }
    const arxiv = await start({ day: TUESDAY, announced, faults: [{ on: /^\/api/, status: 500 }] })
    const found = await arxiv.category('cs.CL').fetchPapers(week, signal)
    expect(ids(found)).toEqual(['arxiv:2603.00001'])
    expect(found.skipped).toEqual(['arXiv answered 500 for cs.CL from 2026-03-30 to 2026-03-30.'])
  })

  it('says what is wrong when both fail', async () => {
    const arxiv = await start({
      day: TUESDAY,
      faults: [{ status: 429, body: 'Rate exceeded.', headers: { 'retry-after': '900' } }],
    })
    await expect(arxiv.category('cs.CL').fetchPapers(week, signal)).rejects.toThrow(
      /^arXiv answered 429 for cs\.CL; it is left alone until/,
    )
    expect(server.requests).toHaveLength(1)
  })

  it('says so when the API names papers and sends none', async () => {
    const body =
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>x</id><title>t</title><opensearch:totalResults>7</opensearch:totalResults></feed>'
    const arxiv = await start({ day: TUESDAY, faults: [{ on: /^\/api/, body }] })
    const found = await arxiv.category('cs.CL').fetchPapers(week, signal)
    expect(found.skipped).toEqual(['arXiv named 7 papers for cs.CL from 2026-03-30 to 2026-03-30 and sent none.'])
  })
})

describe('one paper', () => {
  it('is found by its identifier, old or new, without its version', async () => {
    const known = [
      { id: '2603.00001v3', categories: ['cs.CL', 'cs.AI'], comment: 'Accepted at $\\ell$-Conf', journal: 'Tides 3' },
      { id: 'astro-ph/0601001v1' },
    ]
    const arxiv = await start({ day: null, known })
    expect(await arxiv.fetchPaper('arxiv:2603.00001', signal)).toMatchObject({
      id: 'arxiv:2603.00001',
      categories: ['cs.CL', 'cs.AI'],
      facts: { comment: 'Accepted at ℓ-Conf', journal: 'Tides 3' },
    })
    expect(await arxiv.fetchPaper('arxiv:astro-ph/0601001', signal)).toMatchObject({ id: 'arxiv:astro-ph/0601001' })
  })

  it('is null when arXiv has none, and when it is no paper of arXiv', async () => {
    const arxiv = await start({ day: null })
    expect(await arxiv.fetchPaper('arxiv:2603.99999', signal)).toBeNull()
    expect(await arxiv.fetchPaper('doi:10.1000/1', signal)).toBeNull()
    expect(server.requests).toHaveLength(1)
  })

  it('passes on what arXiv complains about', async () => {
    const arxiv = await start({ day: null, faults: [{ body: arxivErrorFeed('incorrect id format for abc') }] })
    await expect(arxiv.fetchPaper('arxiv:2603.00001', signal)).rejects.toThrow(
      'arXiv refused the request for 2603.00001: incorrect id format for abc.',
    )
  })
})

describe('the text of a paper', () => {
  it('is fetched by its identifier, old or new', async () => {
    const pages = { '2603.00001': arxivPage(), 'hep-th/0601001': arxivPage() }
    const arxiv = await start({ day: null, pages })
    for (const id of ['arxiv:2603.00001', 'arxiv:hep-th/0601001'] as const)
      expect((await arxiv.fetchFullText(id, signal))?.sections).toHaveLength(10)
  })

  it('is null where arXiv has no HTML, and of what is no paper of arXiv', async () => {
    const arxiv = await start({ day: null })
    expect(await arxiv.fetchFullText('arxiv:2603.00009', signal)).toBeNull()
    expect(await arxiv.fetchFullText('doi:10.1000/1', signal)).toBeNull()
    expect(server.requests).toHaveLength(1)
  })

  it('says so when arXiv cannot be asked', async () => {
    const arxiv = await start({ day: null, faults: [{ on: /^\/html/, status: 403 }] })
    await expect(arxiv.fetchFullText('arxiv:2603.00001', signal)).rejects.toThrow('arXiv answered 403 for 2603.00001.')
  })
})
