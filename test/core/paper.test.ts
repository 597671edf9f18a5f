import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linksOf, mergePapers, paperIdOf } from '../../src/core/paper.ts'
import { aPaper } from '../fixtures/papers.ts'

describe('the same paper', () => {
  for (const [what, texts, id] of [
    [
      'of arXiv',
      [
        '2511.01234',
        '2511.01234v3',
        ' arXiv:2511.01234v1 ',
        'arxiv.org:2511.01234',
        'oai:arXiv.org:2511.01234v2',
        'https://arxiv.org/abs/2511.01234',
        'http://www.arxiv.org/abs/2511.01234v2',
        'https://arxiv.org/pdf/2511.01234v2.pdf',
        'https://arxiv.org/html/2511.01234v1#S3',
        'https://export.arxiv.org/abs/2511.01234/',
        'https://huggingface.co/papers/2511.01234',
        'https://hf.co/papers/2511.01234?utm_source=x',
        'https://www.alphaxiv.org/overview/2511.01234v1',
        'https://ar5iv.org/abs/2511.01234',
        'https://doi.org/10.48550/arXiv.2511.01234',
        '10.48550/ARXIV.2511.01234',
        'doi: 10.48550/arXiv.2511.01234',
      ],
      'arxiv:2511.01234',
    ],
    [
      'of the old arXiv',
      [
        'cs/0112017',
        'cs.CL/0112017',
        'https://arxiv.org/abs/cs/0112017v1',
        'https://arxiv.org/abs/cs%2F0112017',
        'arXiv:cs/0112017v2',
      ],
      'arxiv:cs/0112017',
    ],
    [
      'with a DOI',
      [
        '10.1145/3477495.3531722',
        'DOI:10.1145/3477495.3531722',
        'https://doi.org/10.1145/3477495.3531722',
        'https://dx.doi.org/10.1145%2F3477495.3531722',
        'https://dl.acm.org/doi/pdf/10.1145/3477495.3531722',
      ],
      'doi:10.1145/3477495.3531722',
    ],
    [
      'on a preprint server',
      [
        'https://www.biorxiv.org/content/10.1101/2024.05.01.591234v2',
        'https://www.biorxiv.org/content/10.1101/2024.05.01.591234v1.full.pdf',
        'https://www.biorxiv.org/content/biorxiv/early/10.1101/2024.05.01.591234',
        'https://www.medrxiv.org/content/10.1101/2024.05.01.591234v1.abstract',
      ],
      'doi:10.1101/2024.05.01.591234',
    ],
    [
      'under review',
      [
        'https://openreview.net/forum?id=aB_c-1',
        'https://openreview.net/pdf?id=aB_c-1&noteId=x',
        'https://www.openreview.net/forum?noteId=9&id=aB_c-1#top',
      ],
      'url:https://openreview.net/forum?id=aB_c-1',
    ],
    [
      'on the web',
      [
        'https://example.org/paper',
        'http://example.org/paper/',
        'https://me:secret@example.org/paper?utm_medium=rss&ref=x#abstract',
        'url:https://example.org/paper',
      ],
      'url:https://example.org/paper',
    ],
  ] as const)
    for (const text of texts) it(`${what} is meant by ${text}`, () => expect(paperIdOf(text)).toBe(id))

  for (const text of [
    '',
    'attention is all you need',
    '2511.1234',
    '2513.01234',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '10.5',
    'arxiv:abc',
    'doi:',
    '12:30',
  ])
    it(`is not meant by “${text}”`, () => expect(paperIdOf(text)).toBeNull())

  it('keeps pages apart that only look like papers', () => {
    expect(paperIdOf('https://doi.org/')).toBe('url:https://doi.org')
    expect(paperIdOf('https://arxiv.org/list/cs.CL/new')).toBe('url:https://arxiv.org/list/cs.CL/new')
    expect(paperIdOf('https://notarxiv.org/abs/2511.01234')).toBe('url:https://notarxiv.org/abs/2511.01234')
    expect(paperIdOf('https://example.org/list?id=1')).not.toBe(paperIdOf('https://example.org/list?id=2'))
  })

  it('has one identifier, which means itself', () => {
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('10.1000/', 'https://doi.org/10.1000/'), fc.string({ unit: 'binary' }))
        .map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('https://arxiv.org/abs/', 'https://arxiv.org/pdf/', 'arxiv:'), fc.string())
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const id = paperIdOf(given)
        if (id) expect(paperIdOf(id)).toBe(id)
      }),
    )
  })
})

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
