import { html } from 'hono/html'
import type { ArchiveLinks } from '../../access/archive-links.ts'
import { type Html, htmlDocument } from '../document.ts'

export type ArchivePage = {
  title: string
  /** The address of its tab; null: it belongs to none. */
  tab: string | null
  /** The text of the search field. */
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

/** Links side by side. */
export const linkRow = (links: RowLink[]): Html => html`<ul class="row">
  ${links.map(
    ({ label, href, isCurrent, rel }) =>
      html`<li>
        <a href="${href}"${isCurrent ? html` aria-current="true"` : ''}${rel ? html` rel="${rel}"` : ''}>${label}</a>
      </li>`,
  )}
</ul>`
