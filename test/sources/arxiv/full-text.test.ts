import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FullText, readArxivHtml } from '../../../src/sources/arxiv/full-text.ts'
import { longestStretch } from '../../fakes/stretch.ts'
import { arxivPage, noPage, paper } from '../../fixtures/arxiv-page.ts'

const address = new URL('https://arxiv.org/html/2603.00001')
const read = (html: string) => readArxivHtml(html, address)

/** “2.1 Title” and below it a line a passage: its kind, anchor and text. */
const written = (text: FullText | null): string[] =>
  (text?.sections ?? []).flatMap(({ number, title, passages }) => [
    [number, title].filter(Boolean).join(' '),
    ...passages.map(({ kind, anchor, text }) => `${kind} #${anchor} ${text}`),
  ])

describe('a page of arXiv', () => {
  it('is read by sections, with formulas as text, and notes, captions, tables and code apart', async () => {
    expect(written(await read(arxivPage()))).toEqual([
      '',
      'caption #S0.F1 Figure 1: Drawn by the page itself.',
      'Abstract',
      'text #id3.1 We present Tidemark, which halves the error on 10⁵ tides.',
      '1 Introduction',
      'text #S1.p1 Harbours lose boats when p < 0.05 [1]. We call this drift, as in CO₂.',
      'note #footnote1 The code is at https://example.org/tidemark.',
      'text #S1.p2 We contribute:',
      'text #S1.I1.i1.p1 A model of drift.',
      'text #S1.I1.i2.p1 RQ1. A benchmark of 40 harbours.',
      'caption #S1.F2.sf1 (a) Ebb.',
      'caption #S1.F2 Figure 2: How Tidemark reads a tide of height hₜ.',
      '2 Method',
      '2.1 Loss of α-tides',
      'text #S2.SS1.p1 We minimise L=∑ᵢxᵢ², as "it"\'s said (1) over all tides.',
      'text #Thmtheorem1.p1 Theorem 1 (Ebb). Every flood ends.',
      'Setup',
      'text #S2.SS1.SSS0.Px1.p1 We train on 50% of all days.',
      '3 Results',
      'caption #S3.T1 Table 1: Boats found.',
      'table #S3.T1.1 Model | Found (%)\nTidemark | 91.5 ± 2',
      'caption #alg1 Algorithm 1 Wait.',
      'code #alg1 while tide < 3:\nwait()',
      'Acknowledgements',
      'text # We thank the harbour.',
      'A More Tides',
      'A.1 Harbours',
      'text #A1.SS1.p1 All 40 are listed.',
      'caption #A1.F3 Figure 3: A map.',
    ])
  })

  it('tells sections from appendices, and what stands in what', async () => {
    const { sections = [], isComplete } = (await read(arxivPage())) ?? {}
    expect(sections.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      ...['section 0', 'abstract 1', 'section 1', 'section 1', 'section 2', 'section 3', 'section 1'],
      ...['acknowledgements 1', 'appendix 1', 'appendix 2'],
    ])
    expect(isComplete).toBe(true)
  })

  it('has its references apart, each with the label that the text cites', async () => {
    const found = await read(arxivPage())
    expect(found?.references).toEqual([
      { label: '[1]', anchor: 'bib.bib1', text: 'Ben Sample. A catalogue of tides. Journal of Tides, 2025.' },
    ])
  })

  it('shows nothing of what stands around the paper, of authors, controls and commands that failed', async () => {
    const all = JSON.stringify(await read(arxivPage()))
    expect(all).not.toMatch(
      /Generated|Report|fontawesome|faAnchor|hdashline|Equal work|Equal contr|’26|Laboratory|drawn|⬇|†|•/,
    )
  })
})

describe('the first figure', () => {
  const figureOf = async (html: string) => (await read(html))?.figure ?? null
  const figure = (pictures: string, kind = 'ltx_figure') =>
    `<section class="ltx_section" id="S1"><div class="ltx_para"><p class="ltx_p">Text.</p></div>
    <figure class="${kind}" id="S1.F1">${pictures}<figcaption class="ltx_caption">Figure 1: A.</figcaption></figure></section>`
  const picture = (source: string, size = 100) =>
    `<img class="ltx_graphics" src="${source}" width="${size}" height="${size}">`

  it('is the first that has a picture, with the caption of the whole figure and its largest part', async () => {
    expect(await figureOf(arxivPage())).toEqual({
      picture: 'https://arxiv.org/html/2603.00001v2/x2.png',
      caption: 'Figure 2: How Tidemark reads a tide of height hₜ.',
      anchor: 'S1.F2',
    })
  })

  for (const [where, html, page] of [
    ['a page without a base', arxivPage(paper, { base: false }), address.href],
    ['an address with its version', arxivPage(paper, { base: false }), `${address.href}v2`],
    ['an old identifier', arxivPage(paper, { id: 'hep-th/0601001v2' }), 'https://arxiv.org/html/hep-th/0601001'],
    ['bare names', arxivPage().replace(/<base[^>]*>/, ''), `${address.href}v2`],
  ] as const)
    it(`is found from ${where}`, async () => {
      const id = where.startsWith('an old') ? 'hep-th/0601001v2' : '2603.00001v2'
      const found = await readArxivHtml(html, new URL(page))
      expect(found?.figure?.picture).toBe(`https://arxiv.org/html/${id}/x2.png`)
    })

  for (const [what, inside] of [
    ['a table', figure(picture('x1.png'), 'ltx_table')],
    ['a file that chats do not show', figure(picture('x1.svg') + picture('x1.pdf'))],
    ['a picture in the page itself', figure(picture('data:image/png;base64,AA.png'))],
    ['a picture that is missing', figure(picture(''))],
    ['a picture elsewhere', figure(picture('https://tracker.example/x1.png') + picture('//evil.example/x1.png'))],
    ['a picture of an appendix', figure(picture('x1.png')).replace('ltx_section', 'ltx_appendix')],
    ['a logo outside of figures', `${picture('x1.png')}${figure('')}`],
  ] as const)
    it(`is not ${what}`, async () => expect(await figureOf(arxivPage(inside))).toBeNull())
})

