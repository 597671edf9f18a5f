import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from 'hono/html'
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
  { href: '/archive', label: 'Days' },
  { href: '/archive/top/week', label: 'Most voted' },
  { href: '/archive/agenda', label: 'Agenda' },
  { href: '/archive/numbers', label: 'Numbers' },
  { href: '/archive/feeds', label: 'Feeds' },
]

export const archivePage = ({ title, query, content }: ArchivePage): Html =>
  htmlDocument({
    title,
    head: html`<link rel="stylesheet" href="/archive/${STYLE_FILE}" />`,
    body: html`<a class="skip" href="#content">To the papers</a>
      <header>
        <nav aria-label="Archive">
          ${NAVIGATION.map(({ href, label }) => html`<a href="${href}">${label}</a> `)}
        </nav>
        <form role="search" action="/archive/search">
          <label for="q">Search</label>
          <input id="q" type="search" name="q" value="${query ?? ''}" maxlength="300" />
          <button>Find</button>
        </form>
      </header>
      <main id="content">
        <h1>${title}</h1>
        ${content}
      </main>
      <footer><p>For those who got a link from <code>/papers web</code>: please do not pass it on.</p></footer>`,
  })
