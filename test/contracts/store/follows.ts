import { beforeEach, expect, it } from 'vitest'
import { idOf, type Place } from '../../../src/core/chat.ts'
import type { Store } from '../../../src/db/open.ts'
import {
  type Follow,
  type Followed,
  insertFollow,
  listFollows,
  markNotified,
  recordFollowed,
  removeFollow,
  unnotifiedPapers,
} from '../../../src/library/follows/follows.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const ADA: Place = { person: 'slack:T1/U1' }
const BOB: Place = { person: 'slack:T1/U2' }
const PAPER = 'arxiv:2603.00001'
const FOUND: Followed = { to: ADA, paper: PAPER, query: 'agents', channel: 'slack:T1/C1', change: '' }

/** What people follow, and what was found for them. */
export function followsContract(open: OpenStore): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30')], 0)
  })
  const aFollow = (query: string, given: Partial<Follow> = {}): Follow => ({
    id: `${idOf(given.to ?? ADA)} ${query}`,
    to: ADA,
    query,
    channel: 'slack:T1/C1',
    createdAt: 1,
    paper: null,
    ...given,
  })

  it('follows a search once for each place', async () => {
    expect(await insertFollow(store.db, aFollow('agents'))).toBe(true)
    expect(await insertFollow(store.db, { ...aFollow('agents'), id: 'other' })).toBe(false)
    expect(await insertFollow(store.db, aFollow('agents', { to: BOB }))).toBe(true)
    expect((await listFollows(store.db, ADA)).map(({ query }) => query)).toEqual(['agents'])
    expect(await listFollows(store.db, null)).toHaveLength(2)
  })

  it('tells of a paper once for each place, whatever the number of searches that find it', async () => {
    await recordFollowed(store.db, [FOUND, { ...FOUND, to: BOB }], 1)
    await markNotified(store.db, ADA, [PAPER], 2)
    await recordFollowed(store.db, [{ ...FOUND, query: 'memory' }], 3)
    expect(await unnotifiedPapers(store.db)).toEqual([{ ...FOUND, to: BOB }])
  })

  it('tells of each change of a paper once, also where the paper itself was told', async () => {
    const [code, model] = [{ ...FOUND, change: 'code' } as const, { ...FOUND, change: 'model' } as const]
    await recordFollowed(store.db, [FOUND, code], 1)
    await markNotified(store.db, ADA, [PAPER], 2)
    await recordFollowed(store.db, [code, model], 3)
    expect(await unnotifiedPapers(store.db)).toEqual([model])
  })

  it('follows for a person and for a channel of the same id', async () => {
    const places: Place[] = [{ person: 'plaza:main/ada' }, { channel: 'plaza:main/ada' }]
    for (const [index, to] of places.entries()) {
      expect(await insertFollow(store.db, { ...aFollow('agents', { to }), id: String(index) })).toBe(true)
      await recordFollowed(store.db, [{ ...FOUND, to }], index)
      expect(await listFollows(store.db, to)).toMatchObject([{ to }])
    }
    expect((await unnotifiedPapers(store.db)).map(({ to }) => to)).toEqual(places)
  })

  it('forgets with a search what it found and was not told', async () => {
    await insertFollow(store.db, aFollow('agents'))
    await recordFollowed(store.db, [FOUND], 1)
    await removeFollow(store.db, aFollow('agents'))
    expect(await listFollows(store.db, null)).toEqual([])
    expect(await unnotifiedPapers(store.db)).toEqual([])
  })
}
