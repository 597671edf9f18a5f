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

async function renderAtom(feed: Feed): Promise<Rendered> {
  const { generateAtomFeed } = await import('feedsmith')
  const items = newestFirst(feed)
  const text = generateAtomFeed({
    id: tagOf(feed, feed.id),
    title: { value: feed.title },
    updated: items[0]?.at ?? new Date(0),
    authors: [{ name: 'Paperboy' }],
    links: [{ href: `${feed.url}/archive`, rel: 'alternate', type: 'text/html' }],
    entries: items.map(({ paper, lines, at }) => ({
      id: tagOf(feed, paper.id),
      title: { value: paper.title, type: 'text' },
      published: at,
      updated: at,
      authors: paper.authors.map((name) => ({ name })),
      links: [{ href: paper.links.abstract, rel: 'alternate' }],
      categories: paper.categories.map((term) => ({ term })),
      content: { value: textOf(paper, lines), type: 'text' },
    })),
  })
  return { type: 'application/atom+xml', text }
}

async function renderJson(feed: Feed): Promise<Rendered> {
  const { generateJsonFeed } = await import('feedsmith')
  const document = generateJsonFeed({
    title: feed.title,
    home_page_url: `${feed.url}/archive`,
    items: newestFirst(feed).map(({ paper, lines, at }) => ({
      id: tagOf(feed, paper.id),
      url: paper.links.abstract,
      title: paper.title,
      content_text: textOf(paper, lines),
      date_published: at,
      authors: paper.authors.map((name) => ({ name })),
      tags: paper.categories,
    })),
  })
  return { type: 'application/feed+json', text: JSON.stringify(document) }
}

const newestFirst = ({ items }: Feed): FeedItem[] => items.toSorted((a, b) => b.at.getTime() - a.at.getTime())

/** RFC 4151: unique by host and year; a paper keeps its tag when its title changes. */
const tagOf = ({ url }: Feed, id: string): string => `tag:${new URL(url).hostname},2026:${encodeURI(id)}`

const textOf = ({ abstract }: Paper, lines: string[]): string => [...lines, abstract].filter(Boolean).join('\n\n')
