import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paperIdOf } from '../../src/core/identifiers/paper-id.ts'
import { barePaper, linksOf, mergePapers } from '../../src/core/paper.ts'
import { aPaper } from '../fixtures/papers.ts'

describe('the links of a paper', () => {
  it('follow from its identifier alone', () => {
    expect(linksOf('arxiv:2511.01234')).toMatchObject({
      abstract: 'https://arxiv.org/abs/2511.01234',
      pdf: 'https://arxiv.org/pdf/2511.01234',
    })
    expect(linksOf('doi:10.1000/(sici)1097<1::aid>3.0;2-#')).toMatchObject({
      abstract: 'https://doi.org/10.1000/(sici)1097%3C1%3A%3Aaid%3E3.0%3B2-%23',
      pdf: null,
    })
    expect(linksOf('url:https://example.org/a?b=c')).toMatchObject({ abstract: 'https://example.org/a?b=c' })
  })

  it('lead back to the paper', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('10.1000/', '10.12345/'),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (prefix, suffix) => {
          const id = paperIdOf(prefix + suffix)
          if (id) expect(paperIdOf(linksOf(id).abstract)).toBe(id)
        },
      ),
    )
  })
})

it('loses nothing when a second source knows less', () => {
  const older = aPaper('2603.00001', { organization: 'Example Lab', keywords: ['memory'], publishedAt: '2026-03-29' })
  const newer = aPaper('2603.00001', {
    abstract: '',
    authors: [],
    publishedAt: '2026-03-31',
    links: linksOf('arxiv:2603.00001'),
  })
  expect(mergePapers(older, newer)).toEqual(older)
})

it('keeps the page of its journal when a second source knows its DOI alone', () => {
  const links = linksOf('doi:10.1234/harbour.1')
  const older = { ...barePaper('doi:10.1234/harbour.1'), links: { ...links, abstract: 'https://www.nature.com/a/1' } }
  const newer = { ...older, links }
  expect([mergePapers(older, newer).links, mergePapers(newer, older).links]).toEqual([older.links, older.links])
})

it('keeps of two dates the earlier one, and of a day and its month the day', () => {
  const merged = (...[older, newer]: (string | null)[]) =>
    mergePapers(
      aPaper('2603.00001', { publishedAt: older ?? null }),
      aPaper('2603.00001', { publishedAt: newer ?? null }),
    ).publishedAt
  expect(merged('2026-05', '2026-05-03')).toBe('2026-05-03')
  expect(merged('2026-05-03', '2026')).toBe('2026-05-03')
  expect(merged('2026-04', '2026-05-03')).toBe('2026-04')
  expect(merged(null, '2026')).toBe('2026')
})
