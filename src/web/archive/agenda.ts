import { html } from 'hono/html'
import { howToVote } from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { findNextAgenda } from '../../meetings/agenda/next-agenda.ts'
import { voteOf } from '../../voting/voter-groups.ts'
import type { Html } from '../plain-page.ts'
import { dayRange } from './date-range.ts'
import { entriesOf, entryList } from './entries.ts'
import { archivePage } from './layout.ts'
import { citationLinks } from './pagination.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

export const nextAgenda = (session: ChannelView) =>
  findNextAgenda(session, teamOf(session.channel), session.store.now())

export const agendaPapers = async (session: ArchiveSession): Promise<PaperId[]> =>
  (await nextAgenda(session))?.items.map(({ paper }) => paper) ?? []

/** What the team discusses next, without presenters: only the meeting's channel reads their names. */
export async function agendaPage(session: ArchiveSession): Promise<Html> {
  const next = await nextAgenda(session)
  if (!next) return archivePage(session.links, { title: 'Agenda', content: html`<p>No meeting is set up.</p>` })
  const papers = next.items.map(({ paper }) => paper)
  return archivePage(session.links, {
    title: 'Agenda',
    content: html`<p class="facts">${dayRange(next.meeting.date).label}, ${next.settings.time} ${next.settings.zone}</p>
      ${
        papers.length === 0
          ? html`<p>Nobody has voted yet. ${howToVote(await voteOf(session.store.db, teamOf(session.channel)))}</p>`
          : html`${await entryList(session, await entriesOf(session, papers))}
              ${citationLinks(`${session.links.path}/agenda?`)}`
      }`,
  })
}
