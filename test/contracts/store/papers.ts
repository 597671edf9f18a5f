import { expect, it } from 'vitest'
import { countPapers } from '../../../src/ops/metrics/gauges.ts'
import { changesOf } from '../../../src/papers/changes.ts'
import {
  corpusSize,
  findPaper,
  findPapers,
  findPapersByTitle,
  recordPapers,
  recordSightings,
} from '../../../src/papers/papers.ts'
import { popularityOf } from '../../../src/papers/popularity.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const DAY = '2026-03-31'
const ids = (count: number) => Array.from({ length: count }, (_, index) => `2603.${String(10_000 + index)}`)

export function papersContract(open: OpenStore): void {
  it('gives back what was stored, in every script and with every quote', async () => {
    const store = await open()
    const paper = aPaper('2603.00001', {
      title: `O'Neil's "50%" \\ {$1} — 深度学习 🤖 e\u0301`,
      abstract: 'a\u2028b; drop table papers; --',
      authors: ['Łukasz Ż.', '李明'],
      keywords: ["it's"],
      pictures: ['https://example.org/a.png'],
      organization: 'Example Lab',
      publishedAt: null,
      sourceSummary: 'short',
    })
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper })], 1)
    expect(await findPaper(store.db, paper.id)).toEqual(paper)
    expect(await findPaper(store.db, 'arxiv:0000.00000')).toBeNull()
  })

  it('knows for good that a paper was withdrawn, whatever other sources and older copies say', async () => {
    const store = await open()
    const withdrawn = { abstract: 'This paper has been withdrawn by the authors due to an error.' }
    const facts = { comment: '9 pages', models: ['https://huggingface.co/example/tidemark'] }
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: { facts } })], 1)
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: withdrawn })], 2)
    await recordSightings(store, [aSighting('2603.00001', DAY)], 3)
    expect(await findPaper(store.db, 'arxiv:2603.00001')).toEqual({
      ...aPaper('2603.00001'),
      title: 'Withdrawn: Paper 2603.00001',
      facts: { ...facts, standing: 'withdrawn' },
    })
  })

  it('adds to what it knows of a paper, without a day, and notes what became of it once', async () => {
    const store = await open()
    const facts = { comment: '9 pages' }
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: { facts } }), aSighting('2603.00002', DAY)], 1)
    const picture = { url: 'https://example.org/a.png', alt: 'Figure 1' }
    const paper = aPaper('2603.00001', { facts: { ...facts, picture } })
    const code = 'https://github.com/example/tidemark'
    for (const now of [2, 3]) await recordPapers(store, [{ ...paper, links: { ...paper.links, code } }], now)
    const found = await findPapers(store.db, ['arxiv:2603.00001', 'arxiv:2603.00002'])
    expect([found.get('arxiv:2603.00001')?.facts, found.get('arxiv:2603.00002')?.facts]).toEqual([
      { ...facts, picture },
      {},
    ])
    const change = { paper: 'arxiv:2603.00001', change: 'code', url: code, at: 2 }
    expect(await changesOf(store.db, ['arxiv:2603.00001', 'arxiv:2603.00002'])).toEqual([change])
  })

  it('marks what a version without facts stored', async () => {
    const store = await open()
    await recordSightings(store, [aSighting('2603.00001', DAY)], 1)
    const old = { title: 'RETRACTED: Late tides', facts: '{}' }
    await store.db.updateTable('papers').set(old).execute()
    const paper = await findPaper(store.db, 'arxiv:2603.00001')
    expect(paper).toMatchObject({ title: 'Retracted: Late tides', facts: { standing: 'retracted' } })
  })

  it('changes nothing when the same day is recorded again', async () => {
    const store = await open()
    const day = ids(120).map((id) => aSighting(id, DAY))
    expect(await recordSightings(store, day, 1)).toEqual({ papers: 120, newPapers: 120 })
    expect(await recordSightings(store, day, 2)).toEqual({ papers: 120, newPapers: 0 })
    expect(await corpusSize(store.db)).toEqual({ papers: 120, since: DAY })
    const rows = await store.db.selectFrom('sightings').select(['first_seen_at', 'seen_at']).distinct().execute()
    expect(rows).toEqual([{ first_seen_at: 1, seen_at: 2 }])
  })

  it('counts a paper once for each source that lists it', async () => {
    const store = await open()
    const again = { source: 'arxiv:cs.CL' as const }
    const seen = [aSighting('2603.00001', '2026-03-30'), aSighting('2603.00001', DAY), aSighting('2603.00002', DAY)]
    await recordSightings(store, [...seen, aSighting('2603.00002', DAY, again)], 1)
    expect([...(await countPapers(store.db, '2026-03-30'))].sort()).toEqual([
      ['arxiv:cs.CL', 1],
      ['huggingface', 2],
    ])
    expect([...(await countPapers(store.db, '2026-04-01'))]).toEqual([])
  })

  it('follows upvotes and comments, and knows the highest over all days and sources', async () => {
    const store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30', { upvotes: 7, comments: 1 })], 1)
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30', { upvotes: 9, comments: 0 })], 2)
    await recordSightings(
      store,
      [aSighting('2603.00001', DAY, { source: 'arxiv:cs.CL', upvotes: null, comments: null })],
      3,
    )
    const attention = await popularityOf(store.db, ['arxiv:2603.00001'])
    expect(attention.get('arxiv:2603.00001')).toEqual({
      upvotes: 9,
      comments: 0,
      days: [
        { source: 'huggingface', day: '2026-03-30' },
        { source: 'arxiv:cs.CL', day: DAY },
      ],
    })
  })

  it('keeps what a later view of a paper lacks', async () => {
    const store = await open()
    const links = aPaper('2603.00001').links
    const code = 'https://github.com/example/code'
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: { links: { ...links, code } } })], 1)
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: { title: 'Corrected' } })], 2)
    expect(await findPaper(store.db, 'arxiv:2603.00001')).toMatchObject({ title: 'Corrected', links: { code } })
  })

  it('takes a paper that one answer lists twice', async () => {
    const store = await open()
    const twice = [aSighting('2603.00001', DAY, { upvotes: 1 }), aSighting('2603.00001', DAY, { upvotes: 2 })]
    expect(await recordSightings(store, twice, 1)).toEqual({ papers: 1, newPapers: 1 })
    expect((await popularityOf(store.db, ['arxiv:2603.00001'])).get('arxiv:2603.00001')?.upvotes).toBe(2)
  })

  it('loses nothing when three processes record the same papers at once', async () => {
    const stores = await Promise.all([open(), open(), open()])
    const links = (id: string) => aPaper(id).links
    const views = [
      ids(100).map((id) =>
        aSighting(id, DAY, { paper: { links: { ...links(id), code: 'https://example.org/code' } } }),
      ),
      ids(100).map((id) => aSighting(id, DAY, { source: 'arxiv:cs.CL', paper: { keywords: ['agents'] } })),
      ids(100).map((id) => aSighting(id, DAY, { source: 'feed:x', paper: { organization: 'Example Lab' } })),
    ]
    // From both ends, so that they meet in the middle.
    views[1]?.reverse()
    const recorded = await Promise.all(stores.map((store, index) => recordSightings(store, views[index] ?? [], 1)))
    expect(recorded.reduce((sum, { newPapers }) => sum + newPapers, 0)).toBe(100)
    const { db } = stores[0]
    for (const paper of (
      await findPapers(
        db,
        ids(100).map((id) => `arxiv:${id}` as const),
      )
    ).values())
      expect(paper).toMatchObject({
        links: { code: 'https://example.org/code' },
        keywords: ['agents'],
        organization: 'Example Lab',
      })
    expect(await corpusSize(db)).toEqual({ papers: 100, since: DAY })
  })

  it('finds a paper by its whole title, whatever the case', async () => {
    const store = await open()
    await recordSightings(store, [aSighting('2603.00001', DAY, { paper: { title: 'Élan Vital: a STUDY' } })], 1)
    const titles = async (title: string) => (await findPapersByTitle(store.db, title)).map(({ id }) => id)
    expect(await titles('Élan VITAL: a study')).toEqual(['arxiv:2603.00001'])
    expect(await titles('Élan Vital')).toEqual([])
  })

  it('looks up thousands of papers at once', async () => {
    const store = await open()
    await recordSightings(
      store,
      ids(60).map((id) => aSighting(id, DAY)),
      1,
    )
    const asked = ids(20_000).map((id) => `arxiv:${id}` as const)
    expect((await findPapers(store.db, asked)).size).toBe(60)
    expect((await popularityOf(store.db, asked)).size).toBe(60)
  })

  it('knows that it is empty', async () => {
    const { db } = await open()
    expect(await corpusSize(db)).toEqual({ papers: 0, since: null })
    expect((await findPapers(db, [])).size + (await popularityOf(db, [])).size).toBe(0)
  })
}
