import { html } from 'hono/html'
import { votesIn } from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { describeAuthor, detailFacts, lineCard } from '../../digest/write/texts.ts'
import { changeLines } from '../../library/paper-changes.ts'
import { loadPaperHistory, type PaperHistory } from '../../library/paper-history.ts'
import { renderBibtex } from '../../papers/citations/bibtex.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import type { Hit } from '../../search/paper-search.ts'
import { firstSentence, summarizeExtractively } from '../../summaries/extractive.ts'
import { markSentences } from '../../summaries/mark-sentences.ts'
import { hiddenWriters } from '../../summaries/reports.ts'
import { shownSummary, writtenSummary } from '../../summaries/stored-summaries.ts'
import type { Summary } from '../../summaries/summary.ts'
import { summaryShown, withoutHidden } from '../../summaries/team-summaries.ts'
import { type Html, previewTags } from '../document.ts'
import { dateLabel, dayRange } from './date-range.ts'
import { drawPicture, drawSpans, outsideLinks, paperAddress } from './entries.ts'
import { archivePage, citationLinks } from './layout.ts'
import { pictureOf } from './pictures.ts'
import type { ArchiveSession, ChannelView } from './session.ts'

const SIMILAR = 5

export async function paperPage(session: ArchiveSession, paper: Paper): Promise<Html> {
  const { store, reader, links, timezone } = session
  const popularity = (await popularityOf(store.db, [paper.id])).get(paper.id) ?? NO_POPULARITY
  const history = await loadPaperHistory(store, paper.id, reader)
  const summary = await summaryOf(session, paper, history)
  const facts = [
    ...(paper.organization === null ? [] : [paper.organization]),
    ...(paper.publishedAt === null ? [] : [dateLabel(paper.publishedAt)]),
    ...lineCard(paper, popularity, null).facts,
    ...detailFacts(paper),
    ...(await changeLines(store.db, paper.id, timezone, store.now())),
  ]
  const [address, picture] = [paperAddress(links, paper.id), pictureOf(paper)]
  return archivePage(links, {
    title: paper.title,
    tab: null,
    head: previewTags(paper.title, firstSentence(paper.abstract) ?? paper.authors.join(', ')),
    content: html`<p>${paper.authors.join(', ')}</p>
      <p class="facts">${facts.join(' · ')}</p>
      <p class="facts outside">${outsideLinks(paper).map((link) => html`${link} `)}</p>
      ${summarySection(summary)} ${teamSection(session, history)}
      ${
        picture &&
        html`<figure>
          ${drawPicture(links, paper, picture.alt || 'A picture of the paper’s own')}
          <figcaption class="facts">${picture.alt}</figcaption>
        </figure>`
      }
      <section>
        <h2>Abstract</h2>
        <p>
          ${paper.abstract ? drawSpans(markSentences(paper.abstract, summary.lines)) : 'Its source gave no abstract.'}
        </p>
      </section>
      ${await similarSection(session, paper)}
      <section>
        <h2>Cite</h2>
        ${citationLinks(`${address}&`)}
        <details>
          <summary>BibTeX to copy</summary>
          <pre tabindex="0">${renderBibtex([paper])}</pre>
        </details>
        <p class="facts"><a href="${address}">Permalink</a>, for others with a link to this archive.</p>
      </section>`,
  })
}

/** That of the channel’s post, a model’s, or sentences of the abstract; never one that the team hid as wrong. */
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

function summarySection(summary: Summary): Html | '' {
  if (summary.lines.length === 0) return ''
  return html`<section>
    <h2>In short</h2>
    <ul>
      ${summary.lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <p class="facts">Summary: ${describeAuthor(summary)}</p>
  </section>`
}

/** What the team made of it, in the order that it happened. */
function teamSection(session: ArchiveSession, { postings, votes, vote, discussion, notes }: PaperHistory): Html | '' {
  const dated = (day: string) => dayRange(day).label
  const past = discussion?.closedAt !== null
  const facts: [string, string][] = [
    ...postings.map(({ date }): [string, string] => ['Posted here', dated(date)]),
    ...(votes > 0 ? [['Votes', votesIn(votes, vote)] satisfies [string, string]] : []),
    ...(discussion ? [[past ? 'Discussed' : 'On the agenda', dated(discussion.date)] satisfies [string, string]] : []),
    ...notes.map(({ text, keptAt }): [string, string] => [`Note, ${dated(localDate(session.timezone, keptAt))}`, text]),
  ]
  if (facts.length === 0) return ''
  return html`<section class="panel">
    <h2>In this team</h2>
    ${discussion?.verdict && html`<p><b>Verdict: ${discussion.verdict}</b></p>`}
    <dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  </section>`
}

async function similarSection({ search, channel, links }: ArchiveSession, { id }: Paper): Promise<Html | ''> {
  const asker = { team: teamOf(channel), person: null, channels: [channel] }
  const { same, similar } = await search.similar(id, asker, SIMILAR)
  const linked = ({ paper }: Hit) => html`<a href="${paperAddress(links, paper.id)}">${paper.title}</a>`
  return html`${same.length > 0 ? html`<p>The same paper, from another source: ${same.map(linked)}</p>` : ''}${
    similar.length > 0 &&
    html`<section>
    <h2>Similar papers</h2>
    <ul>
      ${similar.map((hit) => html`<li>${linked(hit)}</li>`)}
    </ul>
  </section>`
  }`
}
