import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { reindex } from '../../src/search/reindex.ts'
import { openSearch } from '../../src/search/search.ts'
import { aSighting } from '../fixtures/papers.ts'

const papers = [
  aSighting('2603.00001', '2026-03-01', {
    upvotes: 80,
    paper: {
      title: 'Pre-training Agents',
      abstract: 'We train policies by reinforcement learning from human feedback.',
    },
  }),
  aSighting('2603.00002', '2026-03-02', {
    upvotes: 5,
    paper: { title: 'A Survey', abstract: 'Agents are discussed, and their optimization.', authors: ['Łukasz Sample'] },
  }),
  aSighting('2603.00003', '2026-03-03', {
    paper: { title: 'Video Diffusion', abstract: 'Entropy collapses slowly with β-schedules.', categories: ['cs.CV'] },
  }),
  aSighting('2603.00004', '2026-03-04', {
    paper: {
      title: 'Preferences',
      abstract: 'Reinforcement Learning from Human Feedback (RLHF) aligns models.',
      keywords: ['alignment'],
      organization: 'Example Lab',
    },
  }),
  aSighting('2603.00005', '2026-03-05', { paper: { title: 'Cheap RLHF', abstract: 'We make RLHF cheap on an H100.' } }),
]

/** What every database must find. `createDatabase` returns the address of a new, empty one. */
export function searchContract(createDatabase: () => Promise<string>): void {
  let store: Store
  let search: PaperSearch

  const open = async () => {
    store = await openStore(await createDatabase())
    await recordSightings(store, papers, 1)
    search = await openSearch(store)
  }
  const close = async () => {
    await search.close()
    await store.close()
  }

  const ask = (query: string) => search.search(query, { asker: null, limit: 10, offset: 0 })
  const found = async (query: string) => (await ask(query)).hits.map(({ paper }) => paper.id.slice(-1)).join('')

  describe('a search', () => {
    beforeAll(open)
    afterAll(close)

    it('finds papers by their words, best first, and marks what matched', async () => {
      expect(await found('agent')).toBe('12')
      const [hit] = (await ask('"entropy collapse"')).hits
      expect(hit?.excerpt).toEqual([
        { text: 'Entropy collapses', strong: true },
        { text: ' slowly with β-schedules.', strong: false },
      ])
    })

    it('says how many papers hold everything, of how many, since when', async () => {
      expect(await ask('agents')).toMatchObject({ total: 2, coverage: { papers: 5, since: '2026-03-01' } })
    })

    it('answers fields, exclusions and orders', async () => {
      expect(await found('author:lukasz')).toBe('2')
      for (const name of ['L. Sample', 'l sample', 'Sample, L', 'Sample, Lukasz'])
        expect(await found(`author:"${name}"`)).toBe('2')
      expect(await found('author:"K. Sample"')).not.toContain('2')
      expect(await found('agents -survey')).toBe('1')
      expect(await found('cat:cs.CV OR upvotes:>50 sort:new')).toBe('31')
      expect(await found('since:2026-03-02 until:2026-03-03')).toBe('32')
      expect(await found('day:2026-03-02')).toBe('2')
      expect(await found('day:2026-03 -day:2026-03-04 (agents OR rlhf) sort:new')).toBe('521')
      expect(await found('title:rlhf')).toBe('5')
      expect(await found('org:example')).toBe('4')
      expect(await found('has:code')).toBe('')
      expect(await found('has:pdf -agents sort:new')).toBe('543')
      expect(await found('source:hugging "video diffusion"')).toBe('3')
    })

    it.each([
      ['pretraining', '1'],
      ['pre training', '1'],
      ['pre-training', '1'],
      ['lukasz', '2'],
      ['beta schedule', '3'],
      ['diffus*', '3'],
      ['policy', '1'],
      ['h100s', '5'],
      ['video diffusion at -2 and -3', '3'],
    ])('finds %s however the papers write it', async (query, ids) => {
      expect(await found(query)).toBe(ids)
    })

    it.each([
      ['does human-feedback align the models of policies?', '4'],
      ['entropy-driven schedules (collapses)', '3'],
      ['how slowly does the entropy of video models collapse, and which of the schedules is it that matters?', '3'],
    ])('answers the question “%s”', async (query, id) => {
      expect((await found(query))[0]).toBe(id)
    })

    it('looks for the rarest words of a pasted text', async () => {
      const words = Array.from({ length: 40 }, (_, index) => `filler${String.fromCharCode(97 + (index % 26))}${index}`)
      const answer = await ask(`We are of the ${words.join(' ')}, and Diffusion`)
      expect(answer.hits.map(({ paper }) => paper.id)).toContain('arxiv:2603.00003')
      expect(answer.problems[0]).toBe('Only the 32 rarest words were searched for.')
    })

    it('finds a long form by its abbreviation, and the other way round, as soon as one paper explains it', async () => {
      expect([...(await found('rlhf'))].toSorted().join('')).toBe('145')
      expect([...(await found('reinforcement learning from human feedback'))].toSorted().join('')).toBe('145')
    })

    it('corrects a slip of the pen, says so, and searches exactly when asked', async () => {
      const answer = await ask('Agents opitmization')
      expect(answer.hits[0]?.paper.id).toBe('arxiv:2603.00002')
      expect(answer.correction).toEqual({
        corrected: [
          { text: 'Agents ', strong: false },
          { text: 'optimization', strong: true },
        ],
        exact: 'Agents "opitmization"',
      })
      expect(await found('"opitmization"')).toBe('')
    })

    it.each([
      ['video-difusion', '3'],
      ['fentropy collapses', '3'],
      ['agents optimisaton survay', '2'],
      ['lba alignment', '4'],
    ])('corrects %s, too', async (query, id) => {
      expect((await found(query))[0]).toBe(id)
      expect((await ask(query)).correction).not.toBeNull()
    })

    it('corrects no inflection', async () => {
      expect((await ask('optimizations')).correction).toBeNull()
      expect(await found('optimizations')).toBe('2')
    })

    it('names the nearest searches when nothing holds everything', async () => {
      const answer = await ask('diffusion -entropy author:lukasz')
      expect(answer).toMatchObject({ total: 0, hits: [] })
      expect(answer.relaxed).toContainEqual({ query: '-entropy author:lukasz', total: 1 })
      expect((await ask('agents entropy')).problems).toEqual(['No paper matches all of this; these match some of it.'])
      const nearest = async (query: string) => (await ask(query)).relaxed.map(({ query }) => query)
      expect(await nearest('author:entropy')).toEqual(['entropy'])
      expect(await nearest('"human reinforcement"')).toEqual(['human reinforcement'])
      expect(await nearest('title:agents cat:cs.AI since:2026-04')).toEqual(['title:agents'])
      expect(await nearest('since:2026-04')).toEqual(['sort:new'])
      expect(await nearest('upvotes:>500')).toEqual(['sort:votes'])
    })

    it('counts apart the papers that hold only some of it', async () => {
      expect(await ask('survey entropy')).toMatchObject({ total: 2, partial: 2 })
      expect(await ask('survey optimization')).toMatchObject({ total: 1, partial: 0 })
    })

    it('finds the paper that a link names', async () => {
      expect(await found('https://arxiv.org/abs/2603.00003v2')).toBe('3')
      expect((await ask('2603.99999')).problems).toEqual(['Paperboy does not know this paper yet.'])
    })

    it('shows page after page without repeating a paper', async () => {
      const page = async (offset: number) =>
        (await search.search('', { asker: null, limit: 2, offset })).hits.map(({ paper }) => paper.id)
      const all = [...(await page(0)), ...(await page(2)), ...(await page(4))]
      expect(new Set(all).size).toBe(5)
    })

    it('finds the papers that are similar to one', async () => {
      const { same, similar } = await search.similar('arxiv:2603.00001', null, 2)
      expect(similar.map(({ paper }) => paper.id)).toContain('arxiv:2603.00004')
      expect(same).toEqual([])
      expect(await search.similar('arxiv:2603.99999', null, 2)).toEqual({ same: [], similar: [] })
    })
  })

  describe('a search of papers that change', () => {
    beforeEach(open)
    afterEach(close)

    it('finds the best of very many papers, not the newest', async () => {
      const about = (index: number) => (index === 0 ? 'Walruses' : 'Elephants and other')
      const many = Array.from({ length: 300 }, (_, index) =>
        aSighting(`2604.${String(index).padStart(5, '0')}`, '2026-04-01', {
          paper: { title: 'Animals', abstract: `${about(index)} animals of the sea live a life.` },
        }),
      )
      await recordSightings(store, many, 2)
      const { hits } = await ask('do animals of the sea, such as walruses, live a life of their own or of others?')
      expect(hits[0]?.paper.id).toBe('arxiv:2604.00000')
    })

    it('takes no function word for an abbreviation, and none for what a question is about', async () => {
      const titled = (id: string, title: string) => aSighting(id, '2026-03-06', { paper: { title, abstract: title } })
      const papers = ['Induced Neurons (IN)', 'Induced Neurons', 'Which Is Which'].map((title, index) =>
        titled(`2603.0000${6 + index}`, title),
      )
      await recordSightings(store, papers, 2)
      expect(await found('IN')).toContain('7')
      expect(await found('in')).not.toContain('7')
      expect((await found('which entropy is it'))[0]).toBe('3')
    })

    it('searches each spelling that a slip may have meant', async () => {
      const titled = (id: string, title: string) => aSighting(id, '2026-03-06', { paper: { title, abstract: title } })
      const thinking = ['11', '12', '13'].map((id) => titled(`2603.000${id}`, `Thinking ${id}: trust in chains`))
      const others = [titled('2603.00020', 'Rethinking trust regions'), titled('2603.00021', 'Accents of speakers')]
      await recordSightings(store, [...thinking, ...others], 2)
      expect((await ask('rthinking trust regions')).hits[0]?.paper.id).toBe('arxiv:2603.00020')
      expect((await ask('acents survey')).hits[0]?.paper.id).toBe('arxiv:2603.00002')
    })

    it('puts a new paper before an old one that is no better, though more people liked that one', async () => {
      const same = { title: 'Quokkas', abstract: 'Quokkas.' }
      const old = aSighting('2503.00006', '2025-03-01', { upvotes: 30, paper: same })
      await recordSightings(store, [old, aSighting('2603.00007', '2026-03-06', { upvotes: 1, paper: same })], 2)
      expect(await found('quokkas')).toBe('76')
    })

    it('finds a paper by each day that a source listed it on, and by no other', async () => {
      await recordSightings(store, [aSighting('2603.00001', '2026-03-09', { source: 'arxiv:cs.CL' })], 2)
      expect(await found('day:2026-03-09')).toBe('1')
      expect(await found('day:2026-03-01')).toBe('1')
      expect(await found('since:2026-03-06')).toBe('1')
      expect(await found('until:2026-03-01')).toBe('1')
      expect(await found('day:2026-03-05')).toBe('5')
      expect(await found('source:arxiv')).toBe('1')
    })

    it('weighs words by the papers that hold them now, whatever was corrected', async () => {
      const corrected = { title: 'Image Diffusion', abstract: 'Images, and agents.' }
      await recordSightings(store, [aSighting('2603.00003', '2026-03-03', { paper: corrected })], 2)
      const before = await ask('agents images')
      await reindex(store, () => {})
      expect(await ask('agents images')).toEqual(before)
    })

    it('follows a paper that is corrected', async () => {
      await recordSightings(store, [aSighting('2603.00003', '2026-03-03', { paper: { title: 'Image Diffusion' } })], 2)
      expect(await found('title:video')).toBe('')
      expect(await found('title:image')).toBe('3')
    })

    it('completes titles, authors and abbreviations', async () => {
      expect(await search.complete('video d')).toEqual([{ query: '2603.00003', label: 'Video Diffusion' }])
      expect(await search.complete('łuk')).toEqual([{ query: 'author:"Łukasz Sample"', label: 'Łukasz Sample' }])
      expect(await search.complete('rl')).toContainEqual({
        query: 'rlhf',
        label: 'RLHF: Reinforcement Learning from Human Feedback',
      })
      expect(await search.complete('"')).toEqual([])
      const titled = (id: string, title: string) => aSighting(id, '2026-03-06', { paper: { title } })
      await recordSightings(
        store,
        [titled('2603.00008', 'Attention Is Cheap'), titled('2603.00009', 'Is Attention?')],
        2,
      )
      expect((await search.complete('attention i')).map(({ query }) => query)).toEqual(['2603.00008', '2603.00009'])
      const common = [...'abcdefghijklmn'].flatMap((letter, index) =>
        [1, 2].map((nth) => titled(`2603.10${nth}${String(index).padStart(2, '0')}`, `On s${letter}${letter}n`)),
      )
      await recordSightings(store, [...common, titled('2603.00010', 'Gen-Searcher: Agentic Images')], 2)
      expect((await search.complete('gen-s')).map(({ query }) => query)).toEqual(['2603.00010'])
    })

    it('finds everything again after its index was lost and rebuilt', async () => {
      const before = await ask('rlhf agent* OR entropy')
      await store.db.deleteFrom('abbreviations').execute()
      const progress: number[] = []
      await reindex(store, ({ done }) => progress.push(done))
      expect(progress.at(-1)).toBe(5)
      expect(await ask('rlhf agent* OR entropy')).toEqual(before)
      expect([...(await found('rlhf'))].toSorted().join('')).toBe('145')
    })
  })
}
