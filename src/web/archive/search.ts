import { html } from 'hono/html'
import { describeCoverage } from '../../commands/reading/search.ts'
import { teamOf } from '../../core/chat.ts'
import { sanitizeInput } from '../../core/text/shorten.ts'
import type { SearchAnswer } from '../../search/paper-search.ts'
import type { Html } from '../document.ts'
import { entryList } from './entries.ts'
import { archivePage, citationLinks, linkRow, PAGE_SIZE, pageLinks } from './layout.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

const EXAMPLES = ['"tool use" -survey', 'author:lecun since:2026', 'title:agents has:code', 'votes:>2 sort:new']
/** What narrows a search, each a clause that takes the place of the one there is. */
const FILTERS = [
  { field: 'since', any: 'Any time', choices: { '1w': 'Past week', '1m': 'Past month', '1y': 'Past year' } },
  { field: 'sort', any: 'Best first', choices: { new: 'Newest first', votes: 'Most votes first' } },
  { field: 'has', any: 'All papers', choices: { code: 'With code', picture: 'With a picture' } },
]

export const readQuery = (text = ''): string => sanitizeInput(text).trim().slice(0, 300)

/** What `/papers` finds for everybody in that channel. */
export const searchFor = (
  { search, channel }: ChannelView,
  query: string,
  within: { offset: number; limit: number },
): Promise<SearchAnswer> =>
  search.search(query, { asker: { team: teamOf(channel), person: null, channels: [channel] }, ...within })

export async function searchPage(session: ArchiveSession, query: string, page: number): Promise<Html> {
  const to = (text: string) => `${session.links.path}/search?q=${encodeURIComponent(text)}`
  const examples = html`<p>Try one of these:</p>
    ${linkRow(EXAMPLES.map((example) => ({ label: example, href: to(example) })))}`
  if (query === '') return archivePage(session.links, { title: 'Search', tab: null, content: examples })
  const answer = await searchFor(session, query, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE })
  const { hits, total, problems, corrected, correction, relaxed } = answer
  const closest = relaxed.map((one) => ({
    label: `${one.query} (${one.total.toLocaleString('en')})`,
    href: to(one.query),
  }))
  return archivePage(session.links, {
    title: `“${query}”`,
    tab: null,
    query,
    content: html`<nav aria-label="Filter">${FILTERS.map((filter) => filterRow(query, filter, to))}</nav>
      <p class="facts">${describeCoverage(answer)}</p>
      ${problems.map((problem) => html`<p class="facts">${problem}</p>`)}
      ${corrected !== null && html`<p class="facts">Searched for: ${corrected}</p>`}
      ${
        correction !== null &&
        html`<p class="facts">
          Showing ${correction.corrected.map(({ text, strong }) => (strong ? html`<b>${text}</b>` : text))}.
          <a href="${to(correction.exact)}">Search for exactly what I typed</a>
        </p>`
      }
      ${closest.length > 0 && html`<p>Searches close to this one:</p>${linkRow(closest)}`}
      ${hits.length === 0 ? examples : await entryList(session, [...hits, ...answer.alsoClose])}
      ${pageLinks(page, total, `${to(query)}&`)} ${hits.length > 0 && citationLinks(`${to(query)}&`)}`,
  })
}

function filterRow(
  query: string,
  { field, any, choices }: (typeof FILTERS)[number],
  to: (query: string) => string,
): Html {
  const clause = new RegExp(`(^|\\s)${field}:(\\S*)`, 'gi')
  const given = [...query.matchAll(clause)].at(-1)?.[2]?.toLowerCase() ?? ''
  const bare = query.replace(clause, '').trim()
  return linkRow([
    { label: any, href: to(bare), isCurrent: given === '' },
    ...Object.entries(choices).map(([value, label]) => ({
      label,
      href: to(`${bare} ${field}:${value}`.trim()),
      isCurrent: given === value,
    })),
  ])
}
