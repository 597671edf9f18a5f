import { html } from 'hono/html'
import { teamOf } from '../../core/chat.ts'
import { addDays, DAY_MS, localDate, shortDay } from '../../core/schedule.ts'
import { countListed } from '../../library/listings.ts'
import { postingsSince } from '../../outbox/postings.ts'
import { votesGivenSince } from '../../voting/tally.ts'
import { voterGroupOf } from '../../voting/voter-groups.ts'
import type { Html } from '../document.ts'
import { type DateRange, dayRange, weekRange } from './date-range.ts'
import { archivePage } from './layout.ts'
import type { ArchiveSession } from './session.ts'

const WEEKS = 12
const COLUMNS = ['Week of', 'New', 'Posted', 'Votes']
const withoutWeekday = (label: string): string => label.replace(/^\w+ (?=\d)/, '')

type Week = { week: DateRange; listed: number; posted: number; votes: number }

/** How much was read, posted and voted for, a week a row. */
export async function numbersPage(session: ArchiveSession): Promise<Html> {
  const weeks = await readWeeks(session)
  return archivePage(session.links, {
    title: 'Numbers',
    tab: '/numbers',
    content: html`${chart(weeks.toReversed())}
      <table>
        <caption>The last ${WEEKS} weeks, the newest first</caption>
        <thead>
          <tr>${COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr>
        </thead>
        <tbody>
          ${weeks.map(
            ({ week, listed, posted, votes }) => html`<tr>
              <th scope="row">
                <a href="${session.links.path}/${week.slug}">${withoutWeekday(dayRange(week.since).label)}</a>
              </th>
              ${[listed, posted, votes].map((number) => html`<td>${number.toLocaleString('en')}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>`,
  })
}

async function readWeeks({ store, scope, channel, timezone }: ArchiveSession): Promise<Week[]> {
  const { db } = store
  const today = localDate(timezone, store.now())
  const { since } = weekRange(addDays(today, -7 * (WEEKS - 1)))
  const papers = await countListed(db, scope.sources, since)
  const posts = (await postingsSince(db, channel, since)).map(({ date }) => date)
  const votes = (await votesGivenSince(db, await voterGroupOf(db, teamOf(channel)), Date.parse(since) - DAY_MS)).map(
    (at) => localDate(timezone, at),
  )
  return Array.from({ length: WEEKS }, (_, index) => {
    const week = weekRange(addDays(today, -7 * index))
    const isIn = (day: string) => day >= week.since && day <= week.until
    const listed = [...papers].reduce((sum, [day, number]) => sum + (isIn(day) ? number : 0), 0)
    return { week, listed, posted: posts.filter(isIn).length, votes: votes.filter(isIn).length }
  })
}

// Of the chart, in its own units.
const [WIDTH, HEIGHT, STEP, BAR, BELOW] = [720, 180, 60, 20, 24]

/** Posts and votes of each week side by side; the table below says the same in numbers. */
function chart(weeks: Week[]): Html {
  const most = Math.max(1, ...weeks.flatMap(({ posted, votes }) => [posted, votes]))
  const bar = (kind: string, number: number, x: number) => {
    const height = Math.round((number / most) * (HEIGHT - 20))
    return html`<rect class="${kind}" x="${x}" y="${HEIGHT - height}" width="${BAR}" height="${height}" />
      ${number > 0 && html`<text x="${x + BAR / 2}" y="${HEIGHT - height - 4}" text-anchor="middle">${number}</text>`}`
  }
  return html`<figure>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT + BELOW}"
      role="img"
      aria-label="Papers posted here and votes, a week a pair of bars"
    >
      ${weeks.map(
        ({ week, posted, votes }, index) => html`${bar('two', posted, index * STEP + 8)}
          ${bar('one', votes, index * STEP + 8 + BAR + 2)}
          <text x="${index * STEP + 29}" y="${HEIGHT + 18}" text-anchor="middle">
            ${withoutWeekday(shortDay(week.since, week.since))}
          </text>`,
      )}
    </svg>
    <figcaption class="facts">
      <svg width="12" height="12" aria-hidden="true"><rect class="two" width="12" height="12" /></svg> posted here
      <svg width="12" height="12" aria-hidden="true"><rect class="one" width="12" height="12" /></svg> votes; each
      pair of bars is a week, named by its Monday
    </figcaption>
  </figure>`
}
