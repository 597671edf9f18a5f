import { html } from 'hono/html'
import { teamOf } from '../../core/chat.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { DAY_MS } from '../../core/schedule.ts'
import { count } from '../../digest/write/texts.ts'
import { dayBeside, listedDays, listedPapers, WHOLE } from '../../library/listings.ts'
import { countVotes } from '../../voting/tally.ts'
import type { Html } from '../document.ts'
import { type DateRange, dayRange, monthRange, RANGE_OF, weekRange } from './date-range.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage, citationLinks, linkRow, PAGE_SIZE, pageLinks } from './layout.ts'
import type { ArchiveSession } from './session.ts'

/** Days of the first page, and papers of each. */
const [DAYS, SHOWN] = [3, 8]
/** A paper may be listed so long after it was posted. */
const EARLIER_MS = 60 * DAY_MS

/** What of a list is shown, and in which order, by its name in the address. */
const VIEWS = {
  best: { label: 'Most upvotes', said: ', most upvotes first' },
  new: { label: 'Newest', said: ', newest first' },
  posted: { label: 'Posted here', said: ' that were posted here' },
  voted: { label: 'Voted for', said: ' that your team voted for, most votes first' },
}
export type View = keyof typeof VIEWS

export const parseView = (asked: string | undefined): View =>
  asked && Object.hasOwn(VIEWS, asked) ? (asked as View) : 'best'

type Within = { offset: number; limit: number }

export async function papersOf(
  { store, scope, channel }: ArchiveSession,
  range: DateRange,
  view: View,
  within: Within,
): Promise<{ papers: PaperId[]; total: number }> {
  if (view !== 'voted') {
    const order = view === 'new' ? view : 'upvotes'
    return listedPapers(store.db, scope, range, { ...WHOLE, order, isPostedOnly: view === 'posted' }, within)
  }
  const tallies = await countVotes(store, teamOf(channel), Date.parse(range.since) - EARLIER_MS)
  const among = tallies.map(({ paper }) => paper)
  const whole = { offset: 0, limit: among.length }
  const listed = new Set((await listedPapers(store.db, scope, range, { ...WHOLE, among }, whole)).papers)
  const voted = among.filter((paper) => listed.has(paper))
  return { papers: voted.slice(within.offset, within.offset + within.limit), total: voted.length }
}

export async function listPage(session: ArchiveSession, range: DateRange, view: View, page: number): Promise<Html> {
  const { store, scope, links } = session
  const { kind, slug, since, until, label } = range
  const { papers, total } = await papersOf(session, range, view, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE })
  const beside = await Promise.all([
    dayBeside(store.db, scope, since, 'before'),
    dayBeside(store.db, scope, until, 'after'),
  ])
  const [before, after] = beside.map((day) => day && RANGE_OF[kind](day))
  const wider = { day: [weekRange, monthRange], week: [monthRange], month: [] }[kind].map((widen) => widen(since))
  const linkTo = (to: DateRange, text: string) => ({ label: text, href: `${links.path}/${to.slug}` })
  const address = `${links.path}/${slug}?${view === 'best' ? '' : `show=${view}&`}`
  // A day has one date.
  const views = Object.entries(VIEWS).filter(([name]) => name !== 'new' || kind !== 'day')
  const shownDay = kind === 'day' ? since : null
  return archivePage(links, {
    title: label,
    tab: '',
    content: html`<nav aria-label="Time">
        ${linkRow([
          ...(before ? [{ ...linkTo(before, `← ${before.label}`), rel: 'prev' as const }] : []),
          ...(after ? [{ ...linkTo(after, `${after.label} →`), rel: 'next' as const }] : []),
          ...wider.map((to) => linkTo(to, to.label)),
        ])}
        ${datePicker(session, since)}
      </nav>
      <nav aria-label="Show">
        ${linkRow(
          views.map(([name, shown]) => ({
            label: shown.label,
            href: `${links.path}/${slug}${name === 'best' ? '' : `?show=${name}`}`,
            isCurrent: name === view,
          })),
        )}
      </nav>
      <p class="facts">${count(total, 'paper')}${VIEWS[view].said}</p>
      ${papers.length > 0 && (await entryList(session, await entriesOf(session, papers), shownDay))}
      ${pageLinks(page, total, address)} ${total > 0 && citationLinks(address)}`,
  })
}

/** The newest papers, a day each. */
export async function daysPage(session: ArchiveSession): Promise<Html> {
  const { store, scope, links } = session
  const days = await listedDays(store.db, scope.sources, DAYS)
  const [newest] = days
  const page = (content: Html) => archivePage(links, { title: 'The newest papers', tab: '', content })
  if (newest === undefined)
    return page(html`<p>No papers have been read yet. The first ones come within minutes of a start.</p>`)
  const sections: Html[] = []
  for (const day of days) {
    const { label, slug, since, until } = dayRange(day)
    const range = { since, until }
    const { papers, total } = await listedPapers(store.db, scope, range, WHOLE, { offset: 0, limit: SHOWN })
    const href = `${links.path}/${slug}`
    sections.push(html`<section>
      <h2><a href="${href}">${label}</a></h2>
      ${await entryList(session, await entriesOf(session, papers), day)}
      ${total > papers.length && linkRow([{ label: `All ${total.toLocaleString('en')} of ${label}`, href }])}
    </section>`)
  }
  const wider = [weekRange(newest), monthRange(newest)]
  return page(html`<nav aria-label="Time">
      ${linkRow(wider.map(({ slug, label }) => ({ label, href: `${links.path}/${slug}` })))}
      ${datePicker(session, newest)}
    </nav>
    ${sections}`)
}

const datePicker = ({ links }: ArchiveSession, day: IsoDay): Html => html`<form class="line" action="${links.path}/day">
  <label for="on">Go to</label> <input id="on" type="date" name="on" value="${day}" required />
  <button>Show</button>
</form>`
