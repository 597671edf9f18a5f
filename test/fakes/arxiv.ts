import { noPage } from '../fixtures/arxiv-page.ts'
import { type FakeServer, type Fault, startFakeServer } from './http.ts'

export type ArxivEntry = {
  /** With version: `2603.00001v1`. */
  id: string
  title?: string
  abstract?: string
  authors?: string[]
  categories?: string[]
  type?: 'new' | 'cross' | 'replace' | 'replace-cross'
  /** When the first version was submitted; the API alone shows it. */
  submittedAt?: string
  comment?: string
  journal?: string
}

const html = { 'content-type': 'text/html; charset=utf-8' }
const PICTURE = /\/x\d+\.png$/
/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

/**
 * arXiv's announcement feeds (`/atom/cs.CL`), its API (`/api/query`) and its pages (`/html/2603.00001`), below one
 * address as a mirror has them.
 */
export async function startFakeArxiv(options: {
  /** The day that the feeds announce; null on weekends. */
  day: string | null
  announced?: Record<string, ArxivEntry[]>
  /** Everything that the API knows. */
  known?: ArxivEntry[]
  /** Pages of `/html`, by identifier. */
  pages?: Record<string, string>
  faults?: Fault[]
}): Promise<FakeServer> {
  const { day, announced = {}, known = [], pages = {}, faults } = options
  return startFakeServer((url) => {
    const category = /^\/atom\/([\w.-]+)$/.exec(url.pathname)?.[1]
    if (category) return atom(announcementFeed(category, day, day ? (announced[category] ?? []) : []))
    const page = /^\/html\/(.+)$/.exec(url.pathname)?.[1]
    if (page && PICTURE.test(page)) return { headers: { 'content-type': 'image/png' }, body: png }
    if (page) return { status: pages[page] ? 200 : 404, headers: html, body: pages[page] ?? noPage }
    if (url.pathname !== '/api/query') return { status: 404 }
    const wanted = url.searchParams.get('id_list')?.split(',')
    const wrong = wanted?.find((id) => !/^([\w.-]+\/)?[\d.]+$/.test(id))
    if (wrong !== undefined) return { ...atom(arxivErrorFeed(`incorrect id format for ${wrong}`)), status: 400 }
    const found = wanted
      ? known.filter(({ id }) => wanted.some((one) => id.startsWith(one)))
      : search(known, url.searchParams.get('search_query') ?? '')
    const [start, size] = ['start', 'max_results'].map((name) => Number(url.searchParams.get(name) ?? 0))
    return atom(queryFeed(found.slice(start, Number(start) + Number(size)), found.length))
  }, faults)
}

function search(known: ArxivEntry[], query: string): ArxivEntry[] {
  const [, category = '', from = '', to = ''] =
    /^cat:(\S+) AND submittedDate:\[(\d{12}) TO (\d{12})\]$/.exec(query) ?? []
  return known.filter(({ categories = ['cs.CL'], submittedAt = '' }) => {
    const minute = submittedAt.replace(/\D/g, '').slice(0, 12)
    return categories.includes(category) && minute >= from && minute <= to
  })
}

const atom = (body: string) => ({ headers: { 'content-type': 'application/atom+xml; charset=utf-8' }, body })

const markup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const announcementFeed = (
  category: string,
  day: string | null,
  entries: ArxivEntry[],
): string => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/${category}</id>
  <title>${category} updates on arXiv.org</title>
  <updated>${day ?? '2026-03-29'}T04:00:19.866337+00:00</updated>
${entries
  .map(
    ({
      id,
      title = `Paper ${id}`,
      abstract = 'We study papers.',
      authors = ['Ada Example', 'Ben Sample'],
      categories = [category],
      type = 'new',
    }) => `  <entry>
    <id>oai:arXiv.org:${id}</id>
    <title>${markup(title)}</title>
    <updated>${day}T04:00:19.899254+00:00</updated>
    <link href="https://arxiv.org/abs/${id.replace(/v\d+$/, '')}" rel="alternate" type="text/html"/>
    <summary>arXiv:${id} Announce Type: ${type} 
Abstract: ${markup(abstract)}</summary>
    ${categories.map((term) => `<category term="${term}"/>`).join('\n    ')}
    <published>${day}T00:00:00-04:00</published>
    <arxiv:announce_type>${type}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:creator>${markup(authors.join(', '))}</dc:creator>
  </entry>`,
  )
  .join('\n')}
</feed>`

const queryFeed = (entries: ArxivEntry[], total: number): string => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/invented</id>
  <title>arXiv Query</title>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
${entries
  .map(
    ({
      id,
      title = `Paper ${id}`,
      abstract = 'We study papers.',
      authors = ['Ada Example', 'Ben Sample'],
      categories = ['cs.CL'],
      submittedAt = '2026-03-30T12:00:00Z',
      comment = '',
      journal = '',
    }) => `  <entry>
    <id>http://arxiv.org/abs/${id}</id>
    <title>${markup(title)}</title>
    <updated>${submittedAt}</updated>
    <link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    <summary>  ${markup(abstract)}</summary>
    ${categories.map((term) => `<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>`).join('\n    ')}
    <published>${submittedAt}</published>
    <arxiv:primary_category term="${categories[0]}"/>
    <arxiv:comment>${markup(comment)}</arxiv:comment>
    <arxiv:journal_ref>${markup(journal)}</arxiv:journal_ref>
    ${authors.map((name) => `<author><name>${markup(name)}</name></author>`).join('\n    ')}
  </entry>`,
  )
  .join('\n')}
</feed>`

export const arxivErrorFeed = (complaint: string): string => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <title>arXiv Search Results</title>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry><id>https://arxiv.org/api/errors#invented</id><title>Error</title><summary>${complaint}</summary></entry>
</feed>`
