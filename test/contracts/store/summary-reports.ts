import { beforeEach, expect, it } from 'vitest'
import type { PaperId } from '../../../src/core/paper.ts'
import type { Store } from '../../../src/db/open.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import {
  hiddenWriters,
  insertSummaryReport,
  type SummaryReport,
  summaryReportsOn,
} from '../../../src/summaries/reports.ts'
import {
  claimSummary,
  findSummary,
  refuseSummaries,
  settleSummary,
  writtenSummary,
} from '../../../src/summaries/stored-summaries.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const PAPER: PaperId = 'arxiv:2603.00001'

/** Summaries that people found wrong. */
export function summaryReportsContract(open: OpenStore): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30')], 0)
  })
  const aReport = (given: Partial<SummaryReport> = {}): SummaryReport => ({
    paper: PAPER,
    writer: 'extract',
    state: 'reported',
    reason: 'That is the baseline.',
    person: 'slack:T1/U1',
    channel: 'slack:T1/C1',
    at: 1_000,
    ...given,
  })

  it('keeps who found what wrong, when and why, the oldest first', async () => {
    const [second, first] = [aReport({ at: 2_000, state: 'hidden' }), aReport()]
    await insertSummaryReport(store.db, second)
    await insertSummaryReport(store.db, first)
    expect(await summaryReportsOn(store.db, PAPER)).toEqual([first, second])
    expect(await summaryReportsOn(store.db, 'arxiv:2603.00002')).toEqual([])
  })

  it('hides what somebody hid, from their team alone, and nothing that was only reported', async () => {
    await insertSummaryReport(store.db, aReport({ writer: 'model:gpt-5-mini', state: 'hidden' }))
    await insertSummaryReport(store.db, aReport())
    expect(await hiddenWriters(store.db, PAPER, 'slack:T1')).toEqual(new Set(['model:gpt-5-mini']))
    expect(await hiddenWriters(store.db, PAPER, 'slack:T11')).toEqual(new Set())
    await insertSummaryReport(store.db, aReport({ writer: 'source', state: 'withdrawn', channel: 'terminal:local' }))
    expect(await hiddenWriters(store.db, PAPER, 'slack:T11')).toEqual(new Set(['source']))
  })

  it('forgets what a model wrote that was found wrong, and asks it no more', async () => {
    const key = { paper: PAPER, language: 'en', prompt: 1 }
    await claimSummary(store.db, key, { model: 'gpt-5-mini', leaseMs: 1_000, now: 0 })
    expect(await writtenSummary(store.db, PAPER)).toBeNull()
    await settleSummary(store.db, key, '{}', 10)
    expect(await writtenSummary(store.db, PAPER)).toMatchObject({ model: 'gpt-5-mini' })
    await refuseSummaries(store.db, PAPER)
    expect(await findSummary(store.db, key)).toEqual({ state: 'refused', content: null, model: 'gpt-5-mini' })
    expect(await writtenSummary(store.db, PAPER)).toBeNull()
  })
}
