import { html } from 'hono/html'
import { describeCoverage, searchNotes } from '../../commands/reading/search-reply.ts'
import { sanitizeInput } from '../../commands/sanitize.ts'
import { teamOf } from '../../core/chat.ts'
import type { SearchAnswer } from '../../search/paper-search.ts'
import type { Html } from '../plain-page.ts'
import { entryList } from './entries.ts'
import { archivePage } from './layout.ts'
import { citationLinks, PAGE_SIZE, pageLinks } from './pagination.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

type Within = { offset: number; limit: number }

export const readQuery = (text = ''): string => sanitizeInput(text).trim().slice(0, 300)

/** What `/papers` finds for everybody in that channel. */
export const searchFor = ({ search, channel }: ChannelView, query: string, within: Within): Promise<SearchAnswer> =>
  search.search(query, { asker: { team: teamOf(channel), person: null, channels: [channel] }, ...within })

export async function searchPage(session: ArchiveSession, query: string, page: number): Promise<Html> {
  if (query === '') return archivePage(session.links, { title: 'Search', content: hint })
  const answer = await searchFor(session, query, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE })
  const { hits, total } = answer
  const address = `${session.links.path}/search?q=${encodeURIComponent(query)}&`
  return archivePage(session.links, {
    title: `“${query}”`,
    query,
    content: html`<p class="facts">${describeCoverage(answer)}</p>
      ${searchNotes(answer).map((note) => html`<p class="note">${note}</p>`)}
      ${hits.length === 0 ? hint : await entryList(session, [...hits, ...answer.alsoClose])}
      ${pageLinks({ page, total }, address)} ${hits.length > 0 && citationLinks(address)}`,
  })
}

const hint = html`<p>
  For example <code>"tool use" -survey</code>, <code>author:lecun since:2026</code>, <code>votes:>2 sort:new</code>.
</p>`
