import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Paper } from '../../src/core/paper.ts'
import { readArxivHtml } from '../../src/sources/arxiv/full-text.ts'
import type { Section } from '../../src/sources/arxiv/outline.ts'
import { SourceError } from '../../src/sources/source-error.ts'
import { createPaperTexts, type PaperText, waysToText } from '../../src/texts/paper-text.ts'
import { createTextCache, KEEPS_NOTHING } from '../../src/texts/text-cache.ts'
import { arxivPage } from '../fixtures/arxiv-page.ts'
import { aPaper } from '../fixtures/papers.ts'
import { pdfOf, pdfPage } from '../fixtures/pdf.ts'

const log = pino({ level: 'silent' })
const { signal } = new AbortController()
const down = new SourceError('arXiv answered 503 for 2603.00001.', 'refused')
const missing = new SourceError('arXiv answered 404 for the PDF.', 'missing')
const SECTION: Section = {
  ...{ kind: 'section', level: 1, number: '1', title: 'Introduction', anchor: '' },
  passages: [{ kind: 'text', anchor: '', text: 'Harbours lose boats.' }],
}

type World = { html: 'here' | 'none' | 'down'; markdown: 'here' | 'none'; pdf: Buffer | SourceError }

/** Reads a paper where only this can be had; `asked` says for what the network was asked. */
function openWorld({ html, markdown, pdf }: World) {
  const asked: string[] = []
  const ways = waysToText({
    log,
    arxivUrl: null,
    async fetchFullText() {
      asked.push('html')
      if (html === 'down') throw down
      return html === 'here' ? readArxivHtml(arxivPage(), new URL('https://arxiv.org/html/2603.00001')) : null
    },
    async fetchSections() {
      asked.push('markdown')
      return markdown === 'here' ? [SECTION] : null
    },
    http: {
      async get(url, { publicOnly }) {
        asked.push(`${url}${publicOnly ? ' if it is public' : ''}`)
        if (pdf instanceof SourceError) throw pdf
        return { url: new URL(url), contentType: 'application/pdf', body: pdf }
      },
    },
  })
  return { asked, read: createPaperTexts(ways, KEEPS_NOTHING, signal) }
}
const read = (world: World, paper: Partial<Paper> = {}) => openWorld(world).read(aPaper('2603.00001', paper))
const nothing = { html: 'none', markdown: 'none', pdf: missing } as const

describe('the text of a paper', () => {
  it('is arXiv’s HTML, else Hugging Face’s Markdown, else the PDF', async () => {
    const pdf = pdfOf([pdfPage(1, [{ text: 'Tides go out.' }])])
    const html = await read({ html: 'here', markdown: 'here', pdf })
    expect([html.read, html.page]).toEqual(['full text, 5 of 5 sections', 'https://arxiv.org/html/2603.00001'])
    const markdown = await read({ html: 'down', markdown: 'here', pdf })
    expect([markdown.read, markdown.page]).toEqual(['full text, 1 of 1 sections', 'https://arxiv.org/abs/2603.00001'])
    const world = openWorld({ html: 'none', markdown: 'none', pdf })
    const { read: said, page, sections } = await world.read(aPaper('2603.00001'))
    expect([said, page]).toEqual(['its PDF, 1 of 1 pages', 'https://arxiv.org/pdf/2603.00001'])
    expect(sections[0]?.passages).toContainEqual({ kind: 'text', anchor: 'page=1', text: 'Tides go out.' })
    expect(world.asked).toEqual(['html', 'markdown', 'https://arxiv.org/pdf/2603.00001'])
  })

  it('outside of arXiv is the PDF that its source names, from public addresses alone', async () => {
    const world = openWorld({ ...nothing, pdf: Buffer.from('<html>Please log in</html>') })
    const links = { ...aPaper('x').links, pdf: 'https://journal.example/1.pdf' }
    const { read: said } = await world.read(aPaper('x', { id: 'doi:10.1/x', links }))
    expect(world.asked).toEqual(['https://journal.example/1.pdf if it is public'])
    expect(said).toBe(
      'the abstract only. journal.example answers with a page in place of the PDF. Open it in your browser.',
    )
  })

  it.each<[string, World, Partial<Paper>, RegExp]>([
    [
      'no PDF',
      nothing,
      { id: 'doi:10.1/x', links: { ...aPaper('x').links, pdf: null } },
      /names no PDF, .*Open its page\.$/,
    ],
    ['a scan', { ...nothing, pdf: pdfOf([[]]) }, {}, /a scan: pictures without text\. Open it in your browser\.$/],
    ['damage', { ...nothing, pdf: Buffer.from('%PDF-1.7') }, {}, /too long to read, or is damaged\. Open it/],
    ['an outage', { ...nothing, html: 'down' }, {}, /arXiv answered 503 for 2603\.00001\. Please ask again later\.$/],
    ['nothing there', nothing, {}, /No readable text of it was found\. Open its page\.$/],
    ['a withdrawn paper', nothing, { facts: { standing: 'withdrawn' } }, /was withdrawn; `\/papers why` says more\.$/],
    ['not even an abstract', nothing, { abstract: '' }, /^nothing: it has no abstract here\. /],
  ])('is the abstract, and a sentence says why: %s', async (_, world, paper, said) => {
    const text = await read(world, paper)
    expect(text.read).toMatch(said)
    expect(text.sections.map(({ title }) => title)).toEqual(paper.abstract === '' ? [] : ['Abstract'])
  })

  it('says how much of a thesis was read', async () => {
    const pdf = pdfOf([pdfPage(1, [{ text: 'Tides go out.' }]), ...Array.from({ length: 60 }, () => [])])
    expect((await read({ ...nothing, pdf })).read).toBe('its PDF, 60 of 61 pages')
  })
})

