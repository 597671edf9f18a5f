import { html } from 'hono/html'
import { listedDays, listedPapers, WHOLE } from '../../library/listings.ts'
import type { Html } from '../document.ts'
import { dayRange, monthRange, weekRange } from './date-range.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage, linkRow } from './layout.ts'
import { datePicker } from './list.ts'
import type { ArchiveSession } from './session.ts'

const DAYS = 3
const SHOWN = 8

export async function daysPage(session: ArchiveSession): Promise<Html> {
  const { store, scope, links } = session
  const days = await listedDays(store.db, scope.sources, DAYS)
  const [newest] = days
  const page = { title: 'The newest papers', tab: '' }
  if (newest === undefined)
    return archivePage(links, {
      ...page,
      content: html`<p>No papers have been read yet. The first ones come within minutes of a start.</p>`,
    })
  const sections: Html[] = []
  for (const day of days) {
    const { label, slug, since, until } = dayRange(day)
    const within = { offset: 0, limit: SHOWN }
    const { papers, total } = await listedPapers(store.db, scope, { since, until }, WHOLE, within)
    const href = `${links.path}/${slug}`
    sections.push(html`<section>
      <h2><a href="${href}">${label}</a></h2>
      ${await entryList(session, await entriesOf(session, papers), day)}
      ${total > papers.length && linkRow([{ label: `All ${total.toLocaleString('en')} of ${label}`, href }])}
    </section>`)
  }
  const wider = [weekRange(newest), monthRange(newest)]
  return archivePage(links, {
    ...page,
    content: html`<nav aria-label="Time">
        ${linkRow(wider.map(({ slug, label }) => ({ label, href: `${links.path}/${slug}` })))}
        ${datePicker(session, newest)}
      </nav>
      ${sections}`,
  })
}
