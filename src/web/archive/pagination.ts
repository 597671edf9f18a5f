import { html } from 'hono/html'
import { citationFormats } from '../../papers/citations/citations.ts'
import type { Html } from '../document.ts'
import { linkRow } from './layout.ts'

/** With their summaries, a page of so many stays far below 60 kB. */
export const PAGE_SIZE = 25

/** `page` counts from 1. */
export type PagePosition = { page: number; total: number }

export const parsePageNumber = (asked: string | undefined): number =>
  Math.min(Math.max(Math.trunc(Number(asked)) || 1, 1), 1_000)

/** Links to the pages before and after; `address` ends where a parameter may follow. */
export function pageLinks({ page, total }: PagePosition, address: string): Html {
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
