import { html } from 'hono/html'
import { teamOf } from '../../core/chat.ts'
import { addDays, DAY_MS, localDate } from '../../core/schedule.ts'
import { countListed } from '../../library/listings.ts'
import { postingsSince } from '../../outbox/postings.ts'
import { votesGivenSince } from '../../voting/tally.ts'
import { voterGroupOf } from '../../voting/voter-groups.ts'
import type { Html } from '../plain-page.ts'
import { weekRange } from './date-range.ts'
import { archivePage } from './layout.ts'
import type { ArchiveSession } from './session.ts'

const WEEKS = 12
const COLUMNS = ['Week', 'Papers listed', 'Posted here', 'Votes']

/** How much was read, posted and voted for, a week a row. */
export async function numbersPage({ store, scope, channel, timezone, links }: ArchiveSession): Promise<Html> {
  const { db } = store
  const today = localDate(timezone, store.now())
  const { since } = weekRange(addDays(today, -7 * (WEEKS - 1)))
  const papers = await countListed(db, scope.sources, since)
  const posts = (await postingsSince(db, channel, since)).map(({ date }) => date)
  const votes = (await votesGivenSince(db, await voterGroupOf(db, teamOf(channel)), Date.parse(since) - DAY_MS)).map(
    (at) => localDate(timezone, at),
  )
  const rows = Array.from({ length: WEEKS }, (_, index) => {
    const week = weekRange(addDays(today, -7 * index))
    const isIn = (day: string) => day >= week.since && day <= week.until
    const listed = [...papers].reduce((sum, [day, number]) => sum + (isIn(day) ? number : 0), 0)
    return { week, numbers: [listed, posts.filter(isIn).length, votes.filter(isIn).length] }
  })
  return archivePage(links, {
    title: 'Numbers',
    content: html`<table>
      <caption>The last ${WEEKS} weeks</caption>
      <thead>
        <tr>${COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ week, numbers }) => html`<tr>
            <th scope="row"><a href="${links.path}/${week.slug}">${week.label}</a></th>
            ${numbers.map((number) => html`<td>${number.toLocaleString('en')}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`,
  })
}
