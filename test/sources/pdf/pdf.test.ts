import { beforeAll, describe, expect, it } from 'vitest'
import { readPdf, runConfined } from '../../../src/sources/pdf/read-pdf.ts'
import { pdfOf, pdfPage } from '../../fixtures/pdf.ts'

const { signal } = new AbortController()
const read = (pdf: Buffer) => readPdf(pdf, signal)

const nameOf = (number: number): string => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')

/** Sixty-two pages: a paper of three, and what nobody reads to its end. */
const long = pdfOf([
  pdfPage(1, [
    { text: 'Tidemark', size: 17, bold: true },
    { text: 'Abstract', bold: true },
    { text: 'We present Tidemark, which halves the error of fore-' },
    { text: 'casts of tides.' },
    { text: '1 Introduction', size: 12, bold: true },
    { text: 'Harbours lose boats.' },
    { text: 'A second paragraph is indented, and goes on', x: 84 },
    { text: 'in a second line.' },
    { text: '2.1 Loss (of a)', size: 11, bold: true },
    { text: 'Figure 1: How a tide is read.' },
  ]),
  pdfPage(2, [
    { text: 'The loss is a sum.' },
    { text: 'References', size: 12, bold: true },
    { text: 'B. Sample. A catalogue of tides. Journal of Tides, 2025.' },
    { text: 'A More Tides', size: 12, bold: true },
    { text: 'All 40 are listed.' },
  ]),
  ...Array.from({ length: 60 }, (_, index) => pdfPage(index + 3, [{ text: `Harbour ${nameOf(index + 3)} is calm.` }])),
])

describe('a PDF', () => {
  let found: Awaited<ReturnType<typeof read>>
  beforeAll(async () => {
    found = await read(long)
  })

  it('is read by sections and pages, words whole again, without running heads, numbers of pages and references', () => {
    const sections = found.sections?.map(({ number, title, level, passages }) => [
      `${level} ${number} ${title}`.trim(),
      ...passages.map(({ kind, anchor, text }) => `${kind} ${anchor} ${text}`),
    ])
    expect(sections?.slice(0, 4)).toEqual([
      ['0', 'text page=1 Tidemark'],
      ['1  Abstract', 'text page=1 We present Tidemark, which halves the error of forecasts of tides.'],
      [
        '1 1 Introduction',
        'text page=1 Harbours lose boats.',
        'text page=1 A second paragraph is indented, and goes on in a second line.',
      ],
      ['2 2.1 Loss (of a)', 'caption page=1 Figure 1: How a tide is read.', 'text page=2 The loss is a sum.'],
    ])
    expect(sections?.[4]?.slice(0, 3)).toEqual([
      '1 A More Tides',
      'text page=2 All 40 are listed.',
      `text page=3 Harbour ${nameOf(3)} is calm.`,
    ])
    expect(JSON.stringify(sections)).not.toMatch(/et al|catalogue/)
  })

  it('is read for sixty pages, and says how many there are', () => {
    expect([found.read, found.pages]).toEqual([60, 62])
    expect(JSON.stringify(found.sections)).toContain(nameOf(60))
    expect(JSON.stringify(found.sections)).not.toContain(nameOf(61))
  })

  it('without text, as a scan, has no sections', async () => {
    expect(await read(pdfOf([[], []]))).toEqual({ pages: 2, read: 2, sections: null })
  })

  it('is read by a process that gets no settings, and may write no file and start nothing', async () => {
    const script = `import { writeFileSync } from 'node:fs'
      import { spawnSync } from 'node:child_process'
      const tried = [() => writeFileSync('x', ''), () => spawnSync('node')].map((work) => {
        try { return String(work()) } catch (error) { return error.code }
      })
      process.stdout.write(JSON.stringify([...tried, Object.keys(process.env).includes('PATH')]))`
    const tried = await runConfined(['--input-type=module', '--eval', script], Buffer.alloc(0), { signal })
    expect(JSON.parse(tried)).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', false])
  })

  it('that is damaged costs itself alone', async () => {
    await expect(read(Buffer.from('%PDF-1.7 nothing more'))).rejects.toThrow()
  })
})
