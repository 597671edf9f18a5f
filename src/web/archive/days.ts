import { html } from 'hono/html'
import { listedDays, listedPapers } from '../../library/listings.ts'
import type { Html } from '../plain-page.ts'
import { dayRange, monthRange, weekRange } from './date-range.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage } from './layout.ts'
import type { ArchiveSession } from './session.ts'

const DAYS = 5
const SHOWN = 10

export async function daysPage(session: ArchiveSession): Promise<Html> {
  const { store, scope, links } = session
  const days = await listedDays(store.db, scope.sources, DAYS)
  const [newest] = days
  if (newest === undefined)
    return archivePage(links, { title: 'Papers', content: html`<p>Nothing has been read yet.</p>` })
  const link = (slug: string, label: string): Html => html`<a href="${links.path}/${slug}">${label}</a>`
  const sections: Html[] = []
  for (const day of days) {
    const { label, slug, since, until } = dayRange(day)
    const { papers, total } = await listedPapers(store.db, scope, { since, until }, { offset: 0, limit: SHOWN })
    const all = `All ${total.toLocaleString('en')} of ${label}`
    sections.push(html`<section>
      <h2>${link(slug, label)}</h2>
      ${await entryList(session, await entriesOf(session, papers))}
      ${total > papers.length && html`<p class="turn">${link(slug, all)}</p>`}
    </section>`)
  }
  const wider = [weekRange(newest), monthRange(newest)]
  return archivePage(links, {
    title: 'Papers',
    content: html`<ul class="turn">${wider.map(({ slug, label }) => html`<li>${link(slug, label)}</li>`)}</ul>
      ${sections}`,
  })
}
