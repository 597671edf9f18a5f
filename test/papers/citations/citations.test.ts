import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { describe, expect, it } from 'vitest'
import { linksOf } from '../../../src/core/paper.ts'
import { findFormat } from '../../../src/papers/citations/citations.ts'
import { aPaper } from '../../fixtures/papers.ts'

const tricky = aPaper('2603.00001', {
  title: 'Scaling {laws: 50% of $x_1$ & #2 ~ \\input{/etc/passwd}',
  authors: ['Laurens van der Maaten', 'Åsa Öberg', 'Plato', 'Johnson and Johnson Research'],
  categories: ['cs.LG'],
  keywords: ['scaling'],
})
const doi = 'doi:10.1000/xyz_(1)' as const
const published = { ...aPaper('2603.00002', { publishedAt: null, authors: [] }), id: doi, links: linksOf(doi) }

const render = (name: string) => findFormat(name)?.render([tricky, published]) ?? ''
const parse = (text: string) => new Cite(text).data

describe('citations', () => {
  it('come back from BibTeX whole, and nothing in a title is a command there', () => {
    const text = render('bibtex')
    expect(text).toContain('\\textbackslash{}input/etc')
    expect(parse(text)).toMatchObject([
      {
        title: 'Scaling laws: 50% of $x_1$ & #2 ~ \\input/etc/passwd',
        URL: 'https://arxiv.org/abs/2603.00001',
        issued: { 'date-parts': [[2026, 3]] },
      },
      { title: 'Paper 2603.00002', DOI: '10.1000/xyz_(1)' },
    ])
    expect(parse(text)[0]?.author).toHaveLength(4)
    expect(parse(text)[0]?.author[0]).toMatchObject({
      given: 'Laurens',
      'non-dropping-particle': 'van der',
      family: 'Maaten',
    })
  })

  it('come back from RIS whole', () => {
    expect(parse(render('ris'))).toMatchObject([
      {
        title: tricky.title,
        author: [
          { family: 'van der Maaten', given: 'Laurens' },
          { family: 'Öberg', given: 'Åsa' },
          expect.anything(),
          expect.anything(),
        ],
        abstract: tricky.abstract,
        URL: 'https://arxiv.org/abs/2603.00001',
      },
      { title: 'Paper 2603.00002', DOI: '10.1000/xyz_(1)' },
    ])
  })

  it('come back from CSL-JSON whole', () => {
    expect(parse(render('csl'))).toMatchObject([
      {
        id: 'arxiv:2603.00001',
        type: 'article',
        issued: { 'date-parts': [[2026, 3, 30]] },
        number: 'arXiv:2603.00001',
      },
      { type: 'article-journal', author: [], DOI: '10.1000/xyz_(1)' },
    ])
  })

  for (const [publishedAt, parts] of [
    ['2026-05', [2026, 5]],
    ['2026', [2026]],
  ] as const)
    it(`know of a paper of ${publishedAt} no more than that, in each format`, () => {
      const paper = aPaper('2603.00001', { publishedAt })
      const issued = ['bibtex', 'ris', 'csl'].map((name) => parse(findFormat(name)?.render([paper]) ?? '')[0]?.issued)
      expect(issued).toEqual([1, 2, 3].map(() => ({ 'date-parts': [parts] })))
    })
})
