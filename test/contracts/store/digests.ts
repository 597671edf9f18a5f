import { expect, it } from 'vitest'
import { findChannel, subscribeChannel } from '../../../src/channels/channels.ts'
import type { Store } from '../../../src/db/open.ts'
import { loadDecisions, loadPool, loadStartDays, newestDays } from '../../../src/digest/choose/candidates.ts'
import { type Choice, countOutcomes, type Outcome } from '../../../src/digest/choose/choose.ts'
import {
  findDigest,
  insertDigests,
  latestDigest,
  type NewDigest,
  outcomesOfDigest,
  outcomesOfPaper,
} from '../../../src/digest/stored-digests.ts'
import { plannedDeliveries } from '../../../src/outbox/messages.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const DAY = '2026-03-31'
const channel = 'slack:T1/C1'
const first = 'arxiv:2603.00001'
const second = 'arxiv:2603.00002'

export function digestsContract(open: OpenStore): void {
  it('keeps a digest with all that follows from it', async () => {
    const store = await openWithPapers(open)
    await insertDigests(store.db, [aDigest(DAY, { '2603.00001': 'posted', '2603.00002': 'filtered' })])
    expect(await findDigest(store.db, channel, DAY)).toEqual({
      channel,
      date: DAY,
      plannedAt: 100,
      coversSince: null,
      counts: { found: 2, posted: 1, thread: 0, filtered: 1, held: 0, already: 0 },
      notes: ['arXiv is missing'],
    })
    expect(await latestDigest(store.db, channel)).toMatchObject({ date: DAY })
    expect(await outcomesOfDigest(store.db, channel, DAY)).toMatchObject([
      { paper: first, outcome: 'posted', rank: 1 },
      { paper: second, outcome: 'filtered', rank: null },
    ])
    expect(await outcomesOfPaper(store.db, second)).toMatchObject([{ channel, date: DAY, outcome: 'filtered' }])
    expect(await loadStartDays(store.db, [channel])).toEqual(new Map([[channel, new Map([['huggingface', DAY]])]]))
    expect(await findChannel(store.db, channel)).toMatchObject({ lastDigestOn: DAY, lastPlannedAt: 100 })
    expect(await plannedDeliveries(store.db, 10)).toMatchObject([{ to: { channel }, subject: { paper: first } }])
  })

  it('keeps digests that chose among thousands of papers', async () => {
    const store = await openWithPapers(open)
    const listed = Array.from({ length: 6_000 }, (_, index) => [`2604.${10_000 + index}`, 'thread'] as const)
    await insertDigests(store.db, [aDigest(DAY, Object.fromEntries(listed))])
    expect(await outcomesOfDigest(store.db, channel, DAY)).toHaveLength(6_000)
  })

  it('keeps one digest of a channel and day, whoever plans it again', async () => {
    const store = await openWithPapers(open)
    await store.write((db) => insertDigests(db, [aDigest(DAY, { '2603.00001': 'posted' })]))
    const again = aDigest(DAY, { '2603.00002': 'posted' })
    await expect(store.write((db) => insertDigests(db, [again]))).rejects.toThrow()
    expect(await outcomesOfDigest(store.db, channel, DAY)).toMatchObject([{ paper: first }])
    expect(await plannedDeliveries(store.db, 10)).toHaveLength(1)
  })

  it('lets one of three processes plan a digest that all plan at once', async () => {
    const stores = await Promise.all([openWithPapers(open), open(), open()])
    const plans = stores.map((store) =>
      store.write((db) => insertDigests(db, [aDigest(DAY, { '2603.00001': 'posted' })])),
    )
    const outcomes = await Promise.allSettled(plans)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await plannedDeliveries(stores[0].db, 10)).toHaveLength(1)
  })

  it('brings a paper to a channel once, ever', async () => {
    const store = await openWithPapers(open)
    await store.write((db) => insertDigests(db, [aDigest(DAY, { '2603.00001': 'posted' })]))
    const repeat = aDigest('2026-04-01', { '2603.00001': 'posted' })
    await expect(store.write((db) => insertDigests(db, [repeat]))).rejects.toThrow()
    expect(await findDigest(store.db, channel, '2026-04-01')).toBeNull()
    expect(await findChannel(store.db, channel)).toMatchObject({ lastDigestOn: DAY })
  })

  it('does not move what the next digest covers by a digest of a chosen day', async () => {
    const store = await openWithPapers(open)
    await insertDigests(store.db, [{ ...aDigest(DAY, { '2603.00001': 'posted' }), advances: false }])
    expect(await findChannel(store.db, channel)).toMatchObject({ lastDigestOn: null, lastPlannedAt: null })
  })

  it('remembers the newest decision about a paper, and a posting above all', async () => {
    const store = await openWithPapers(open)
    await insertDigests(store.db, [aDigest('2026-03-30', { '2603.00001': 'thread', '2603.00002': 'posted' })])
    await insertDigests(store.db, [aDigest(DAY, { '2603.00001': 'filtered', '2603.00002': 'already' })])
    const decisions = (await loadDecisions(store.db, [channel, 'slack:T1/C2'], [first, second])).get(channel)
    expect(decisions?.get(first)).toMatchObject({ outcome: 'filtered', date: DAY })
    expect(decisions?.get(second)).toMatchObject({ outcome: 'posted', date: '2026-03-30' })
  })

  it('keeps the day from which on a source is news', async () => {
    const store = await openWithPapers(open)
    await insertDigests(store.db, [aDigest('2026-03-30', { '2603.00001': 'posted' })])
    await insertDigests(store.db, [aDigest(DAY, { '2603.00002': 'posted' })])
    expect((await loadStartDays(store.db, [channel])).get(channel)?.get('huggingface')).toBe('2026-03-30')
  })

  it('chooses among what arrived in the wanted sources and days', async () => {
    const store = await openWithPapers(open)
    await recordSightings(store, [aSighting('2603.00003', '2026-02-01')], 60)
    await recordSightings(store, [aSighting('2603.00001', DAY, { source: 'arxiv:cs.CL', upvotes: null })], 70)
    const window = { since: '2026-03-01', until: DAY }
    const pool = await loadPool(store.db, { ...window, sources: ['huggingface'], seenAfter: 50 })
    expect([...pool.keys()].sort()).toEqual([first, second])
    expect(pool.get(first)?.sightings).toHaveLength(1)
    const later = await loadPool(store.db, { ...window, sources: ['huggingface', 'arxiv:cs.CL'], seenAfter: 70 })
    expect([...later.keys()]).toEqual([first])
    expect(
      later
        .get(first)
        ?.sightings.map(({ firstSeenAt }) => firstSeenAt)
        .sort(),
    ).toEqual([50, 70])
    expect((await loadPool(store.db, { ...window, sources: [], seenAfter: 0 })).size).toBe(0)
  })

  it('knows the newest day of each source', async () => {
    const store = await openWithPapers(open)
    await recordSightings(store, [aSighting('2603.00003', '2026-04-02')], 60)
    const sources = ['huggingface', 'arxiv:cs.CL']
    expect(await newestDays(store.db, sources, '2026-04-01')).toEqual(new Map([['huggingface', DAY]]))
    expect(await newestDays(store.db, sources, '2026-04-02')).toEqual(new Map([['huggingface', '2026-04-02']]))
  })
}

