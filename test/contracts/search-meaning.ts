import fc from 'fast-check'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sighting } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { serverModel } from '../../src/models/embedding-model.ts'
import { createLocalModel } from '../../src/models/local/local-model.ts'
import { modelUsage, recordUsage } from '../../src/models/usage.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { matches } from '../../src/search/matches.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { parseQuery } from '../../src/search/query/parse.ts'
import { openSearch } from '../../src/search/search.ts'
import { createVectors, type Vectors } from '../../src/search/vectors/vectors.ts'
import { type FakeEmbeddings, startFakeEmbeddings } from '../fakes/embeddings.ts'
import { freshModelFolder, startFakeHuggingFaceFiles, TINY } from '../fakes/huggingface-files.ts'
import { aSighting } from '../fixtures/papers.ts'

const SUBJECTS = ['graphs', 'proteins', 'weather', 'speech', 'chess', 'traffic', 'music', 'galaxies', 'maps', 'code']

/** Forty papers about other things, and some that say the same in other words. */
const papers: Sighting[] = [
  ...Array.from({ length: 40 }, (_, index) =>
    aSighting(`2603.1${String(index).padStart(4, '0')}`, '2026-03-01', {
      paper: {
        title: `Study ${index} of ${SUBJECTS[index % 10]}`,
        abstract: `Results on ${SUBJECTS[(index * 7) % 10]} with method ${'abcdefghij'[index % 10]} and ${SUBJECTS[(index * 3) % 10]}.`,
        categories: [index % 2 === 0 ? 'cs.LG' : 'cs.CL'],
        publishedAt: `2026-02-${String(1 + (index % 28)).padStart(2, '0')}`,
      },
    }),
  ),
  aSighting('2603.00001', '2026-03-02', {
    paper: { title: 'Robots that walk', abstract: 'A robot walks.', categories: ['cs.RO'] },
  }),
  aSighting('2603.00002', '2026-03-03', {
    paper: { title: 'Humanoids walk', abstract: 'Humanoid gaits.', categories: ['cs.RO'] },
  }),
  aSighting('2603.00003', '2026-03-04', {
    paper: { title: 'A manipulator', abstract: 'Humanoid hands.', categories: ['cs.AI'] },
  }),
]