describe('texts that were read', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-texts-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const text: PaperText = { sections: [SECTION], page: null, read: 'full text' }
  const size = JSON.stringify(text).length

  it('are kept for a week, also for the next start, and what was not used for longest makes room', () => {
    let now = 0
    const open = () => createTextCache({ file: join(folder, 'texts.db'), log, now: () => now, maxBytes: 2.5 * size })
    const cache = open()
    for (const id of ['arxiv:1', 'arxiv:2'] as const) {
      cache.keep(id, text)
      now += 1
    }
    expect(cache.find('arxiv:1')).toEqual(text)
    now += 1
    cache.keep('arxiv:3', text)
    cache.close()
    const next = open()
    const kept = (['arxiv:1', 'arxiv:2', 'arxiv:3'] as const).filter((id) => next.find(id))
    expect(kept).toEqual(['arxiv:1', 'arxiv:3'])
    now += 7 * 86_400_000
    expect(next.find('arxiv:3')).toBe(null)
    next.close()
    // Windows has no such modes.
    if (process.platform !== 'win32') expect(statSync(join(folder, 'texts.db')).mode & 0o777).toBe(0o600)
  })

  it('are read again where the file is damaged', async () => {
    const file = join(folder, 'damaged.db')
    writeFileSync(file, 'This is no database, and long enough to be taken for none. '.repeat(20))
    const cache = createTextCache({ file, log })
    const texts = createPaperTexts([async () => text], cache, signal)
    expect(await texts(aPaper('2603.00001'))).toEqual(text)
    cache.close()
  })

  it('are read again once there is a newer version', async () => {
    const cache = createTextCache({ file: join(folder, 'versions.db'), log })
    let fetched = 0
    const way = async () => ({ ...text, read: String(++fetched) })
    const texts = createPaperTexts([way], cache, signal)
    const reads = [1, 1, 2].map((version) => () => texts(aPaper('2603.00001', { facts: { version } })))
    const said: string[] = []
    for (const one of reads) said.push((await one()).read)
    expect(said).toEqual(['1', '1', '2'])
    cache.close()
  })

  it('are fetched once for all who ask, and for few papers at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let fetched = 0
    const way = async () => {
      fetched += 1
      await promise
      return text
    }
    const texts = createPaperTexts([way], KEEPS_NOTHING, signal)
    const asked = [1, 1, 2, 3, 4, 5].map((number) => texts(aPaper(`2603.0000${number}`)))
    resolve()
    expect((await Promise.all(asked)).map(({ read: said }) => said).slice(3)).toEqual([
      'full text',
      'full text',
      'the abstract only. Others are being read. Please ask again in a minute.',
    ])
    expect(fetched).toBe(4)
  })
})
