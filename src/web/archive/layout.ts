import { html } from 'hono/html'
import type { ArchiveLinks } from '../../access/reader-links.ts'
import { citationFormats } from '../../papers/citations/citations.ts'
import { type Html, htmlDocument } from '../document.ts'

type ArchivePage = {
  title: string
  /** The address of its tab; null: it belongs to none. */
  tab: string | null
  query?: string
  head?: Html
  content: Html
}

const TABS = [
  { page: '', label: 'Papers' },
  { page: '/top/week', label: 'Most voted' },
  { page: '/agenda', label: 'Agenda' },
  { page: '/numbers', label: 'Numbers' },
  { page: '/feeds', label: 'Feeds' },
]

export const archivePage = ({ root, path }: ArchiveLinks, { title, tab, query, head, content }: ArchivePage): Html =>
  htmlDocument({
    title,
    root,
    home: path,
    ...(head && { head }),
    header: html`<nav aria-label="Archive">
        ${linkRow(TABS.map(({ page, label }) => ({ label, href: path + page, isCurrent: page === tab })))}
      </nav>
      <form class="line" role="search" action="${path}/search">
        <input type="search" name="q" value="${query ?? ''}" maxlength="300" aria-label="Search" />
        <button>Find</button>
      </form>`,
    content,
    footer: html`<p>Your private link: it shows what your channel may see. Please don’t share it.</p>`,
  })

type RowLink = { label: string; href: string; isCurrent?: boolean; rel?: 'prev' | 'next' }

export const linkRow = (links: RowLink[]): Html => html`<ul class="row">
  ${links.map(
    ({ label, href, isCurrent, rel }) =>
      html`<li>
        <a href="${href}"${isCurrent ? html` aria-current="true"` : ''}${rel ? html` rel="${rel}"` : ''}>${label}</a>
      </li>`,
  )}
</ul>`

/** With their summaries, a page of so many stays far below 60 kB. */
export const PAGE_SIZE = 25

export const parsePageNumber = (asked: string | undefined): number =>
  Math.min(Math.max(Math.trunc(Number(asked)) || 1, 1), 1_000)

/** Links to the pages before and after; the first is 1. `address` ends where a parameter may follow. */
export function pageLinks(page: number, total: number, address: string): Html {
  const pages = Math.ceil(total / PAGE_SIZE)
  if (pages <= 1) return html``
  return html`<nav aria-label="Pages">
    <p>Page ${page} of ${pages.toLocaleString('en')}</p>
    ${linkRow([
      ...(page > 1 ? [{ label: '← Back', href: `${address}page=${page - 1}`, rel: 'prev' as const }] : []),
      ...(page < pages ? [{ label: 'More →', href: `${address}page=${page + 1}`, rel: 'next' as const }] : []),
    ])}
  </nav>`
}

export const citationLinks = (address: string): Html => html`<p class="cite">
  Cite: ${citationFormats.map(({ name, label }) => html`<a href="${address}format=${name}" download>${label}</a> `)}
</p>`