describe('the licence', () => {
  for (const [written, address] of [
    ['CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/'],
    ['CC BY-NC-ND 4.0', 'https://creativecommons.org/licenses/by-nc-nd/4.0/'],
    ['CC Zero', 'https://creativecommons.org/publicdomain/zero/1.0/'],
    ['arXiv.org perpetual non-exclusive license', 'https://arxiv.org/licenses/nonexclusive-distrib/1.0/'],
    ['ask us', null],
  ] as const)
    it(`“${written}” is ${address}`, async () => {
      expect((await read(arxivPage(paper, { licence: written })))?.licence).toBe(address)
    })
})

describe('a page that is no paper, or not all of one', () => {
  it('is none when arXiv has no HTML of it, whatever the status', async () => {
    expect(await read(noPage)).toBeNull()
    expect(await read(arxivPage(''))).toBeNull()
    expect(await read('')).toBeNull()
  })

  it('is incomplete when the conversion broke off, and does not quote that', async () => {
    const notice =
      'Conversion to HTML had a Fatal error and exited abruptly. This document may be truncated or damaged.'
    const found = await read(arxivPage(`${paper}<div class="ltx_para"><p class="ltx_p">${notice}</p></div>`))
    expect(found?.isComplete).toBe(false)
    expect(JSON.stringify(found)).not.toContain('Fatal')
    expect(found?.sections).toHaveLength(10)
  })

  it('is incomplete when it ends in the middle, and keeps what was there', async () => {
    const found = await read(arxivPage().slice(0, arxivPage().indexOf('Setup.')))
    expect(written(found)).toContain('text #S1.p2 We contribute:')
  })

  it('is read in steps, however many formulas it has, and up to a limit', async () => {
    const formula = `<math alttext="x_{1}">${'<mrow><mi>x</mi></mrow>'.repeat(50)}</math>`
    const line = `<div class="ltx_para"><p class="ltx_p">Tides ${formula} rise.</p></div>`
    const large = arxivPage(`<section class="ltx_section" id="S1">${line.repeat(7_000)}</section>`)
    expect(large.length).toBeGreaterThan(8_000_000)
    let found: FullText | null = null
    const { share } = await longestStretch(async () => {
      found = await read(large)
    })
    expect(found).toMatchObject({ isComplete: false, sections: [{ passages: { length: expect.any(Number) } }] })
    expect(share).toBeLessThan(0.2)
  })
})

describe('any paper', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  const piece = fc.oneof(
    word.map((text) => ({ text, html: text })),
    word.map((text) => ({ text, html: `<em class="ltx_emph">${text}</em>` })),
    fc.nat(99).map((n) => ({ text: `n > ${n}`, html: `<math alttext="n&gt;${n}" class="ltx_Math"><mi>n</mi></math>` })),
    word.map((text) => ({
      text: `[${text}]`,
      html: `<cite class="ltx_cite">[<a class="ltx_ref" href="#b">${text}</a>]</cite>`,
    })),
  )
  const paragraph = fc.array(piece, { minLength: 1, maxLength: 5 })
  const section = fc.record({ title: word, paragraphs: fc.array(paragraph, { minLength: 1, maxLength: 4 }) })

  it('is read back section by section', () =>
    fc.assert(
      fc.asyncProperty(fc.array(section, { minLength: 1, maxLength: 4 }), async (sections) => {
        const html = sections.map(
          ({ title, paragraphs }, index) =>
            `<section class="ltx_section" id="S${index}"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag ltx_tag_section">${index} </span>${title}</h2>${paragraphs
              .map(
                (pieces, at) =>
                  `<div class="ltx_para" id="S${index}.p${at}"><p class="ltx_p">${pieces.map((one) => one.html).join(' ')}</p></div>`,
              )
              .join('\n')}</section>`,
        )
        expect(written(await read(arxivPage(html.join('\n')))).map((line) => line.replaceAll(' ', ''))).toEqual(
          sections.flatMap(({ title, paragraphs }, index) => [
            `${index}${title}`,
            ...paragraphs.map((pieces, at) =>
              `text#S${index}.p${at}${pieces.map(({ text }) => text).join('')}`.replaceAll(' ', ''),
            ),
          ]),
        )
      }),
      { numRuns: 100 },
    ))
})
