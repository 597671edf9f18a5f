import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from 'hono/html'
import type { ArchiveLinks } from '../../access/archive-links.ts'
import { type Html, htmlDocument } from '../plain-page.ts'

export const STYLE = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
/** The name changes with the content, so that browsers may keep the file. */
export const STYLE_FILE = `style.${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

export type ArchivePage = {
  title: string
  /** The text of the search field. */
  query?: string
  content: Html
}

const NAVIGATION = [
  { page: '', label: 'Days' },
  { page: '/top/week', label: 'Most voted' },
  { page: '/agenda', label: 'Agenda' },
  { page: '/numbers', label: 'Numbers' },
  { page: '/feeds', label: 'Feeds' },
]

export const archivePage = ({ path }: ArchiveLinks, { title, query, content }: ArchivePage): Html =>
  htmlDocument({
    title,
    head: html`<link rel="stylesheet" href="${path}/${STYLE_FILE}" />`,
    body: html`<a class="skip" href="#content">To the papers</a>
      <header>
        <nav aria-label="Archive">
          ${NAVIGATION.map(({ page, label }) => html`<a href="${path}${page}">${label}</a> `)}
        </nav>
        <form role="search" action="${path}/search">
          <label for="q">Search</label>
          <input id="q" type="search" name="q" value="${query ?? ''}" maxlength="300" />
          <button>Find</button>
        </form>
      </header>
      <main id="content">
        <h1>${title}</h1>
        ${content}
      </main>
      <footer><p>Your private link. Please don’t share it.</p></footer>`,
  })
