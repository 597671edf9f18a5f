import { html } from 'hono/html'
import { howToVote } from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { findNextAgenda } from '../../meetings/agenda/next-agenda.ts'
import { latestDiscussions } from '../../meetings/discussions.ts'
import { linkedTeams, voteOf } from '../../voting/voter-groups.ts'
import type { Html } from '../document.ts'
import { dayRange } from './date-range.ts'
import { entriesOf, entryList, paperAddress } from './entries.ts'
import { archivePage } from './layout.ts'
import { citationLinks } from './pagination.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

const DISCUSSED = 20

export const nextAgenda = (session: ChannelView) =>
  findNextAgenda(session, teamOf(session.channel), session.store.now())

export const agendaPapers = async (session: ArchiveSession): Promise<PaperId[]> =>
  (await nextAgenda(session))?.items.map(({ paper }) => paper) ?? []

/** What the team discusses next and made of the last papers. Only the meeting's channel reads who presents. */
export async function agendaPage(session: ArchiveSession): Promise<Html> {
  return archivePage(session.links, {
    title: 'Agenda',
    tab: '/agenda',
    content: html`${await nextMeeting(session)} ${await discussedPapers(session)}`,
  })
}

async function nextMeeting(session: ArchiveSession): Promise<Html> {
  const { links, store, channel } = session
  const next = await nextAgenda(session)
  if (!next) return html`<p>No meeting is set up. In chat, <code>/papers agenda settings</code> does that.</p>`
  const papers = next.items.map(({ paper }) => paper)
  return html`<p class="panel">
      Next meeting: <b>${dayRange(next.meeting.date).label}, ${next.settings.time}</b> ${next.settings.zone} ·
      <a href="${links.path}/feeds">Add it to your calendar</a>
    </p>
    ${
      papers.length === 0
        ? html`<p>Nobody has voted yet. ${howToVote(await voteOf(store.db, teamOf(channel)))}</p>`
        : html`${await entryList(session, await entriesOf(session, papers))} ${citationLinks(`${links.path}/agenda?`)}`
    }`
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
