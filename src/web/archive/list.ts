import { html } from 'hono/html'
import { count } from '../../digest/write/texts.ts'
import { listedPapers } from '../../library/listings.ts'
import type { Html } from '../plain-page.ts'
import { type DateRange, monthRange, neighbours, weekRange } from './date-range.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage } from './layout.ts'
import { citationLinks, PAGE_SIZE, pageLinks } from './pagination.ts'
import type { ArchiveSession } from './session.ts'

export async function listPage(session: ArchiveSession, range: DateRange, page: number): Promise<Html> {
  const within = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }
  const { papers, total } = await listedPapers(session.store.db, session.scope, range, within)
  const { before, after } = neighbours(range)
  const wider = { day: [weekRange, monthRange], week: [monthRange], month: [] }[range.kind].map((widen) =>
    widen(range.since),
  )
  const { path } = session.links
  const address = `${path}/${range.slug}?`
  return archivePage(session.links, {
    title: range.label,
    content: html`<nav aria-label="Time">
        <ul class="turn">
          <li><a rel="prev" href="${path}/${before.slug}">← ${before.label}</a></li>
          <li><a rel="next" href="${path}/${after.slug}">${after.label} →</a></li>
          ${wider.map(({ slug, label }) => html`<li><a href="${path}/${slug}">${label}</a></li>`)}
        </ul>
      </nav>
      <p class="facts">${count(total, 'paper')}, most upvotes first</p>
      ${await entryList(session, await entriesOf(session, papers))}
      ${pageLinks({ page, total }, address)} ${citationLinks(address)}`,
  })
}
