import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten } from '../../src/core/text/shorten.ts'
import {
  byline,
  type DigestFacts,
  detailFacts,
  headingMessage,
  nothingMessage,
  paperCard,
  tailMessage,
} from '../../src/digest/write/texts.ts'
import { NO_POPULARITY } from '../../src/papers/popularity.ts'
import type { Summary } from '../../src/summaries/summary.ts'
import { aPaper } from '../fixtures/papers.ts'

const words: DigestFacts = {
  date: '2026-03-31',
  counts: { found: 22, posted: 5, thread: 17, filtered: 0, held: 0, already: 0 },
  coversSince: Date.parse('2026-03-30T07:00:00Z'),
  timezone: 'Europe/Berlin',
  notes: [],
  next: Date.parse('2026-04-01T07:00:00Z'),
}

const EXTRACT: Summary = { lines: [], by: 'extract', model: null }

describe('what a digest says', () => {
  it('begins with how many are new since when, and what the order is', () => {
    expect(headingMessage(words)).toMatchObject({
      heading: 'Papers · Tuesday 31 March 2026',
      note: '22 new since Mon 09:00 · top 5 by Hugging Face upvotes · 17 in thread\n👍 = I want to discuss this · /papers help',
    })
  })

  it('ends with what became of every paper and who wrote the summaries', () => {
    expect(tailMessage(words, [EXTRACT, EXTRACT]).note).toBe(
      '22 found · 5 posted · 17 here · 0 filtered · summaries: sentences from the abstract',
    )
  })

  it('names the model where one wrote, beside what it could not write', () => {
    const written: Summary = { lines: [], by: 'model', model: 'gpt-5-mini' }
    expect(tailMessage(words, [written, EXTRACT]).note).toContain(
      'summaries: AI: gpt-5-mini, from the abstract and sentences from the abstract',
    )
  })

  it('names the day when more than a week is covered, since a weekday alone would mislead', () => {
    const coversSince = Date.parse('2026-03-12T08:00:00Z')
    expect(headingMessage({ ...words, coversSince }).note).toContain('22 new since Thu 12 Mar')
  })

  it('says why there is nothing, and when next', () => {
    const counts = { found: 0, posted: 0, thread: 0, filtered: 0, held: 0, already: 0 }
    expect(nothingMessage({ ...words, counts }).note).toBe('No new papers since Mon 09:00. Next post: Wed 09:00.')
    expect(nothingMessage({ ...words, counts: { ...counts, found: 3, filtered: 2, held: 1 } }).note).toBe(
      '3 papers since Mon 09:00, none for this channel: 2 filtered, 1 looked at again later. Next post: Wed 09:00.',
    )
  })

  it('names two authors of many, and all of a few', () => {
    expect(byline(['A', 'B', 'C'])).toBe('A, B, C')
    expect(byline(['A', 'B', 'C', 'D'])).toBe('A, B + 2')
    expect(byline([])).toBeNull()
  })
})

describe('shortening', () => {
  it('cuts between words and says so', () => {
    expect(shorten('A rather long title of a paper', 20)).toBe('A rather long title…')
    expect(shorten('short', 20)).toBe('short')
  })

  it('never exceeds the length and never halves a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 50 }), (text, length) => {
        const cut = shorten(text, length)
        expect([...cut].length).toBeLessThanOrEqual(length)
        expect(cut.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('what a post says of its paper', () => {
  const hub = 'https://huggingface.co'
  const paper = aPaper('2603.00001', {
    organization: 'Harbour Lab',
    categories: ['cs.CL', 'cs.AI'],
    facts: {
      stars: 1_234,
      models: [`${hub}/harbour/tide`, `${hub}/harbour/ebb`],
      demos: [`${hub}/spaces/harbour/tide`],
      videos: ['https://cdn-uploads.huggingface.co/tide.mp4'],
      comment: 'Accepted at Tides 2026',
      journal: 'J. Tides 12 (2026)',
      licence: 'http://creativecommons.org/licenses/by-nc/4.0/',
    },
  })

  it('names whose it is, and links to all that goes with it, with the stars of its code', () => {
    const code = 'https://github.com/harbour/tide'
    const card = paperCard({ ...paper, links: { ...paper.links, code } }, { ...NO_POPULARITY, upvotes: 3 }, EXTRACT)
    expect(card.facts).toEqual(['3 upvotes', 'Harbour Lab'])
    expect(card.links.map(({ label }) => label).join(' · ')).toBe(
      'PDF · Code ★ 1.2K · Hugging Face · Model · Demo · Video',
    )
  })

  it('has details for whoever asks, and none where no source gave any', () => {
    expect(detailFacts(paper)).toEqual(['cs.CL', 'J. Tides 12 (2026)', 'Accepted at Tides 2026', 'CC BY-NC 4.0'])
    const licence = 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/'
    expect(detailFacts(aPaper('2603.00002', { facts: { licence } }))).toEqual([])
  })
})
