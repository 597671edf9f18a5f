import { expect, it } from 'vitest'
import {
  readMonths,
  recordFailure,
  recordMonth,
  recordSuccess,
  sourceHealth,
} from '../../../src/sources/collecting/source-health.ts'
import type { OpenStore } from '../store.ts'

export function sourcesContract(open: OpenStore): void {
  it('remembers since when a source fails, until it works again', async () => {
    const { db } = await open()
    const health = async () => (await sourceHealth(db)).get('huggingface')
    await recordFailure(db, 'huggingface', 'answered 503', 10)
    await recordFailure(db, 'huggingface', 'answered 502', 20)
    expect(await health()).toMatchObject({ triedAt: 20, succeededAt: null, error: 'answered 502', failingSince: 10 })
    await recordSuccess(db, 'huggingface', '2026-03-31', 30)
    expect(await health()).toMatchObject({ triedAt: 30, succeededAt: 30, error: null, failingSince: null })
  })

  it('knows when a source last brought a new day', async () => {
    const { db } = await open()
    await recordSuccess(db, 'huggingface', '2026-03-31', 10)
    await recordSuccess(db, 'huggingface', '2026-03-31', 20)
    await recordSuccess(db, 'huggingface', null, 30)
    expect((await sourceHealth(db)).get('huggingface')).toMatchObject({ newestDay: '2026-03-31', newsAt: 10 })
    await recordSuccess(db, 'huggingface', '2026-04-01', 40)
    expect((await sourceHealth(db)).get('huggingface')).toMatchObject({ newestDay: '2026-04-01', newsAt: 40 })
  })

  it('knows which months of a source have been read', async () => {
    const { db } = await open()
    await recordMonth(db, 'huggingface', '2026-02', 300, 1)
    await recordMonth(db, 'huggingface', '2026-02', 310, 2)
    await recordMonth(db, 'huggingface', '2026-01', 290, 3)
    expect(await readMonths(db, 'huggingface')).toEqual(new Set(['2026-02', '2026-01']))
    expect(await readMonths(db, 'arxiv:cs.CL')).toEqual(new Set())
  })
}
