import { html } from 'hono/html'
import { citationFormats } from '../../papers/citations/citations.ts'
import type { Html } from '../plain-page.ts'

export const PAGE_SIZE = 40

/** `page` counts from 1. */
export type PagePosition = { page: number; total: number }

export const parsePageNumber = (asked: string | undefined): number =>
  Math.min(Math.max(Math.trunc(Number(asked)) || 1, 1), 1_000)

/** Links to the pages before and after; `address` ends where a parameter may follow. */
export function pageLinks({ page, total }: PagePosition, address: string): Html {
  const pages = Math.ceil(total / PAGE_SIZE)
  if (pages <= 1) return html``
  return html`<nav aria-label="Pages">
    <ul class="turn">
      ${page > 1 && html`<li><a rel="prev" href="${address}page=${page - 1}">Before</a></li>`}
      <li>Page ${page} of ${pages.toLocaleString('en')}</li>
      ${page < pages && html`<li><a rel="next" href="${address}page=${page + 1}">More</a></li>`}
    </ul>
  </nav>`
}

export const citationLinks = (address: string): Html => html`<ul class="cite" aria-label="Cite these papers">
  ${citationFormats.map(({ name, label }) => html`<li><a href="${address}format=${name}" download>${label}</a></li>`)}
</ul>`
