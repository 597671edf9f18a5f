import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

type HtmlDocument = { title: string; head?: Html; body: Html }

/** A whole document. Search engines leave it out. */
export const htmlDocument = ({ title, head, body }: HtmlDocument): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${title} · Paperboy</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>`

/** A page of a heading and a few words, readable as it is: no script, no style sheet. */
export const plainPage = (title: string, content: Html): Html =>
  htmlDocument({ title, body: html`<main><h1>${title}</h1>${content}</main>` })
