import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import type { SummaryForm } from '../../src/summaries/summary.ts'
import { abstracts } from '../fixtures/abstracts.ts'

const summarize = (abstract: string, form: SummaryForm, title = '') =>
  summarizeExtractively({ id: '', title, abstract }, form).lines

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

it('says what the paper is, how it works and what came out, in that order', () => {
  const { title, abstract } = abstracts.tidemark
  expect(summarize(abstract, 'lines', title)).toEqual([
    'We propose Tidemark, a retrieval method that writes a short memory after every document and reads it before the next query.',
    'Tidemark trains the writer with a contrastive loss on pairs of adjacent documents and needs no labels.',
    'On three benchmarks, Tidemark improves recall by 7.4 points over dense retrieval while using 40% less memory.',
  ])
})

it('gives one sentence as a tldr', () => {
  const { title, abstract } = abstracts.tidemark
  expect(summarize(abstract, 'tldr', title)).toHaveLength(1)
})

it.each(Object.entries(abstracts))('uses no word that the abstract of %s lacks', (_, { title, abstract }) => {
  // “matching” may become “matches”.
  const stems = (text: string) => words(text).map((word) => word.slice(0, 5))
  const known = new Set(stems(abstract))
  for (const form of ['tldr', 'lines'] as const)
    for (const word of summarize(abstract, form, title).flatMap(stems)) expect(known).toContain(word)
})

it.each(Object.entries(abstracts))('keeps the lines of %s to what a post can hold', (_, { title, abstract }) => {
  for (const line of summarize(abstract, 'lines', title)) expect(line.length).toBeLessThanOrEqual(160)
})

it('ends a long sentence where a whole one ends, and keeps what was measured', () => {
  const long = `Tidemark improves recall by 7.4 points on three benchmarks of questions about long reports, outperforming ${'dense and sparse retrieval '.repeat(6)}at once.`
  expect(summarize(long, 'lines')).toEqual([
    'Tidemark improves recall by 7.4 points on three benchmarks of questions about long reports.',
  ])
})

it('leaves no sentence hanging in the middle of “both … and”', () => {
  const long = `Tidemark writes and reads ${'short and plain '.repeat(10)}memories in both the first and the second pass over each document of the whole collection.`
  const [line = ''] = summarize(long, 'lines')
  expect(line).not.toMatch(/\bboth the first( and)?\.$/)
})

it('shows the finding without the experiments that show it, and no sentence that leans on a hidden one', () => {
  const lines = summarize(
    'We propose Tidemark, a memory for retrieval. It was hard to find a name for this. The writer is trained with a contrastive loss. Extensive experiments show that Tidemark improves recall by 7.4 points. We hope that these results inspire others. Our code: https://example.org/t.',
    'lines',
  )
  expect(lines).toEqual([
    'We propose Tidemark, a memory for retrieval.',
    'The writer is trained with a contrastive loss.',
    'Tidemark improves recall by 7.4 points.',
  ])
})

it('says nothing twice', () => {
  const lines = summarize(
    'We propose Tidemark, a memory for long documents. Tidemark is a memory for long documents. It reads pages by scanning them backwards. Recall improves by 3 points.',
    'lines',
  )
  expect(lines).not.toContain('Tidemark is a memory for long documents.')
})

it.each([
  [
    'German',
    'Wir stellen Tidemark vor, ein Verfahren, z. B. für lange Texte.',
    'Es liest Seiten rückwärts.',
    'Die Trefferquote steigt um 3,5 Punkte.',
  ],
  ['Chinese', '我们提出了一种新方法。', '它使用两个模块。', '实验结果提高了3.5%。'],
])('shows whole sentences of an abstract in %s', (_, ...sentences) => {
  expect(summarize(sentences.join(' '), 'lines').toSorted()).toEqual(sentences.toSorted())
})

it('drops lead-ins, links, citations and asides, and keeps numbers and acronyms', () => {
  expect(
    summarize(
      'In this paper, we present a filter (see the appendix) for Long Range Sensors (LRS) that halves errors (from 12 to 6), available at https://example.org/lrs.',
      'tldr',
    ),
  ).toEqual(['We present a filter for Long Range Sensors (LRS) that halves errors (from 12 to 6).'])
})

it('never leaves out what turns the meaning of a sentence', () => {
  const long = `We show that the estimator, which ${'slowly and steadily '.repeat(9)}converges, is consistent, but only if the noise is not heavy-tailed.`
  expect(summarize(long, 'lines').join(' ')).toMatch(/only if the noise is not heavy-tailed|…$/)
})

it('says nothing of an empty abstract, and all of a short one', () => {
  expect(summarize('', 'lines')).toEqual([])
  expect(summarize('A survey of tides.', 'lines')).toEqual(['A survey of tides.'])
})

it('gets by in languages it knows nothing of', () => {
  expect(summarize('我们提出了一种新方法。它使用两个模块。实验结果提高了3%。', 'lines')).toHaveLength(3)
})

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      for (const form of ['tldr', 'lines'] as const)
        expect(summarize(text, form).length).toBeLessThanOrEqual(form === 'tldr' ? 1 : 3)
    }),
  )
})

it('says of a paper that was taken back just that', () => {
  const abstract = `This paper has been withdrawn by the authors due to an error. ${abstracts.tidemark.abstract}`
  for (const form of ['lines', 'tldr'] as const)
    expect(summarize(abstract, form)).toEqual(['This paper was withdrawn.'])
  expect(summarize(abstracts.tidemark.abstract, 'tldr', 'RETRACTED: Tidemark')).toEqual(['This paper was retracted.'])
})
