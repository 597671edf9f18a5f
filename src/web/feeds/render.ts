import { html } from 'hono/html'
import type { Paper } from '../../core/paper.ts'

/** `lines`: the summary as it was posted, above the abstract. */
export type FeedItem = { paper: Paper; lines: string[]; at: Date }

/** `id` never changes; `url` is the site's. */
export type Feed = { id: string; title: string; url: string; items: FeedItem[] }

type Rendered = { type: string; text: string }

/** By the extension in the address. */
export const renderers = new Map<string, (feed: Feed) => Promise<Rendered>>([
  ['atom', renderAtom],
  ['json', renderJson],
])

/** RFC 4287. */
async function renderAtom(feed: Feed): Promise<Rendered> {
  const items = newestFirst(feed)
  const entries = items.map(({ paper, lines, at }) => {
    const authors = paper.authors.map((name) => html`<author><name>${name}</name></author>`)
    const categories = paper.categories.map((term) => html`<category term="${term}"/>`)
    return html`<entry><id>${tagOf(feed, paper.id)}</id><title>${paper.title}</title>
<published>${at.toISOString()}</published><updated>${at.toISOString()}</updated>${authors}
<link href="${paper.links.abstract}" rel="alternate"/>${categories}<content>${textOf(paper, lines)}</content></entry>
`
  })
  const text = await html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${tagOf(feed, feed.id)}</id><title>${feed.title}</title>
<updated>${(items[0]?.at ?? new Date(0)).toISOString()}</updated><author><name>Paperboy</name></author>
<link href="${feed.url}/archive" rel="alternate" type="text/html"/>
${entries}</feed>`
  return { type: 'application/atom+xml', text: text.toString() }
}

/** https://www.jsonfeed.org/version/1.1/ */
async function renderJson(feed: Feed): Promise<Rendered> {
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: `${feed.url}/archive`,
    items: newestFirst(feed).map(({ paper, lines, at }) => ({
      id: tagOf(feed, paper.id),
      url: paper.links.abstract,
      title: paper.title,
      content_text: textOf(paper, lines),
      date_published: at.toISOString(),
      authors: paper.authors.map((name) => ({ name })),
      tags: paper.categories,
    })),
  }
  return { type: 'application/feed+json', text: JSON.stringify(document) }
}

const newestFirst = ({ items }: Feed): FeedItem[] => items.toSorted((a, b) => b.at.getTime() - a.at.getTime())

/** RFC 4151: unique by host and year; a paper keeps its tag when its title changes. */
const tagOf = ({ url }: Feed, id: string): string => `tag:${new URL(url).hostname},2026:${encodeURI(id)}`

const textOf = ({ abstract }: Paper, lines: string[]): string => [...lines, abstract].filter(Boolean).join('\n\n')