async function openWithPapers(open: OpenStore): Promise<Store> {
  const store = await open()
  await subscribeChannel(store.db, channel, 'papers', 1)
  await recordSightings(store, [aSighting('2603.00001', DAY), aSighting('2603.00002', DAY)], 50)
  return store
}

function aDigest(date: string, outcomes: Record<string, Outcome>): NewDigest {
  const choices: Choice[] = Object.entries(outcomes).map(([id, outcome], index) => ({
    paper: aPaper(id),
    outcome,
    reason: 'because',
    rank: outcome === 'posted' ? index + 1 : null,
    upvotes: 10,
  }))
  const posted = choices.filter(({ outcome }) => outcome === 'posted').map(({ paper }) => paper.id)
  return {
    channel,
    date,
    plannedAt: 100,
    coversSince: null,
    advances: true,
    startDays: new Map([['huggingface', date]]),
    choices,
    counts: countOutcomes(choices),
    notes: ['arXiv is missing'],
    deliveries: posted.map((paper, index) => ({
      key: `digest:${channel}:${date}:paper:${paper}`,
      to: { channel },
      team: 'slack:T1',
      seq: index,
      parent: null,
      subject: { kind: 'paper', date, paper, position: index + 1 },
      plannedAt: 100,
    })),
    postings: posted.map((paper, index) => ({ paper, position: index + 1, delivery: `delivery-${index}` })),
  }
}
