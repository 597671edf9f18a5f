import { html } from 'hono/html'
import type { ArchiveLinks } from '../../access/reader-links.ts'
import { plain, type Span } from '../../core/message.ts'
import type { IsoDay, Paper, PaperId } from '../../core/paper.ts'
import { localDate, shortDay } from '../../core/schedule.ts'
import { byline, lineCard, paperLinks } from '../../digest/write/texts.ts'
import { historyFacts, loadPaperHistories, NO_HISTORY } from '../../library/paper-history.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { listedLines } from '../../summaries/team-summaries.ts'
import type { Html } from '../document.ts'
import { pictureAddress, pictureOf } from './pictures.ts'
import type { ArchiveSession } from './session.ts'

/** A paper in a list; a search adds an excerpt, and marks what matched. */
export type Entry = { paper: Paper; title: Span[]; excerpt: Span[] | null; isClose: boolean }

export async function entriesOf({ store }: ArchiveSession, ids: PaperId[]): Promise<Entry[]> {
  const papers = await findPapers(store.db, ids)
  return ids.flatMap((id) => {
    const paper = papers.get(id)
    return paper ? [{ paper, title: plain(paper.title), excerpt: null, isClose: false }] : []
  })
}

/** Each with its summary and facts: upvotes, votes, where it was posted. `day`: the one that all are listed on. */
export async function entryList(session: ArchiveSession, entries: Entry[], day: IsoDay | null = null): Promise<Html> {
  const { store, reader, links, channel, timezone } = session
  const papers = entries.map(({ paper }) => paper)
  const ids = papers.map(({ id }) => id)
  const [popularity, histories] = [await popularityOf(store.db, ids), await loadPaperHistories(store, ids, reader)]
  const lines = await listedLines(store.db, papers, channel)
  const today = localDate(timezone, store.now())
  const items = entries.map(async ({ paper, title, excerpt, isClose }) => {
    const known = popularity.get(paper.id) ?? NO_POPULARITY
    const listed = known.days.at(-1)?.day
    const facts = [
      ...(isClose ? ['close in meaning'] : []),
      ...(day === null && listed !== undefined ? [shortDay(listed, today)] : []),
      ...lineCard(paper, known, null).facts,
      ...(await historyFacts(store, histories.get(paper.id) ?? NO_HISTORY, reader)),
    ]
    return html`<li>
      <a href="${paperAddress(links, paper.id)}" class="title">${drawSpans(title)}</a>
      ${drawPicture(links, paper)}
      <p class="facts">${byline(paper.authors)}</p>
      ${
        excerpt
          ? html`<p class="excerpt">${drawSpans(excerpt)}</p>`
          : html`<ul>${(lines.get(paper.id) ?? []).map((line) => html`<li>${line}</li>`)}</ul>`
      }
      <p class="facts">${facts.join(' · ')}${outsideLinks(paper).map((link) => html` · ${link}`)}</p>
    </li>`
  })
  return html`<ol class="papers">${await Promise.all(items)}</ol>`
}

export const paperAddress = ({ path }: ArchiveLinks, id: PaperId): string =>
  `${path}/paper?id=${encodeURIComponent(id)}`

/** `alt`: empty where the words beside it say the same. */
export function drawPicture(links: ArchiveLinks, paper: Paper, alt = ''): Html | '' {
  const picture = pictureOf(paper)
  return picture ? html`<img src="${pictureAddress(links, paper.id)}" alt="${alt}" loading="lazy" />` : ''
}

/** Where a paper is found. `javascript:` could run something. */
export const outsideLinks = (paper: Paper): Html[] =>
  [{ label: 'Source', url: paper.links.abstract }, ...paperLinks(paper)]
    .filter(({ url }) => /^https?:\/\//.test(url))
    .map(({ label, url }) => html`<a href="${url}" rel="noreferrer">${label}</a>`)

export const drawSpans = (spans: Span[]): Html[] =>
  spans.map(({ text, strong }) => (strong ? html`<mark>${text}</mark>` : html`${text}`))
