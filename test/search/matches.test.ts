import { expect, it } from 'vitest'
import { matches } from '../../src/search/matches.ts'
import { parseQuery } from '../../src/search/query/parse.ts'
import { aPaper } from '../fixtures/papers.ts'

const paper = aPaper('2603.00001', {
  title: 'Pre-training Small Agents with τ-bench',
  abstract: 'We fine-tune naïve policies and study relational skills in state-of-the-art C++ simulators.',
  authors: ['Yann Example', 'Łukasz Sample'],
  categories: ['cs.CL', 'stat.ML'],
  organization: 'Example Lab',
})
const found = (text: string) =>
  matches(parseQuery(text), paper, { upvotes: 12, days: [{ source: 'arxiv:cs.CL', day: '2026-03-30' }] })

it.each([
  'agent',
  'skill policy',
  'pretraining',
  'pre training',
  'finetuned',
  'naive',
  'tau-bench',
  'c++',
  '"small agents"',
  'simul*',
  'author:lukasz',
  'author:"yann example"',
  'author:"Y. Example"',
  'author:"y example"',
  'author:"Example, Y"',
  'author:"Sample, Lukasz"',
  'org:example',
  'cat:cs',
  'cat:stat.ML',
  'robots OR agents',
  'agents -robots',
  '-(robots agents)',
  'upvotes:>11 source:arxiv',
  'since:2026-03-30 until:2026-03',
  '2603.00001',
  'agents votes:>3',
])('finds the paper by %s', (text) => {
  expect(found(text)).toBe(true)
})

it.each([
  'robots',
  '"agents small"',
  '"pretraining"',
  'agents robots',
  'agents -skills',
  'title:relational',
  'author:sampler',
  'author:"L. Example"',
  'author:"Example, Yo"',
  'cat:cs.LG',
  'upvotes:<12',
  'since:2026-04',
  'day:2026-03-29',
  'has:code',
  '-agents votes:>3',
  '2603.00002',
])('does not find the paper by %s', (text) => {
  expect(found(text)).toBe(false)
})

it('finds every paper when nothing is asked', () => {
  expect(found('')).toBe(true)
})
