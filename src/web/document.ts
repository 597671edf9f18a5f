import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Site } from './server.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')

const STYLE = read('style.css')
const MARK = read('mark.svg')
/** The name changes with the content, so that browsers may keep the file. */
const STYLE_FILE = `style.${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

type HtmlDocument = {
  title: string
  /** The path of the site’s address, without a slash at its end. */
  root: string
  /** Where the name of the site leads; null: nowhere, for who is not let in. */
  home?: string | null
  head?: Html
  header?: Html
  content: Html
  footer?: Html
}

/** A whole page of the site. Search engines leave it out. */
export function htmlDocument({ title, root, home = null, head, header, content, footer }: HtmlDocument): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${title} · Paperboy</title>
    <link rel="icon" type="image/svg+xml" href="${root}/assets/mark.svg" />
    <link rel="stylesheet" href="${root}/assets/${STYLE_FILE}" />
    ${head}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="site">
      ${home === null ? html`<span class="name">Paperboy</span>` : html`<a class="name" href="${home}">Paperboy</a>`}
      ${header}
    </header>
    <main id="content">
      <h1>${title}</h1>
      ${content}
    </main>
    ${footer && html`<footer>${footer}</footer>`}
  </body>
</html>`
}

/** What search pages of others and chats show where somebody puts a link: nothing that only readers may see. */
export const previewTags = (title: string, description: string): Html =>
  html`<meta property="og:site_name" content="Paperboy" />
    <meta property="og:type" content="article" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />`

/** What all pages share. */
export function createAssets(): Site {
  const assets: Site = new Hono()
  assets.get(`/${STYLE_FILE}`, (page) =>
    page.body(STYLE, 200, { 'content-type': 'text/css', 'cache-control': 'public, max-age=31536000, immutable' }),
  )
  assets.get('/mark.svg', (page) =>
    page.body(MARK, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  )
  return assets
}
