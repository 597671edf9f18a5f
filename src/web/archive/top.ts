import { html } from 'hono/html'
import { howToVote } from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { DAY_MS } from '../../core/schedule.ts'
import { countVotes } from '../../voting/tally.ts'
import { voteOf } from '../../voting/voter-groups.ts'
import type { Html } from '../document.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage, linkRow } from './layout.ts'
import { citationLinks, PAGE_SIZE } from './pagination.ts'
import type { ArchiveSession } from './session.ts'

const DAYS = { week: 7, month: 31 }

export type TopPeriod = keyof typeof DAYS

export const isTopPeriod = (text: string): text is TopPeriod => Object.hasOwn(DAYS, text)

/** What the team voted for, of the papers posted in the last week or month. */
export async function topPapers({ store, channel }: ArchiveSession, period: TopPeriod): Promise<PaperId[]> {
  const tallies = await countVotes(store, teamOf(channel), store.now() - DAYS[period] * DAY_MS)
  return tallies.slice(0, PAGE_SIZE).map(({ paper }) => paper)
}

export async function topPage(session: ArchiveSession, period: TopPeriod): Promise<Html> {
  const papers = await topPapers(session, period)
  const path = `${session.links.path}/top`
  const periods = Object.keys(DAYS).map((name) => ({
    label: `This ${name}`,
    href: `${path}/${name}`,
    isCurrent: name === period,
  }))
  return archivePage(session.links, {
    title: `Most voted this ${period}`,
    tab: '/top/week',
    content: html`<nav aria-label="Time">${linkRow(periods)}</nav>
      ${
        papers.length === 0
          ? html`<p>
              Nobody has voted this ${period}. ${howToVote(await voteOf(session.store.db, teamOf(session.channel)))}
            </p>`
          : html`${await entryList(session, await entriesOf(session, papers))} ${citationLinks(`${path}/${period}?`)}`
      }`,
  })
}
