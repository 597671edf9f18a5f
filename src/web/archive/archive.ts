import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { LINK_DAYS, readVisitor, STAY_DAYS } from '../../access/reader-links.ts'
import type { PersonId } from '../../core/chat.ts'
import { paperIdOf } from '../../core/identifiers/paper-id.ts'
import type { PaperId } from '../../core/paper.ts'
import { findFormat } from '../../papers/citations/citations.ts'
import { findPapers } from '../../papers/papers.ts'
import { resolvePaperIds } from '../../papers/resolve-ids.ts'
import { type Html, htmlDocument, previewTags } from '../document.ts'
import type { RefusalReason } from '../limits.ts'
import { parseDateRange } from './date-range.ts'
import { entriesOf } from './entries.ts'
import { feedsPage } from './feeds.ts'
import { archivePage, parsePageNumber } from './layout.ts'
import { daysPage, listPage, papersOf, parseView } from './list.ts'
import { numbersPage } from './numbers.ts'
import { paperPage } from './paper.ts'
import { readQuery, searchFor, searchPage } from './search.ts'
import { type ArchiveContext, type ArchiveSession, openSession, PLATFORM_DOWN, RETRY_SECONDS } from './session.ts'
import { agendaPage, agendaPapers, isTopPeriod, topPage, topPapers } from './voted.ts'

type Env = { Bindings: HttpBindings; Variables: { session: ArchiveSession; person: PersonId } }
type PageContext = Context<Env>

const COOKIE = 'paperboy_archive'
/** Nobody cites a whole month. */
const MAX_CITED = 500

/** A read-only site for people with a link: papers by day, week and month, with their team's votes and notes. */
export function createArchive(context: ArchiveContext, refused: (why: RefusalReason) => void): Hono<Env> {
  const pages = new Hono<Env>()
  pages.use(requireLink(context, refused))

  pages.get('/', async (page) => page.html(await daysPage(page.var.session)))
  pages.get('/paper', async (page) => {
    const { session } = page.var
    const id = paperIdOf(page.req.query('id') ?? '')
    const paper = id && (await resolvePaperIds(session.store.db, [id])).get(id)
    if (!paper) return missing(page, 'This paper is not here')
    return sendList(page, { ids: async () => [paper.id], show: () => paperPage(session, paper) })
  })
  pages.get('/picture', async (page) => {
    const id = paperIdOf(page.req.query('id') ?? '')
    const paper = id && (await findPapers(page.var.session.store.db, [id])).get(id)
    const picture = paper ? await context.pictureOf(paper) : null
    if (!picture) return page.text('There is no such picture.\n', 404)
    const headers = { 'content-type': picture.type, 'cache-control': 'private, max-age=86400' }
    return page.body(new Uint8Array(picture.body), 200, headers)
  })
  pages.get('/day', (page) => {
    const range = parseDateRange(page.req.query('on') ?? '')
    return range ? page.redirect(`${context.links.path}/${range.slug}`, 303) : missing(page, 'That is not a day')
  })
  pages.get('/search', (page) => {
    const { session } = page.var
    const query = readQuery(page.req.query('q'))
    return sendList(page, {
      ids: async () =>
        (await searchFor(session, query, { offset: 0, limit: MAX_CITED })).hits.map(({ paper }) => paper.id),
      show: () => searchPage(session, query, parsePageNumber(page.req.query('page'))),
    })
  })
  pages.get('/top/:period', async (page) => {
    const period = page.req.param('period')
    if (!isTopPeriod(period)) return missing(page)
    const { session } = page.var
    return sendList(page, { ids: () => topPapers(session, period), show: () => topPage(session, period) })
  })
  pages.get('/agenda', (page) => {
    const { session } = page.var
    return sendList(page, { ids: () => agendaPapers(session), show: () => agendaPage(session) })
  })
  pages.get('/numbers', async (page) => page.html(await numbersPage(page.var.session)))
  pages.get('/feeds', async (page) => page.html(await feedsPage(page.var.session, page.var.person)))
  pages.get('/:range', async (page) => {
    const range = parseDateRange(page.req.param('range'))
    if (!range) return missing(page)
    const { session } = page.var
    const view = parseView(page.req.query('show'))
    return sendList(page, {
      ids: async () => (await papersOf(session, range, view, { offset: 0, limit: MAX_CITED })).papers,
      show: () => listPage(session, range, view, parsePageNumber(page.req.query('page'))),
    })
  })
  pages.all('*', (page) => missing(page))
  return pages

  function missing(page: PageContext, title = 'There is no such page') {
    refused('unknown')
    const { links } = context
    const content = html`<p><a href="${links.path}">All papers</a>, or search above.</p>`
    return page.html(archivePage(links, { title, tab: null, content }), 404)
  }
}

/** Exchanges the link for a cookie at once, so that it stays out of histories, proxy logs and shared addresses. */
function requireLink(context: ArchiveContext, refused: (why: RefusalReason) => void): MiddlewareHandler<Env> {
  const { links } = context
  return async (page, next) => {
    const given = page.req.query('t')
    const token = given ?? getCookie(page, COOKIE) ?? ''
    const visitor = readVisitor(context.signer, token, context.store.now())
    const session = visitor ? await openSession(context, visitor) : 'closed'
    page.header('cache-control', 'private, no-store')
    if (session === 'unknown') {
      page.header('retry-after', String(RETRY_SECONDS))
      const content = html`<p>${PLATFORM_DOWN}</p>`
      return page.html(htmlDocument({ title: 'Not just now', root: links.root, content }), 503)
    }
    if (!visitor || session === 'closed') {
      if (given !== undefined) refused('forged')
      deleteCookie(page, COOKIE, { path: links.path })
      return page.html(htmlDocument({ title: 'Only with a link', root: links.root, head, content: howToGetIn }), 403)
    }
    // Who comes back within five weeks stays, as long as the platform says that they may.
    setCookie(page, COOKIE, links.stay(visitor.channel, visitor.person), {
      path: links.path,
      httpOnly: true,
      secure: links.url.startsWith('https:'),
      sameSite: 'Lax',
      maxAge: STAY_DAYS * 86_400,
    })
    if (given === undefined) {
      page.set('session', session)
      page.set('person', visitor.person)
      return next()
    }
    const { searchParams } = new URL(page.req.url)
    searchParams.delete('t')
    const address = links.path + encodeURI(page.req.path.slice('/archive'.length))
    return page.redirect(searchParams.size > 0 ? `${address}?${searchParams}` : address, 303)
  }
}

const howToGetIn: Html = html`<p>
  This page opens with a link of your own, good for ${LINK_DAYS} days: type <code>/papers web</code> where Paperboy
  posts, or press the button in your weekly letter.
</p>`

/** The same for every address: a link that somebody shares tells nothing to who may not open it. */
const head = previewTags('A team’s papers', 'Opens with a link of your own: type /papers web where Paperboy posts.')

type PaperList = { ids(): Promise<PaperId[]>; show(): Promise<Html> }

/** A list as a page, or with `?format=` as a file for reference managers. */
async function sendList(page: PageContext, { ids, show }: PaperList): Promise<Response> {
  const asked = page.req.query('format')
  if (asked === undefined) return page.html(await show())
  const format = findFormat(asked)
  if (!format) return page.text('There is no such format.\n', 400)
  const papers = (await entriesOf(page.var.session, await ids())).map(({ paper }) => paper)
  return page.body(format.render(papers), 200, {
    'content-type': `${format.type}; charset=utf-8`,
    'content-disposition': `attachment; filename="papers.${format.extension}"`,
  })
}
