import { expect, it } from 'vitest'
import type { Paper } from '../../src/core/paper.ts'
import { isSamePaper } from '../../src/search/same-paper.ts'
import { aPaper } from '../fixtures/papers.ts'

const preprint = aPaper('2603.00001', {
  title: 'Lanterns: Sparse Memory for Long Tasks',
  authors: ['Ada van der Muster', 'José Beispiel', 'Mei Exemplar'],
})

it.each<[string, Partial<Paper>, number | null]>([
  ['with initials and without accents', { authors: ['A. van der Muster', 'J. Beispiel'] }, null],
  ['in capitals', { title: 'LANTERNS: SPARSE MEMORY FOR LONG TASKS' }, null],
  ['under a title that a journal changed', { title: 'Sparse memory for long tasks of agents' }, 0.98],
])('takes a copy %s for the same paper', (_, changed, likeness) => {
  expect(isSamePaper(preprint, { ...preprint, id: 'doi:10.1000/1', ...changed }, likeness)).toBe(true)
})

it.each<[string, Partial<Paper>, number | null]>([
  ['a sequel by the same people', { title: 'Lanterns 2: Sparse Memory for Long Tasks' }, 0.95],
  ['one of the same title by others', { authors: ['Ben Sample'] }, 0.99],
  ['one whose authors are unknown', { authors: [] }, 0.99],
  ['another one by the same people on the same subject', { title: 'A Survey of What Agents Recall' }, 0.98],
])('takes %s for another paper', (_, changed, likeness) => {
  expect(isSamePaper(preprint, { ...preprint, id: 'doi:10.1000/1', ...changed }, likeness)).toBe(false)
})
