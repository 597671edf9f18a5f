import { html } from 'hono/html'
import { howToVote } from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { DAY_MS } from '../../core/schedule.ts'
import { findNextAgenda } from '../../meetings/agenda/view.ts'
import { latestDiscussions } from '../../meetings/discussions.ts'
import { countVotes } from '../../voting/tally.ts'
import { linkedTeams, voteOf } from '../../voting/voter-groups.ts'
import type { Html } from '../document.ts'
import { dayRange } from './date-range.ts'
import { entriesOf, entryList, paperAddress } from './entries.ts'
import { archivePage, citationLinks, linkRow, PAGE_SIZE } from './layout.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

const DAYS = { week: 7, month: 31 }
const DISCUSSED = 20

export type TopPeriod = keyof typeof DAYS

export const isTopPeriod = (text: string): text is TopPeriod => Object.hasOwn(DAYS, text)

/** What the team voted for, of the papers posted in the last week or month. */
export async function topPapers({ store, channel }: ArchiveSession, period: TopPeriod): Promise<PaperId[]> {
  const tallies = await countVotes(store, teamOf(channel), store.now() - DAYS[period] * DAY_MS)
  return tallies.slice(0, PAGE_SIZE).map(({ paper }) => paper)
}

export async function topPage(session: ArchiveSession, period: TopPeriod): Promise<Html> {
  const path = `${session.links.path}/top`
  const periods = Object.keys(DAYS).map((name) => ({
    label: `This ${name}`,
    href: `${path}/${name}`,
    isCurrent: name === period,
  }))
  const papers = await topPapers(session, period)
  return archivePage(session.links, {
    title: `Most voted this ${period}`,
    tab: '/top/week',
    content: html`<nav aria-label="Time">${linkRow(periods)}</nav>
      ${await votedList(session, papers, `this ${period}`, `${path}/${period}?`)}`,
  })
}

export const nextAgenda = (session: ChannelView) =>
  findNextAgenda(session, teamOf(session.channel), session.store.now())

export const agendaPapers = async (session: ArchiveSession): Promise<PaperId[]> =>
  (await nextAgenda(session))?.items.map(({ paper }) => paper) ?? []

/** What the team discusses next and made of the last papers. Only the meeting's channel reads who presents. */
export const agendaPage = async (session: ArchiveSession): Promise<Html> =>
  archivePage(session.links, {
    title: 'Agenda',
    tab: '/agenda',
    content: html`${await nextMeeting(session)} ${await discussedPapers(session)}`,
  })

async function nextMeeting(session: ArchiveSession): Promise<Html> {
  const { path } = session.links
  const next = await nextAgenda(session)
  if (!next) return html`<p>No meeting is set up. In chat, <code>/papers agenda settings</code> does that.</p>`
  const papers = next.items.map(({ paper }) => paper)
  return html`<p class="panel">
      Next meeting: <b>${dayRange(next.meeting.date).label}, ${next.settings.time}</b> ${next.settings.zone} ·
      <a href="${path}/feeds">Add it to your calendar</a>
    </p>
    ${await votedList(session, papers, 'yet', `${path}/agenda?`)}`
}

/** `address`: of the page, to where a parameter may follow. */
async function votedList(session: ArchiveSession, papers: PaperId[], when: string, address: string): Promise<Html> {
  const { store, channel } = session
  if (papers.length === 0)
    return html`<p>Nobody has voted ${when}. ${howToVote(await voteOf(store.db, teamOf(channel)))}</p>`
  return html`${await entryList(session, await entriesOf(session, papers))} ${citationLinks(address)}`
}

async function discussedPapers(session: ArchiveSession): Promise<Html | ''> {
  const { store, channel, links } = session
  const all = await latestDiscussions(store.db, await linkedTeams(store.db, teamOf(channel)), '', DISCUSSED)
  if (all.length === 0) return ''
  const papers = all.map(({ paper }) => paper)
  const entries = await entriesOf(session, papers)
  const items = entries.map(({ paper }) => {
    const { date = '', verdict = null } = all.find((one) => one.paper === paper.id) ?? {}
    return html`<li>
      <p class="facts">${dayRange(date).label}</p>
      <a href="${paperAddress(links, paper.id)}" class="title">${paper.title}</a>
      ${verdict !== null && html`<p>${verdict}</p>`}
    </li>`
  })
  return html`<section>
    <h2>Discussed</h2>
    <ol class="papers">${items}</ol>
  </section>`
}
