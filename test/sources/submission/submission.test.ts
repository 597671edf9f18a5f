import { describe, expect, it } from 'vitest'
import type { PaperId } from '../../../src/core/paper.ts'
import type { Http } from '../../../src/sources/http/http.ts'
import { SourceError } from '../../../src/sources/source-error.ts'
import { parseCsl } from '../../../src/sources/submission/doi.ts'
import { createSubmission } from '../../../src/sources/submission/index.ts'
import { longestStretch } from '../../fakes/stretch.ts'
import { aPaper } from '../../fixtures/papers.ts'
import { deadline } from '../../wait.ts'

const signal = new AbortController().signal

const FORUM = 'https://openreview.net/forum?id=aB1'
const forum = (more = '') => `<!doctype html><html><head>
<meta name="citation_title" content="Memory That Forgets &amp; Remembers">
<meta name="citation_author" content="Example, Ada"><meta name="citation_author" content="Ben Sample">
<meta name="citation_publication_date" content="2025/9/3">
<meta name="citation_pdf_url" content="https://openreview.net/pdf?id=aB1">
<meta name="citation_abstract" content="&lt;p&gt;We present a memory.&lt;/p&gt;">
<meta name="citation_keywords" content="memory; agents">${more}</head><body></body></html>`
const CSL_ANSWER = JSON.stringify({
  title: 'A Cell That Learns',
  author: [{ given: 'Ada', family: 'Example' }, { literal: 'The Consortium' }],
  abstract: '<jats:title>Abstract</jats:title><jats:p>Cells learn, we find.</jats:p>',
  issued: { 'date-parts': [[2024, 5, 1]] },
})

/** The network, by address; what is not there is refused. */
function network(pages: Record<string, string | { type: string; body: string }>): Http & { asked: string[] } {
  const asked: string[] = []
  const bodies = new Map(
    Object.entries(pages).map(([url, page]) => [url, Buffer.from(typeof page === 'string' ? page : page.body)]),
  )
  return {
    asked,
    async get(url, { accept, from, about, publicOnly }) {
      asked.push(`${url}`)
      expect(publicOnly, 'an address that people wrote is never trusted').toBe(true)
      const [found, body] = [pages[`${url}`], bodies.get(`${url}`)]
      if (!found || !body) throw new SourceError(`${from} answered 404 for ${about}.`, 'refused')
      return { url: new URL(url), contentType: typeof found === 'string' ? accept : found.type, body }
    },
  }
}
const nobody = async () => null
const known = async (id: PaperId) => aPaper(id.slice('arxiv:'.length))

