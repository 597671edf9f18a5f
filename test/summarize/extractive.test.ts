import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summarize/extractive.ts'
import type { SummaryForm } from '../../src/summarize/summarize.ts'
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
  const known = new Set(words(abstract))
  for (const form of ['tldr', 'lines'] as const)
    for (const word of summarize(abstract, form, title).flatMap(words)) expect(known).toContain(word)
})

it.each(Object.entries(abstracts))('keeps the lines of %s to what a post can hold', (_, { title, abstract }) => {
  for (const line of summarize(abstract, 'lines', title)) expect(line.length).toBeLessThanOrEqual(200)
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
