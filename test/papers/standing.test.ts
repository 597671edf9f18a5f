import { describe, expect, it } from 'vitest'
import { markStanding, standingOf } from '../../src/papers/standing.ts'
import { aPaper } from '../fixtures/papers.ts'

type Texts = { title?: string; abstract?: string; comment?: string }
const said = ({ title = 'Late tides', abstract = 'Tides are late.', comment = '' }: Texts) =>
  standingOf({ title, abstract, comment })

describe('a paper that was taken back', () => {
  for (const [texts, standing] of [
    [{ title: 'RETRACTED: Late tides' }, 'retracted'],
    [{ title: 'RETRACTED ARTICLE: Late tides' }, 'retracted'],
    [{ title: '[Withdrawn] Late tides' }, 'withdrawn'],
    [{ title: 'WITHDRAWN – Late tides' }, 'withdrawn'],
    [{ title: 'Retraction notice to “Late tides”' }, 'retracted'],
    [{ title: 'Statement of Retraction: Late tides' }, 'retracted'],
    [{ title: 'Retraction: Late tides', abstract: '' }, 'retracted'],
    [{ title: 'Late tides (Retracted article. See vol. 3, pg. 4, 2010)' }, 'retracted'],
    [
      { abstract: 'This paper has been withdrawn by the author due to a crucial sign error in equation 1.' },
      'withdrawn',
    ],
    [{ abstract: 'This submission has been withdrawn by arXiv administrators.' }, 'withdrawn'],
    [{ abstract: 'Tides are late. This paper has been withdrawn by the authors due to an error.' }, 'withdrawn'],
    [{ abstract: 'This article has been retracted at the request of the editors.' }, 'retracted'],
    [{ abstract: 'The authors have withdrawn this manuscript owing to a mistake.' }, 'withdrawn'],
    [{ abstract: 'The authors have withdrawn their manuscript owing to a mistake.' }, 'withdrawn'],
    [
      {
        title: 'RETRACTION: A. Example, “Late tides,” Harbour Letters 3 (2021)',
        abstract:
          'The above article, published online on 3 May 2021 (harbour.example.org), has been retracted by agreement.',
      },
      'retracted',
    ],
    [{ title: 'TEMPORARY REMOVAL: Late tides', abstract: '' }, 'withdrawn'],
    [{ comment: '12 pages, 3 figures. Withdrawn due to an error' }, 'withdrawn'],
    [{ comment: '8 pages, paper withdrawn' }, 'withdrawn'],
  ] satisfies [Texts, string][])
    it(`is ${standing}: ${Object.values(texts)}`, () => expect(said(texts)).toBe(standing))

  for (const texts of [
    { title: 'Citations of retracted papers' },
    { title: 'Retracted papers: who cites them?' },
    { title: 'Retraction dynamics of axons' },
    { title: 'Retraction: a topological view' },
    { title: 'Withdrawal: effects of caffeine' },
    { abstract: 'In 2010 a paper on vaccines was retracted. We study how often this paper is cited.' },
    { abstract: 'All of these drugs have been voluntarily withdrawn from the market.' },
    { abstract: 'Patients were withdrawn by the investigators.' },
    { comment: 'Withdrawn from ICLR 2024' },
    { comment: '12 pages; supersedes withdrawn arXiv:2603.00001' },
  ] satisfies Texts[])
    it(`is not: ${Object.values(texts)}`, () => expect(said(texts)).toBeNull())

  it('says so in its title, once', () => {
    const paper = aPaper('2603.00001', { title: 'RETRACTED ARTICLE: Late tides' })
    expect(markStanding(markStanding(paper)).title).toBe('Retracted: Late tides')
    const notice = 'Retraction notice to “Late tides”'
    expect(markStanding({ ...paper, title: notice }).title).toBe(notice)
    expect(markStanding(aPaper('2603.00001'))).toEqual(aPaper('2603.00001'))
  })
})
