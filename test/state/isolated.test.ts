import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outgoing, SendOutcome } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'
import type { Store } from '../../src/db/open.ts'
import { createCircuitBreaker } from '../../src/models/circuit-breaker.ts'
import { ModelServerError } from '../../src/models/server.ts'
import { bisect, isolated } from '../../src/state/isolated.ts'
import { recordSends } from '../../src/state/record-sends.ts'
import { loadState, saveState } from '../../src/state/saved-state.ts'
import { createState } from '../../src/state/state.ts'
import { fakeChat } from '../fakes/chat.ts'
import { openScratch } from '../fakes/scratch.ts'

let store: Store
let lines: { level: number; channel?: string; step?: string }[]
beforeEach(async () => {
  store = await openScratch()
  lines = []
})
afterEach(() => store.close())

const letter = { message: notice('Hello'), seed: [], files: [], firstAttemptAt: 0 }
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
    const done = await bisect(
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

it('knows how a platform and a model fared last, and since when', async () => {
  let now = 1_000
  const state = createState(() => now)
  const chat = fakeChat('email')
  const noted = recordSends(chat, state)
  const delivery: Outgoing = { ...{ id: 'd1', to: { channel: 'email:ada@lab.example' }, thread: null }, ...letter }
  const answers: SendOutcome[] = [
    { kind: 'wait', seconds: 60, scope: 'platform' },
    { kind: 'refused', reason: 'no such mailbox', permanent: true },
    { kind: 'uncertain', reason: 'the server hung up' },
  ]
  const problems: (string | undefined | null)[] = []
  for (const answer of answers) {
    chat.next.push(answer)
    await noted.send(delivery)
    problems.push(state.outcomes('platform')[0]?.problem)
    now += 60_000
  }
  expect(problems.map((problem) => problem?.slice(0, 18))).toEqual([
    ...['it takes nothing f', 'it takes nothing f', 'the server hung up'],
  ])
  expect(state.outcomes('platform')[0]?.since).toBe(1_000)
  await noted.send(delivery)
  expect(state.outcomes('platform')).toEqual([])
  const breaker = createCircuitBreaker(
    () => now,
    (problem) => state.record({ kind: 'model', name: 'summaries' }, problem),
  )
  breaker.fail(new ModelServerError('the model server failed (401)', null))
  expect(state.outcomes('model')).toMatchObject([{ problem: 'the model server failed (401)', since: now }])
  breaker.succeed()
  expect(state.outcomes('model')).toMatchObject([{ problem: null }])
})

it('tells other processes how the last round of the one that collects went', async () => {
  const { state } = openContext()
  state.record({ kind: 'lead', name: 'host:1' }, null)
  state.record({ kind: 'step', name: 'plan' }, null, 120)
  state.record({ kind: 'follow', name: 'slack:T1/U1', step: 'tell' }, 'no')
  await saveState(store, state)
  const elsewhere = createState(() => 2_000)
  elsewhere.record({ kind: 'platform', name: 'slack' }, null)
  const seen = await loadState(store, elsewhere)
  expect(seen.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['platform slack', 'lead host:1', 'step plan'])
})