/** What every database must find by meaning. `createDatabase` returns the address of a new, empty one. */
export function searchMeaningContract(createDatabase: () => Promise<string>): void {
  const log = pino({ level: 'silent' })
  const signal = new AbortController().signal
  let store: Store
  let server: FakeEmbeddings
  let vectors: Vectors
  const open: PaperSearch[] = []
  let search: PaperSearch
  let byWords: PaperSearch

  async function openAs(model: string, dailyTokens = 100_000): Promise<Vectors> {
    const asked = serverModel({ model, apiKey: undefined, baseUrl: server.url })
    vectors = await createVectors({ model: asked, dailyTokens, store, log, signal })
    search = await openSearch(store, vectors)
    open.push(search)
    return vectors
  }

  const embed = () => vectors.embedPapers(() => true)

  beforeEach(async () => {
    store = await openStore(await createDatabase())
    await recordSightings(store, papers, 1)
    server = await startFakeEmbeddings()
    byWords = await openSearch(store)
    open.push(byWords)
    await openAs('model-a')
    await embed()
    server.asked.length = 0
  })

  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
    await store.close()
    await server.close()
  })

  const limits = { asker: null, limit: 50, offset: 0 }
  const ask = (query: string) => search.search(query, limits)
  const idsIn = ({ hits }: Awaited<ReturnType<typeof ask>>) => hits.map(({ paper }) => paper.id.slice(-1)).join('')
  const found = async (query: string) => idsIn(await ask(query))
  const tokens = async () => (await modelUsage(store.db, '2000-01-01')).reduce((sum, row) => sum + row.promptTokens, 0)

  describe('a search by meaning', () => {
    it('finds papers that have other words for the same, behind those that have these', async () => {
      const answer = await ask('robots')
      expect(idsIn(answer)).toBe('123')
      expect(answer).toMatchObject({ total: 3, partial: 0, close: 2, problems: [] })
      expect(answer.hits.map(({ isClose }) => isClose)).toEqual([false, true, true])
    })

    it('shows the closest below the first page when they stand behind it', async () => {
      const first = await search.search('robots', { ...limits, limit: 1 })
      expect(idsIn(first)).toBe('1')
      expect(idsIn({ ...first, hits: first.alsoClose })).toBe('23')
      expect((await search.search('robots', { ...limits, limit: 1, offset: 1 })).alsoClose).toEqual([])
      expect((await ask('robots')).alsoClose).toEqual([])
    })

    it('says so when only the meaning was found', async () => {
      const answer = await ask('manipulators humanoids -walk')
      expect(await found('swift canine')).toBe('')
      expect(answer.hits.every(({ isClose }) => !isClose || answer.close > 0)).toBe(true)
      await recordSightings(
        store,
        [aSighting('2603.00009', '2026-03-05', { paper: { title: 'Puppy', abstract: 'Puppy.' } })],
        2,
      )
      await embed()
      expect(await ask('dogs')).toMatchObject({
        total: 1,
        close: 1,
        problems: ['No paper has these words; these are close in meaning.'],
      })
    })

    it('finds what a question means although one of its words is misspelt', async () => {
      const { hits, correction } = await ask('do robots wlak beside people')
      expect(correction).not.toBe(null)
      expect(hits.find(({ isClose }) => isClose)?.paper.title).toBe('A manipulator')
    })

    it('obeys every filter, phrase and exclusion', async () => {
      expect(await found('robots cat:cs.AI')).toBe('3')
      expect(await found('robots since:2026-03-03')).toBe('23')
      expect(await found('robots -hands')).toBe('12')
      expect(await found('robots "humanoid hands"')).toMatch(/^3/)
      expect(await found('robots title:walk')).toBe('12')
    })

    it('leaves alone what is asked for exactly', async () => {
      for (const query of [
        '2603.00001',
        '"robots that walk"',
        'robots sort:new',
        'robots OR walk',
        'cat:cs.RO',
        'robo*',
      ])
        expect(await ask(query)).toEqual(await byWords.search(query, limits))
      expect(server.asked).toEqual([])
    })

    it('asks once for the same words', async () => {
      for (const query of ['robots', 'robots', 'robots cat:cs.RO']) await ask(query)
      expect(server.asked).toEqual([['robots']])
    })

    it.each(['html', 'flood', 'one too few', { status: 500 }, { status: 401 }, { status: 429, after: '60' }] as const)(
      'answers by words when the server answers %j, and does not ask again soon',
      async (behaviour) => {
        server.behaviour = behaviour
        for (const query of ['robots', 'humanoids'])
          expect(await ask(query)).toEqual(await byWords.search(query, limits))
      },
    )

    it('answers by words when the server hangs or is gone', async () => {
      server.behaviour = 'stall'
      expect(await ask('robots')).toEqual(await byWords.search('robots', limits))
      // One that owes an answer is not asked for another.
      expect(await ask('humanoids')).toEqual(await byWords.search('humanoids', limits))
      expect(server.asked).toEqual([['robots']])
      await server.close()
      expect(await ask('walk')).toEqual(await byWords.search('walk', limits))
    })

    it('answers by words when the day’s tokens are used up', async () => {
      const day = new Date().toISOString().slice(0, 10)
      await recordUsage(store.db, { day, model: 'other', calls: 1, promptTokens: 100_000, completionTokens: 0 })
      expect(await ask('robots')).toEqual(await byWords.search('robots', limits))
      expect(server.asked).toEqual([])
    })

    it('holds what was asked for whatever the meaning', async () => {
      const word = fc.constantFrom('robots', 'walk', 'humanoid', 'chess', 'swift', 'study', 'method')
      const filter = fc.constantFrom(
        '-walk',
        '-study',
        'cat:cs.RO',
        'cat:cs.LG',
        'title:study',
        '"humanoid hands"',
        'has:code',
      )
      const query = fc.tuple(fc.array(word, { minLength: 1, maxLength: 3 }), fc.array(filter, { maxLength: 2 }))
      const property = fc.asyncProperty(query, async ([words, filters]) => {
        const text = [...words, ...filters].join(' ')
        const { hits, total, close } = await ask(text)
        const known = new Set((await byWords.search(text, limits)).hits.map(({ paper }) => paper.id))
        for (const { paper, isClose } of hits) {
          if (isClose) expect(matches(parseQuery(filters.join(' ')), paper, { upvotes: null })).toBe(true)
          else expect(known).toContain(paper.id)
        }
        expect(new Set(hits.map(({ paper }) => paper.id)).size).toBe(hits.length)
        expect(hits.length).toBeLessThanOrEqual(total)
        expect(hits.filter(({ isClose }) => isClose).length).toBeLessThanOrEqual(close)
      })
      await fc.assert(property, { numRuns: 100 })
    })
  })

  it('finds similar papers that share no word', async () => {
    const { similar } = await search.similar('arxiv:2603.00003', null, 2)
    expect(similar.map(({ paper }) => paper.id)).toContain('arxiv:2603.00001')
  })

  it('finds by a model on this machine what it finds by one on a server, and sends it nothing', async () => {
    const files = await startFakeHuggingFaceFiles()
    const model = createLocalModel({ url: files.hub.url, folder: freshModelFolder(), log, signal, weights: TINY })
    vectors = await createVectors({ model, dailyTokens: 0, store, log, signal })
    search = await openSearch(store, vectors)
    open.push(search)
    const before = await tokens()
    expect((await vectors.examine()).what).toMatch(
      /is here to \d+ %, and the running bot fetches the rest: 0 of 43 papers/,
    )
    await embed()
    expect((await ask('robots')).hits.map(({ paper }) => paper.id).toSorted()).toEqual([
      'arxiv:2603.00001',
      'arxiv:2603.00002',
      'arxiv:2603.00003',
    ])
    expect((await vectors.examine()).what).toMatch(/local \(example\/tiny@aaaaaaa\) is here: 43 of 43 papers/)
    expect([server.asked, search.model, await tokens()]).toEqual([[], null, before])
    await vectors.close()
    await files.close()
  })

  describe('vectors of papers', () => {
    it('cost nothing while the papers stay as they are, and little when one is corrected', async () => {
      const before = await tokens()
      await embed()
      await recordSightings(
        store,
        [aSighting('2603.00001', '2026-03-02', { paper: { ...papers[40]?.paper, keywords: ['new'] } })],
        3,
      )
      await embed()
      expect(await tokens()).toBe(before)
      const corrected = {
        ...papers[40]?.paper,
        keywords: ['new'],
        abstract: 'A robot walks, and a quick dog beside it.',
      }
      await recordSightings(store, [aSighting('2603.00001', '2026-03-02', { paper: corrected })], 4)
      await embed()
      expect(server.asked).toEqual([['Robots that walk\nA robot walks, and a quick dog beside it.']])
      expect(await found('puppy')).toBe('1')
    })

    it('are not mixed with those of another model, which are made anew', async () => {
      await openAs('model-b')
      expect(await ask('robots')).toEqual(await byWords.search('robots', limits))
      await embed()
      expect(await found('robots')).toBe('123')
      server.dimensions = 96
      await openAs('model-b')
      expect(await ask('humanoids')).toEqual(await byWords.search('humanoids', limits))
      await recordSightings(store, [aSighting('2603.00004', '2026-03-05', { paper: { title: 'Swift robot' } })], 5)
      for (let run = 0; run < 2; run += 1) await embed()
      expect((await found('humanoids')).length).toBeGreaterThan(2)
      expect((await vectors.examine()).what).toContain('44 of 44 papers')
    })

    it('are made as far as half of the day’s tokens go, newest papers first', async () => {
      await openAs('model-b', 1_000)
      await embed()
      expect(await tokens()).toBeGreaterThan(0)
      const { what } = await vectors.examine()
      expect(what).toMatch(/ [1-9]\d? of 43 papers can be found by their meaning; the others follow/)
      expect(server.asked[0]?.[0]).toContain('A manipulator')
    })

    it('are made of what the model takes: one bad paper costs one paper', async () => {
      await openAs('model-b')
      server.longest = 500
      const long = aSighting('2603.00005', '2026-03-05', {
        paper: { title: 'Quick dogs', abstract: 'puppy '.repeat(700) },
      })
      await recordSightings(store, [long], 5)
      await embed()
      expect((await vectors.examine()).what).toMatch(
        / 43 of 44 papers can be found by their meaning; the model refused 1\.$/,
      )
      const before = server.asked.length
      await embed()
      expect(server.asked.length).toBe(before)
    })

    it('are not asked for again soon of a server that answers no text at all', async () => {
      await openAs('model-b')
      server.behaviour = { status: 500 }
      await embed()
      expect(server.asked.length).toBeLessThan(10)
      const before = server.asked.length
      await embed()
      expect(server.asked.length).toBe(before)
      expect(await vectors.examine()).toMatchObject({
        what: expect.stringContaining('the model server refused the text (500): 500'),
        remedy: expect.stringContaining('Are OPENAI_BASE_URL'),
      })
    })

    it.each(['plain', 'no base64'] as const)('are the same from a server that is %s', async (behaviour) => {
      await openAs('model-b')
      server.behaviour = behaviour
      await embed()
      expect(await found('robots')).toBe('123')
    })

    it('wait while something else comes first', async () => {
      await openAs('model-b')
      let asked = 0
      await vectors.embedPapers(() => {
        asked += 1
        return asked < 2
      })
      expect(server.asked).toHaveLength(1)
      await embed()
      expect((await vectors.examine()).what).toContain('43 of 43 papers can be found by their meaning.')
    })
  })
}
