import { beforeEach, expect, it } from 'vitest'
import type { Paper } from '../../../src/core/paper.ts'
import type { Store } from '../../../src/db/open.ts'
import { postingsOf, postPaper } from '../../../src/outbox/postings.ts'
import { recordAliases } from '../../../src/papers/aliases.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { resolvePaperIds } from '../../../src/papers/resolve-ids.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

/** The names a paper goes by, and where it was brought. */
export function meantContract(open: OpenStore): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  const record = (id: string, links: Partial<Paper['links']>) =>
    recordSightings(store, [aSighting(id, '2026-03-30', { paper: { links: { ...aPaper(id).links, ...links } } })], 0)

  it('finds a paper by what its own links say it is, too', async () => {
    await record('2603.00001', {
      abstract: 'https://openreview.net/forum?id=aB1',
      project: 'https://example.org/memory/',
    })
    const found = await resolvePaperIds(store.db, [
      'arxiv:2603.00001',
      'url:https://openreview.net/forum?id=aB1',
      'url:https://example.org/memory',
      'url:https://example.org/other',
    ])
    expect([...found].map(([asked, { id }]) => [asked, id]).toSorted()).toEqual([
      ['arxiv:2603.00001', 'arxiv:2603.00001'],
      ['url:https://example.org/memory', 'arxiv:2603.00001'],
      ['url:https://openreview.net/forum?id=aB1', 'arxiv:2603.00001'],
    ])
  })

  it('takes the front page of a site for nobody, and an address that two papers name for the first one', async () => {
    await record('2603.00001', { project: 'https://example.org/' })
    await record('2603.00002', { project: 'https://example.org/ours' })
    await record('2603.00003', { project: 'https://example.org/ours' })
    const found = await resolvePaperIds(store.db, ['url:https://example.org', 'url:https://example.org/ours'])
    expect([...found.values()].map(({ id }) => id)).toEqual(['arxiv:2603.00002'])
  })

  it('learns another name that somebody used', async () => {
    await record('2603.00001', {})
    await recordAliases(store.db, [{ id: 'url:https://example.org/x', paper: 'arxiv:2603.00001' }])
    expect((await resolvePaperIds(store.db, ['url:https://example.org/x'])).size).toBe(1)
  })

  it('brings a paper to a channel once, whoever asks at the same time', async () => {
    await record('2603.00001', {})
    const posting = { place: 'slack:T1/C1', paper: 'arxiv:2603.00001', date: '2026-03-30', now: 1 } as const
    const brought = await Promise.all(['a', 'b'].map((key) => store.write((db) => postPaper(db, { key, ...posting }))))
    expect(brought.toSorted()).toEqual([false, true])
    expect(await postingsOf(store.db, ['arxiv:2603.00001'])).toEqual([
      { channel: 'slack:T1/C1', paper: 'arxiv:2603.00001', date: '2026-03-30' },
    ])
    const owed = await store.db.selectFrom('deliveries').select('key').execute()
    expect(owed).toHaveLength(1)
  })
}
