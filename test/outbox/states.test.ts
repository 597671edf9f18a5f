import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { FindOutcome, PostRef, SendOutcome } from '../../src/core/chat.ts'
import type { DeliveryState } from '../../src/db/schema/outbox.ts'
import type { Delivery } from '../../src/outbox/delivery.ts'
import type { Settlement } from '../../src/outbox/queue/settlements.ts'
import { afterLook, afterRepeat, afterSend } from '../../src/outbox/sending/verdict.ts'
import { TIMEOUTS } from '../../src/outbox/timeouts.ts'

const diagram = readFileSync('docs/architecture.md', 'utf8').split('stateDiagram-v2')[1]?.split('```')[0] ?? ''
const moves = [...diagram.matchAll(/^ {2}(\S+) --> ([^\s:]+)/gm)].map(([, from, to]) => [from, to])
const drawnFrom = (state: DeliveryState) => moves.flatMap(([from, to]) => (from === state ? [to] : [])).toSorted()

const states = { planned: 0, ready: 0, sending: 0, sent: 0, uncertain: 0, held: 0, dead: 0 }

it('are drawn in docs/architecture.md, each of them and no other', () => {
  const known: string[] = Object.keys(states satisfies Record<DeliveryState, number>)
  const drawn = new Set(moves.flat().filter((state) => state !== '[*]'))
  expect([...drawn].toSorted()).toEqual(known.toSorted())
})

const ref: PostRef = { channel: 'slack:T1/C1', id: '1' }
const reason = 'no'
const sends: SendOutcome[] = [
  { kind: 'sent', ref },
  { kind: 'refused', reason, permanent: false },
  { kind: 'refused', reason, permanent: true },
  { kind: 'wait', seconds: 1, scope: 'place' },
  { kind: 'wait', seconds: 1, scope: 'team' },
  { kind: 'uncertain', reason },
]
const looks: (Exclude<FindOutcome, { kind: 'repeatable' }> | null)[] = [
  { kind: 'found', ref },
  { kind: 'absent' },
  { kind: 'cannot-tell', reason },
  null,
]

/** Where an attempt may lead, whatever was tried before. */
function reached(settle: (delivery: Delivery) => Settlement[]): DeliveryState[] {
  const before = [0, 1, 7, 8].flatMap((attempts) => [0, 1].map((looks) => ({ attempts, looks, reason })))
  return [...new Set(before.flatMap((one) => settle(one as Delivery)).map(({ state }) => state))].toSorted()
}

it('are left as they are drawn, whatever the platform answers', () => {
  expect(reached((one) => sends.map((outcome) => afterSend(outcome, one, TIMEOUTS)))).toEqual(drawnFrom('sending'))
  const looked = reached((one) => [
    ...looks.map((outcome) => afterLook(outcome, one, TIMEOUTS)),
    ...sends.map((outcome) => afterRepeat(outcome, one, TIMEOUTS)),
  ])
  expect(looked.filter((state) => state !== 'uncertain')).toEqual(drawnFrom('uncertain'))
})

it('wait a day at most, however long a platform wishes', () => {
  const wish: SendOutcome = { kind: 'wait', seconds: 1e30, scope: 'place' }
  const delivery = { attempts: 1, looks: 0, reason: null } as Delivery
  expect(afterSend(wish, delivery, TIMEOUTS)).toMatchObject({ state: 'ready', delayMs: 86_400_000 })
})
