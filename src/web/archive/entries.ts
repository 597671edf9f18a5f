import { html } from 'hono/html'
import type { ArchiveLinks } from '../../access/archive-links.ts'
import { plain, type Span } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { byline, lineCard } from '../../digest/write/texts.ts'
import { historyFacts, loadPaperHistories, NO_HISTORY } from '../../library/paper-history.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import type { Html } from '../plain-page.ts'
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

/** Each with its facts below the title: upvotes, votes, where it was posted. */
export async function entryList({ store, reader, links }: ArchiveSession, entries: Entry[]): Promise<Html> {
  const ids = entries.map(({ paper }) => paper.id)
  const [popularity, histories] = [await popularityOf(store.db, ids), await loadPaperHistories(store, ids, reader)]
  const items = entries.map(async ({ paper, title, excerpt, isClose }) => {
    const { facts } = lineCard(paper, popularity.get(paper.id) ?? NO_POPULARITY, null)
    const history = await historyFacts(store, histories.get(paper.id) ?? NO_HISTORY, reader)
    const close = isClose ? ['close in meaning'] : []
    const all = [byline(paper.authors), ...close, ...facts, ...history].filter((fact) => fact !== null)
    return html`<li>
      <a href="${paperAddress(links, paper.id)}">${drawSpans(title)}</a>
      <p class="facts">${all.join(' · ')}</p>
      ${excerpt && html`<p class="excerpt">${drawSpans(excerpt)}</p>`}
    </li>`
  })
  return html`<ol class="papers">${await Promise.all(items)}</ol>`
}

export const paperAddress = ({ path }: ArchiveLinks, id: PaperId): string =>
  `${path}/paper?id=${encodeURIComponent(id)}`

const drawSpans = (spans: Span[]): Html[] =>
  spans.map(({ text, strong }) => (strong ? html`<mark>${text}</mark>` : html`${text}`))
