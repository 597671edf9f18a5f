import { html } from 'hono/html'
import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { describeAuthor, lineCard, paperLinks } from '../../digest/write/texts.ts'
import { historyFacts, loadPaperHistory, type PaperHistory } from '../../library/paper-history.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { summarizeExtractively } from '../../summaries/extractive.ts'
import { hiddenWriters } from '../../summaries/reports.ts'
import { shownSummary, writtenSummary } from '../../summaries/stored-summaries.ts'
import type { Summary } from '../../summaries/summary.ts'
import { summaryShown, withoutHidden } from '../../summaries/team-summaries.ts'
import type { Html } from '../plain-page.ts'
import { dateLabel, dayRange } from './date-range.ts'
import { paperAddress } from './entries.ts'
import { archivePage } from './layout.ts'
import { citationLinks } from './pagination.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

export async function paperPage(session: ArchiveSession, paper: Paper): Promise<Html> {
  const { store, reader } = session
  const popularity = (await popularityOf(store.db, [paper.id])).get(paper.id) ?? NO_POPULARITY
  const history = await loadPaperHistory(store, paper.id, reader)
  const facts = [
    ...(paper.publishedAt === null ? [] : [dateLabel(paper.publishedAt)]),
    ...lineCard(paper, popularity, null).facts,
    ...(await historyFacts(store, history, reader)),
  ]
  return archivePage(session.links, {
    title: paper.title,
    content: html`<p>${paper.authors.join(', ')}</p>
      <p class="facts">${[...(paper.organization === null ? [] : [paper.organization]), ...facts].join(' · ')}</p>
      ${outsideLinks(paper)} ${summarySection(await summaryOf(session, paper, history))}
      <section>
        <h2>Abstract</h2>
        <p>${paper.abstract || 'Its source gave no abstract.'}</p>
      </section>
      ${discussionSection(session, history)} ${citationLinks(`${paperAddress(session.links, paper.id)}&`)}`,
  })
}

/**
 * The summary of the channel's post; a model's is stored longer than the post's text. Else sentences of the abstract.
 * Never one that the team hid as wrong.
 */
export async function summaryOf(
  { store: { db }, channel }: ChannelView,
  paper: Paper,
  { postings }: PaperHistory,
): Promise<Summary> {
  if (paper.facts.standing) return summarizeExtractively(paper, 'lines')
  const shown = await summaryShown(db, paper, channel)
  if (shown) return shown
  const written = postings.length > 0 ? await writtenSummary(db, paper.id) : null
  const summary = (written && shownSummary(written, 'lines')) ?? summarizeExtractively(paper, 'lines')
  return withoutHidden(paper, summary, await hiddenWriters(db, paper.id, teamOf(channel)))
}

function summarySection(summary: Summary): Html {
  if (summary.lines.length === 0) return html``
  return html`<section>
    <h2>In short</h2>
    <ul>
      ${summary.lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <p class="facts">${describeAuthor(summary)}</p>
  </section>`
}

function outsideLinks(paper: Paper): Html {
  const links = [{ label: 'Abstract page', url: paper.links.abstract }, ...paperLinks(paper)]
  return html`<ul class="turn outside">
    ${links
      // `javascript:` could run something.
      .filter(({ url }) => /^https?:\/\//.test(url))
      .map(({ label, url }) => html`<li><a href="${url}" rel="noreferrer">${label}</a></li>`)}
  </ul>`
}

function discussionSection({ timezone }: ArchiveSession, { discussion, notes }: PaperHistory): Html {
  if (!discussion?.verdict && notes.length === 0) return html``
  return html`<section>
    <h2>In this team</h2>
    ${discussion?.verdict && html`<p>Verdict: ${discussion.verdict}</p>`}
    ${notes.map(
      ({ text, keptAt }) => html`<blockquote>${text}</blockquote>
        <p class="facts">Noted ${dayRange(localDate(timezone, keptAt)).label}</p>`,
    )}
  </section>`
}
