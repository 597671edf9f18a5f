import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inHalves, isolated } from '../../src/state/isolated.ts'
import { keepState, readState } from '../../src/state/kept.ts'
import { createState } from '../../src/state/state.ts'
import type { Store } from '../../src/store/open.ts'
import { openScratch } from '../fakes/scratch.ts'

let store: Store
let lines: { level: number; channel?: string; step?: string }[]
beforeEach(async () => {
  store = await openScratch()
  lines = []
})
afterEach(() => store.close())

const part = { kind: 'channel', name: 'slack:T1/C1', step: 'choose' } as const
const openContext = () => ({
  store,
  state: createState(() => 1_000),
  log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
  signal: new AbortController().signal,
})
const fail = (why: string) => () => Promise.reject(new Error(why))

describe('a piece of work', () => {
  it('fails by itself, is named once however often it fails, and is well again', async () => {
    const context = openContext()
    for (let minute = 0; minute < 3; minute += 1) expect(await isolated(context, part, fail('no rule'))).toBeNull()
    expect(lines).toMatchObject([{ channel: 'slack:T1/C1', step: 'choose' }])
    expect(context.state.find(part)).toMatchObject({ problem: 'no rule', since: 1_000 })
    expect(await isolated(context, part, () => 7)).toBe(7)
    expect(context.state.find(part)).toBeNull()
  })

  it('blames no part when the database is away', async () => {
    const context = openContext()
    await store.close()
    await expect(isolated(context, part, fail('no answer'))).rejects.toThrow('no answer')
    expect(context.state.outcomes()).toEqual([])
  })

  it('costs only the one of a hundred that fails', async () => {
    const bad: number[] = []
    const done = await inHalves(
      openContext(),
      Array.from({ length: 100 }, (_, index) => index),
      async (some) => (some.includes(42) ? Promise.reject(new Error('42')) : some),
      (one) => {
        bad.push(one)
        return []
      },
    )
    expect([done.length, bad]).toEqual([99, [42]])
  })
})

it('tells other processes how the last round of the one that collects went', async () => {
  const { state } = openContext()
  state.record({ kind: 'lead', name: 'host:1' }, null)
  state.record({ kind: 'step', name: 'plan' }, null, 120)
  state.record({ kind: 'follow', name: 'slack:T1/U1', step: 'tell' }, 'no')
  await keepState(store, state)
  const elsewhere = createState(() => 2_000)
  elsewhere.record({ kind: 'platform', name: 'slack' }, null)
  const seen = await readState(store, elsewhere)
  expect(seen.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['platform slack', 'lead host:1', 'step plan'])
})