describe('a suggested paper', () => {
  it('is asked for where it lies: on arXiv by its identifier, and elsewhere when arXiv cannot be asked', async () => {
    const down = async () => {
      throw new SourceError('arXiv could not be reached.', 'unreachable')
    }
    const fetchPaper = createSubmission({ http: network({}), arxiv: [down, known] })
    expect(await fetchPaper('arxiv:2603.00001', signal)).toMatchObject({ title: 'Paper 2603.00001' })
    const alone = createSubmission({ http: network({}), arxiv: [down, nobody] })
    await expect(alone('arxiv:2603.00001', signal)).rejects.toThrow('arXiv could not be reached.')
    expect(await createSubmission({ http: network({}), arxiv: [nobody] })('arxiv:2603.00009', signal)).toBeNull()
  })

  it('is read from what its page says of it', async () => {
    const fetchPaper = createSubmission({ http: network({ [FORUM]: forum() }), arxiv: [nobody] })
    expect(await fetchPaper(`url:${FORUM}`, signal)).toEqual({
      id: `url:${FORUM}`,
      title: 'Memory That Forgets & Remembers',
      abstract: 'We present a memory.',
      authors: ['Ada Example', 'Ben Sample'],
      publishedAt: '2025-09-03',
      links: {
        abstract: FORUM,
        pdf: 'https://openreview.net/pdf?id=aB1',
        code: null,
        project: null,
        huggingface: null,
      },
      pictures: [],
      organization: null,
      keywords: ['memory', 'agents'],
      categories: [],
      sourceSummary: null,
      facts: {},
    })
  })

  it('is read from what libraries’ software says of it', async () => {
    const tags =
      'bepress_citation_title=Tides&eprints.creators_name=Example, Ada&citation_year=2025&citation_pdf_url=/a.pdf'
    const head = tags.split('&').map((tag) => `<meta name="${tag.replace('=', '" content="')}">`)
    const http = network({ [FORUM]: { type: 'text/html', body: `<head>${head.join('')}</head>` } })
    expect(await createSubmission({ http, arxiv: [nobody] })(`url:${FORUM}`, signal)).toMatchObject({
      title: 'Tides',
      authors: ['Ada Example'],
      publishedAt: '2025',
      links: { pdf: 'https://openreview.net/a.pdf' },
    })
  })

  it('is the one of arXiv where a page says so, in arXiv’s words alone', async () => {
    const http = network({ [FORUM]: forum('<meta name="citation_arxiv_id" content="2603.00001v2">') })
    const fetchPaper = createSubmission({ http, arxiv: [known] })
    expect(await fetchPaper(`url:${FORUM}`, signal)).toEqual(aPaper('2603.00001'))
    const unknown = createSubmission({ http, arxiv: [nobody] })
    expect(await unknown(`url:${FORUM}`, signal)).toMatchObject({ id: `url:${FORUM}` })
  })

  it('is described by the registry of its DOI, else by its page', async () => {
    const data = network({ 'https://doi.org/10.1101/2024.05.01.591234': CSL_ANSWER })
    expect(await createSubmission({ http: data, arxiv: [] })('doi:10.1101/2024.05.01.591234', signal)).toMatchObject({
      title: 'A Cell That Learns',
      abstract: 'Cells learn, we find.',
      authors: ['Ada Example', 'The Consortium'],
      publishedAt: '2024-05-01',
    })
    const updated = {
      title: 'Late tides',
      'container-title': ['Harbour Letters'],
      license: [{ URL: 'https://creativecommons.org/licenses/by/4.0/' }],
      'updated-by': [{ type: 'correction' }, { type: 'retraction', DOI: '10.1000/3' }],
    }
    const retracted = network({ 'https://doi.org/10.1000/2': JSON.stringify(updated) })
    expect(await createSubmission({ http: retracted, arxiv: [] })('doi:10.1000/2', signal)).toMatchObject({
      facts: {
        standing: 'retracted',
        journal: 'Harbour Letters',
        licence: 'https://creativecommons.org/licenses/by/4.0/',
      },
    })
    const page = network({ 'https://doi.org/10.1000/1': { type: 'text/html', body: forum() } })
    expect(await createSubmission({ http: page, arxiv: [] })('doi:10.1000/1', signal)).toMatchObject({
      id: 'doi:10.1000/1',
      title: 'Memory That Forgets & Remembers',
    })
  })

  it('keeps particles, suffixes and groups of a registry, and loses no more than what is broken', async () => {
    const author = [
      { given: 'Laurens', family: 'Muster', 'non-dropping-particle': 'van der' },
      { given: 'Ludwig', family: 'Beispiel', 'dropping-particle': 'von' },
      { given: 'Martin', family: 'Example', suffix: 'Jr.' },
      { given: null, family: 7, suffix: [] },
      'nobody',
      { name: 'HARBOUR Collaboration' },
      { literal: 'Example, Ada' },
      { family: 'Plato' },
    ]
    const read = async (more: object) =>
      parseCsl(JSON.stringify({ title: ['Late tides', 'Tides'], author, ...more }), 'doi:10.1234/a')
    expect(await read({ issued: { 'date-parts': [[2026, 5]] } })).toMatchObject({
      title: 'Late tides',
      authors: [
        'Laurens van der Muster',
        'Ludwig von Beispiel',
        'Martin Example Jr.',
        'HARBOUR Collaboration',
        'Ada Example',
        'Plato',
      ],
      publishedAt: '2026-05',
    })
    const online = { issued: { 'date-parts': [[null]] }, published: { 'date-parts': [['2026', '11', '2']] } }
    expect(await read(online)).toMatchObject({ publishedAt: '2026-11-02' })
    const first = {
      subtitle: ['A study'],
      issued: { 'date-parts': [[2026]] },
      'published-online': { 'date-parts': [[2025, 12, 5]] },
    }
    expect(await read(first)).toMatchObject({ title: 'Late tides: A study', publishedAt: '2025-12-05' })
    expect(await read({ title: [], issued: 'soon' })).toBeNull()
    expect(await read({ author: {}, issued: 'soon' })).toMatchObject({ authors: [], publishedAt: null })
  })

  for (const [name, more] of [
    ['a page of 8 MB', `</head><body>${'<p>word '.repeat(1_000_000)}`],
    ['a head of 8 MB', '<script>word</script>'.repeat(400_000)],
    ['elements within each other without an end', `</head>${'<div>'.repeat(100_000)}`],
    ['a comment without an end', `<!--${'<!--'.repeat(100_000)}`],
    ['more tags than anybody reads', '<meta name="citation_author" content="Example, Ada">'.repeat(100_000)],
  ] as const)
    it(`is read from ${name} while everybody else is answered`, async () => {
      const small = 'https://openreview.net/forum?id=small'
      const fetchPaper = createSubmission({
        http: network({ [FORUM]: forum(more), [small]: forum() }),
        arxiv: [nobody],
      })
      await fetchPaper(`url:${small}`, signal)
      const { result, longest } = await longestStretch(() => fetchPaper(`url:${FORUM}`, signal))
      expect(result).toMatchObject({ title: 'Memory That Forgets & Remembers' })
      expect(longest).toBeLessThan(deadline(50))
    })

  it('is none where a page shows none, or is no page', async () => {
    const http = network({
      'https://example.org/blog': '<title>About us</title>',
      'https://example.org/paper.pdf': { type: 'application/pdf', body: '%PDF' },
    })
    const fetchPaper = createSubmission({ http, arxiv: [] })
    expect(await fetchPaper('url:https://example.org/blog', signal)).toBeNull()
    await expect(fetchPaper('url:https://example.org/paper.pdf', signal)).rejects.toThrow(
      'example.org has no web page there',
    )
    await expect(fetchPaper('url:https://example.org/none', signal)).rejects.toThrow('example.org answered 404')
  })
})
