import { describe, expect, it } from 'vitest'
import {
  choose,
  countOutcomes,
  type Decision,
  type DigestCandidate,
  type SelectionRules,
  THREAD_SIZE,
} from '../../src/digest/choose/choose.ts'
import { aPaper } from '../fixtures/papers.ts'

const everything: SelectionRules = { objection: () => null, minUpvotes: 0 }
const DATE = '2026-03-31'

function candidate(id: string, upvotes: number | null, given: Partial<DigestCandidate> = {}): DigestCandidate {
  return { paper: aPaper(id), day: DATE, days: [], upvotes, comments: 0, isNew: true, before: null, ...given }
}

const decided = (outcome: Decision['outcome'], date: string, upvotes: number | null): Decision => ({
  outcome,
  date,
  reason: '',
  upvotes,
})

const outcomesOf = (candidates: DigestCandidate[], rules = everything, size = 2) =>
  choose(candidates, rules, size, DATE).map(({ paper, outcome, reason }) => [
    paper.id.slice('arxiv:'.length),
    outcome,
    reason,
  ])

describe('choosing', () => {
  it('posts the best by upvotes and lists the rest in the thread, each with its standing', () => {
    expect(outcomesOf([candidate('2603.00001', 3), candidate('2603.00002', 40), candidate('2603.00003', 7)])).toEqual([
      ['2603.00002', 'posted', '1st of 3 by upvotes (40)'],
      ['2603.00003', 'posted', '2nd of 3 by upvotes (7)'],
      ['2603.00001', 'thread', '3rd of 3 by upvotes (3); the best 2 are posted'],
    ])
  })

  it('breaks ties the same way every time, whatever the order of arrival', () => {
    const tied = [candidate('2603.00003', 5), candidate('2603.00001', 5), candidate('2603.00002', 5)]
    expect(outcomesOf(tied)).toEqual(outcomesOf(tied.toReversed()))
  })

  it('ranks papers without upvotes after those with some', () => {
    expect(outcomesOf([candidate('2603.00001', null), candidate('2603.00002', 0)], everything, 1)[0]?.[0]).toBe(
      '2603.00002',
    )
  })

  it('never posts what was taken back, however many upvotes it has', () => {
    const paper = aPaper('2603.00001', { facts: { standing: 'withdrawn' } })
    expect(outcomesOf([candidate('2603.00001', 90, { paper }), candidate('2603.00002', 1)])).toEqual([
      ['2603.00002', 'posted', '1st of 1 by upvotes (1)'],
      ['2603.00001', 'filtered', 'the paper was withdrawn'],
    ])
  })

  it('says which rule left a paper out', () => {
    const rules: SelectionRules = {
      objection: ({ paper }) => (paper.id.endsWith('1') ? 'this channel leaves out “survey”' : null),
      minUpvotes: 0,
    }
    expect(outcomesOf([candidate('2603.00001', 9), candidate('2603.00002', 1)], rules)).toContainEqual([
      '2603.00001',
      'filtered',
      'this channel leaves out “survey”',
    ])
  })

  it('holds a paper short of upvotes for three days, then leaves it out', () => {
    const rules: SelectionRules = { objection: () => null, minUpvotes: 20 }
    expect(outcomesOf([candidate('2603.00001', 9)], rules)[0]?.[1]).toBe('held')
    expect(
      outcomesOf(
        [candidate('2603.00001', 9, { day: '2026-03-28', before: decided('held', '2026-03-30', 8) })],
        rules,
      )[0]?.[1],
    ).toBe('filtered')
    expect(outcomesOf([candidate('2603.00001', 25, { before: decided('held', '2026-03-30', 8) })], rules)[0]?.[1]).toBe(
      'posted',
    )
  })

  it('brings a posted paper never again, and says when it was', () => {
    expect(outcomesOf([candidate('2603.00001', 90, { before: decided('posted', '2026-03-30', 30) })])).toEqual([
      ['2603.00001', 'already', 'posted here on Mon 30 Mar'],
    ])
  })

  it('lets a listed paper rise once people voted it up, for three days', () => {
    const listed = (upvotes: number, date: string) =>
      candidate('2603.00001', upvotes, { isNew: false, before: decided('thread', date, 10) })
    const rival = candidate('2603.00002', 20)
    expect(outcomesOf([listed(50, '2026-03-30'), rival], everything, 1)[0]).toEqual([
      '2603.00001',
      'posted',
      '1st of 2 by upvotes (50), risen from the thread',
    ])
    expect(outcomesOf([listed(10, '2026-03-30'), rival], everything, 1).map(([id]) => id)).toEqual(['2603.00002'])
    expect(outcomesOf([listed(50, '2026-03-26'), rival], everything, 1).map(([id]) => id)).toEqual(['2603.00002'])
  })

  it('does not count a paper again that an earlier digest has dealt with', () => {
    const before = decided('filtered', '2026-03-30', 1)
    expect(outcomesOf([candidate('2603.00001', 5, { isNew: false, before })])).toEqual([])
  })

  it('gives every candidate exactly one outcome, and the counts add up', () => {
    const many = Array.from({ length: 100 }, (_, index) => candidate(`2603.${10_000 + index}`, index))
    const counts = countOutcomes(choose(many, everything, 5, DATE))
    expect(counts).toEqual({
      found: 100,
      posted: 5,
      thread: THREAD_SIZE,
      filtered: 100 - 5 - THREAD_SIZE,
      held: 0,
      already: 0,
    })
  })
})
