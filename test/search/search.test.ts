import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSearch, type PaperSearch } from '../../src/search/search.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { recordSightings } from '../../src/store/papers.ts'
import { aSighting } from '../fixtures/papers.ts'

const papers = [
  aSighting('2603.00001', '2026-03-01', {
    upvotes: 80,
    paper: { title: 'Pre-training Agents', abstract: 'We train policies.' },
  }),
  aSighting('2603.00002', '2026-03-02', {
    upvotes: 5,
    paper: { title: 'A Survey', abstract: 'Agents are discussed, and their skills.', authors: ['Łukasz Sample'] },
  }),
  aSighting('2603.00003', '2026-03-03', {
    paper: { title: 'Video Diffusion', abstract: 'Entropy collapses slowly.', categories: ['cs.CV'] },
  }),
]

let folder: string
let store: Store
let search: PaperSearch

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-search-'))
  store = await openStore(`file:${folder}/paperboy.db`)
  await recordSightings(store, papers, 1)
  search = await openSearch(store)
})

afterEach(async () => {
  await search.close()
  await store.close()
  await rm(folder, { recursive: true })
})

const ask = (query: string) => search.search(query, { limit: 10, offset: 0 })
const found = async (query: string) => (await ask(query)).hits.map(({ paper }) => paper.id.slice(-1)).join('')

describe('a search', () => {
  it('finds papers by their words, best first, and marks what matched', async () => {
    expect(await found('agent')).toBe('12')
    const [, second] = (await ask('agent skill')).hits
    expect(second?.paper.id).toBe('arxiv:2603.00001')
    const [hit] = (await ask('"entropy collapse"')).hits
    expect(hit?.excerpt).toEqual([
      { text: 'Entropy collapses', strong: true },
      { text: ' slowly.', strong: false },
    ])
  })

  it('says how many papers hold everything, of how many, since when', async () => {
    expect(await ask('agents')).toMatchObject({ total: 2, coverage: { papers: 3, since: '2026-03-01' } })
  })

  it('answers fields, exclusions and orders', async () => {
    expect(await found('author:lukasz')).toBe('2')
    expect(await found('agents -skills')).toBe('1')
    expect(await found('cat:cs.CV OR upvotes:>50 sort:new')).toBe('31')
    expect(await found('since:2026-03-02')).toBe('32')
    expect(await found('sort:votes')).toBe('132')
  })

  it('finds the paper that a link names', async () => {
    expect(await found('https://arxiv.org/abs/2603.00003v2')).toBe('3')
    expect((await ask('2603.99999')).problems).toHaveLength(1)
  })

  it('follows a paper that is corrected', async () => {
    await recordSightings(store, [aSighting('2603.00003', '2026-03-03', { paper: { title: 'Image Diffusion' } })], 2)
    expect(await found('title:video')).toBe('')
    expect(await found('title:image')).toBe('3')
  })
})
