import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { html } from 'hono/html'
import { findFeedKey, recordFeedRead } from '../../access/feed-keys.ts'
import { teamOf } from '../../core/chat.ts'
import type { Paper } from '../../core/paper.ts'
import { newestPosts, postingsOf } from '../../outbox/postings.ts'
import { findPapers } from '../../papers/papers.ts'
import { readQuery, searchFor } from '../archive/search.ts'
import {
  type ArchiveContext,
  type ArchiveSession,
  openSession,
  PLATFORM_DOWN,
  RETRY_SECONDS,
} from '../archive/session.ts'
import { topPapers } from '../archive/voted.ts'
import type { RefusalReason } from '../limits.ts'
import type { Site } from '../server.ts'
import { renderMeetings } from './meetings.ts'

const MAX_ITEMS = 50
/** Feed readers ask every few minutes; papers come once a day. */
const CACHE_CONTROL = 'private, max-age=900'

/** `lines`: the summary as it was posted, above the abstract. */
type FeedItem = { paper: Paper; lines: string[]; at: Date }

/** `id` never changes; `url` is the site's. */
type Feed = { id: string; title: string; url: string; items: FeedItem[] }

/** Feeds for programs that can hold no cookie: their address is the key. */
export function createFeeds(context: ArchiveContext, refused: (why: RefusalReason) => void): Site {
  const feeds = new Hono<{ Bindings: HttpBindings }>()
  feeds.get('/:token/:file', etag(), async (page) => {
    const session = await openFeed(context, page.req.param('token'))
    const [name = '', kind = ''] = page.req.param('file').split('.')
    // A reader that is told 404 may drop the feed.
    if (session === 'unknown') return page.text(`${PLATFORM_DOWN}\n`, 503, { 'retry-after': String(RETRY_SECONDS) })
    if (session === 'closed') refused('forged')
    if (session !== 'closed' && page.req.param('file') === 'meetings.ics') {
      const headers = { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': CACHE_CONTROL }
      return page.body(await renderMeetings(session), 200, headers)
    }
    const [read, render] = [readers.get(name), renderers.get(kind)]
    if (session === 'closed' || !read || !render) return page.text('There is no such feed.\n', 404)
    const { type, text } = await render(await read(session, readQuery(page.req.query('q'))))
    return page.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': CACHE_CONTROL })
  })
  return feeds
}

/** What a key opens; one that was withdrawn or made up is closed. */
async function openFeed(context: ArchiveContext, token: string): Promise<ArchiveSession | 'closed' | 'unknown'> {
  const { signer, store } = context
  const id = signer.read('feed', token, store.now())
  const key = id === null ? null : await findFeedKey(store.db, id)
  if (!key) return 'closed'
  await recordFeedRead(store.db, key, store.now())
  return openSession(context, key)
}

type ReadFeed = (session: ArchiveSession, query: string) => Promise<Feed>

const readers = new Map<string, ReadFeed>([
  ['posts', readPosts],
  ['search', readSearch],
  ['top', readTop],
])

async function readPosts({ store, channel, links }: ArchiveSession): Promise<Feed> {
  const posts = await newestPosts(store.db, channel, MAX_ITEMS)
  const ids = posts.map(({ paper }) => paper)
  const papers = await findPapers(store.db, ids)
  const items = posts.flatMap(({ paper: id, message, plannedAt }): FeedItem[] => {
    const paper = papers.get(id)
    return paper ? [{ paper, lines: message?.cards[0]?.lines ?? [], at: new Date(plannedAt) }] : []
  })
  return { id: `posts:${channel}`, title: 'Papers', url: links.url, items }
}

/** The newest that a search finds. */
async function readSearch(session: ArchiveSession, query: string): Promise<Feed> {
  const sorted = /(^|\s)sort:/i.test(query) ? query : `${query} sort:new`
  const { hits } = query === '' ? { hits: [] } : await searchFor(session, sorted, { offset: 0, limit: MAX_ITEMS })
  const items = hits.map(({ paper, day }) => ({ paper, lines: [], at: dateOf(day ?? paper.publishedAt) }))
  return { id: `search:${teamOf(session.channel)}:${query}`, title: `Papers: ${query}`, url: session.links.url, items }
}

async function readTop(session: ArchiveSession): Promise<Feed> {
  const { store, channel, links } = session
  const ids = await topPapers(session, 'week')
  const [papers, postings] = [await findPapers(store.db, ids), await postingsOf(store.db, ids)]
  const items = ids.flatMap((id): FeedItem[] => {
    const paper = papers.get(id)
    const posted = postings.findLast((one) => one.paper === id && teamOf(one.channel) === teamOf(channel))
    return paper ? [{ paper, lines: [], at: dateOf(posted?.date ?? paper.publishedAt) }] : []
  })
  return { id: `top:${teamOf(channel)}`, title: 'Most voted this week', url: links.url, items }
}

const dateOf = (day: string | null): Date => new Date(day ?? 0)

/** By the extension in the address. */
const renderers = new Map<string, (feed: Feed) => Promise<{ type: string; text: string }>>([
  ['atom', renderAtom],
  ['json', renderJson],
])

/** RFC 4287. */
async function renderAtom(feed: Feed) {
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
async function renderJson(feed: Feed) {
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
