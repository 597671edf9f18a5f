import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import type { Paper } from '../../src/core/paper.ts'
import { createArxiv } from '../../src/sources/arxiv/index.ts'
import { createHttp } from '../../src/sources/http/http.ts'
import { createPictureSource } from '../../src/sources/pictures.ts'
import { startFakeArxiv } from '../fakes/arxiv.ts'
import type { FakeServer, Fault } from '../fakes/http.ts'
import { paper as article, arxivPage } from '../fixtures/arxiv-page.ts'
import { aPaper } from '../fixtures/papers.ts'

const log = pino({ level: 'silent' })
let server: FakeServer
afterEach(() => server.close())

type Given = { paper?: (url: string) => Partial<Paper>; page?: string; faults?: Fault[] }
async function find({ paper, page = arxivPage(), faults }: Given) {
  server = await startFakeArxiv({ day: null, pages: { '2603.00001': page }, ...(faults && { faults }) })
  const paceOf = () => ({ queue: 'arxiv', gap: 0, coolDown: 0 })
  const http = createHttp({ contact: null, log, paceOf, backoff: [1, 1] })
  const { fetchFullText } = createArxiv({ url: server.url, http, log })
  const signal = new AbortController().signal
  const found = await createPictureSource({ http, fetchFullText })(aPaper('2603.00001', paper?.(server.url)), signal)
  return found && { ...found, url: found.url.replace(server.url, '') }
}
const asked = () => server.requests.map(({ path }) => path)

const FIGURE = {
  url: '/html/2603.00001v2/x2.png',
  alt: 'Figure 2: How Tidemark reads a tide of height hₜ.',
}
const still = (url: string) => ({ pictures: [`${url}/html/still/x9.png`] })

it('is the still that was submitted, and arXiv is not asked for more', async () => {
  expect(await find({ paper: still })).toEqual({ url: '/html/still/x9.png', alt: 'Picture of “Paper 2603.00001”' })
  expect(asked()).toEqual(['/html/still/x9.png'])
})

it('is the first figure where nothing was submitted, with its caption', async () => {
  expect(await find({})).toEqual(FIGURE)
  expect(asked()).toEqual(['/html/2603.00001', '/html/2603.00001v2/x2.png'])
})

for (const [what, answer] of [
  ['is gone', { status: 404 }],
  ['is no picture', { body: '<html>Please sign in</html>', headers: { 'content-type': 'image/png' } }],
  ['is an SVG', { body: '<svg xmlns="http://www.w3.org/2000/svg"/>', headers: { 'content-type': 'image/svg+xml' } }],
  ['is too large', { body: Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(5_000_000)]) }],
] as const) {
  it(`is the first figure where a still ${what}`, async () => {
    expect(await find({ paper: still, faults: [{ on: /still/, ...answer }] })).toEqual(FIGURE)
  })

  it(`is none where the figure ${what}`, async () => {
    expect(await find({ faults: [{ on: /x2\.png/, ...answer }] })).toBeNull()
  })
}

for (const licence of ['arXiv.org perpetual non-exclusive license', 'ask us'])
  it(`is no figure of a paper under “${licence}”`, async () => {
    expect(await find({ page: arxivPage(article, { licence }) })).toBeNull()
  })

it('is not looked for where another licence is known already', async () => {
  const licence = 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/'
  expect(await find({ paper: () => ({ facts: { licence } }) })).toBeNull()
  expect(asked()).toEqual([])
})

it('is none where arXiv has no HTML of a paper', async () => {
  expect(await find({ faults: [{ on: /html/, status: 404 }] })).toBeNull()
})
