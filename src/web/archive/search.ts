import { html } from 'hono/html'
import { coverageOf, searchNotes } from '../../commands/reading/search-reply.ts'
import { teamOf } from '../../core/chat.ts'
import type { SearchAnswer } from '../../search/paper-search.ts'
import type { Html } from '../plain-page.ts'
import { entryList } from './entries.ts'
import { archivePage } from './layout.ts'
import { citing, PAGE_SIZE, turning } from './pagination.ts'
import type { Visit } from './session.ts'

type Within = { offset: number; limit: number }

/** What `/papers` finds for everybody in that channel. */
export const searchFor = ({ search, channel }: Visit, query: string, within: Within): Promise<SearchAnswer> =>
  search.search(query, { asker: { team: teamOf(channel), person: null, channels: [channel] }, ...within })

export async function searchPage(visit: Visit, query: string, page: number): Promise<Html> {
  if (query === '') return archivePage({ title: 'Search', content: hint })
  const answer = await searchFor(visit, query, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE })
  const { hits, total } = answer
  const address = `/archive/search?q=${encodeURIComponent(query)}&`
  return archivePage({
    title: `“${query}”`,
    query,
    content: html`<p class="facts">${coverageOf(answer)}</p>
      ${searchNotes(answer).map((note) => html`<p class="note">${note}</p>`)}
      ${hits.length === 0 ? hint : await entryList(visit, [...hits, ...answer.alsoClose])}
      ${turning({ page, total }, address)} ${hits.length > 0 && citing(address)}`,
  })
}

const hint = html`<p>
  For example <code>"tool use" -survey</code>, <code>author:lecun since:2026</code>, <code>votes:>2 sort:new</code>.
</p>`
