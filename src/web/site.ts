import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { getPath } from 'hono/utils/url'
import type { Logger } from 'pino'
import { createMembershipCheck } from '../access/membership.ts'
import type { ArchiveLinks, LetterLinks } from '../access/reader-links.ts'
import type { Signer } from '../access/signed-links.ts'
import type { ChatAdapter } from '../core/chat.ts'
import type { Connection, Route } from '../core/setup.ts'
import { addGauges } from '../ops/metrics/gauges.ts'
import type { Metrics } from '../ops/metrics/metrics.ts'
import { createReadiness } from '../ops/readiness.ts'
import type { WatchContext } from '../ops/watch/health-issues.ts'
import type { PaperSearch } from '../search/paper-search.ts'
import type { Http } from '../sources/http/http.ts'
import type { ReadPaperText } from '../texts/paper-text.ts'
import { createArchive } from './archive/archive.ts'
import { createPictures } from './archive/pictures.ts'
import type { EndpointContext } from './assistant/endpoint.ts'
import { createAssets } from './document.ts'
import { createEmailPages } from './email.ts'
import { createFeeds } from './feeds/feeds.ts'
import { pageLimits, privateNetworkOnly, type RefusalReason, securityHeaders } from './limits.ts'
import type { Page, Site } from './server.ts'

export type SiteContext = WatchContext & {
  log: Logger
  adapters: Map<string, ChatAdapter>
  connections: Connection[]
  letters: LetterLinks | null
  signer: Signer | null
  archive: ArchiveLinks | null
  search: PaperSearch
  readText: ReadPaperText
  http: Http
  signal: AbortSignal
}

type SiteOptions = {
  /** The platforms' own requests come here. */
  listens?: boolean
  /** So do people who read the archive or letters. */
  hasPages?: boolean
  /** The public address. A proxy may leave its path in the requests, or take it off. */
  url?: string | undefined
}

/** Everything that is answered on the port, a line each. */
export function createSite(
  app: SiteContext,
  metrics: Metrics,
  { listens = true, hasPages = true, url }: SiteOptions = {},
): Site {
  const refused = (why: string) => metrics.countRefused(why)
  addGauges(metrics, app)
  const readiness = createReadiness(app)
  const root = url === undefined ? '' : new URL(url).pathname.replace(/\/$/, '')
  const base = decodeURI(root)
  const site: Site = new Hono({
    getPath(request) {
      const path = getPath(request)
      return path.startsWith(`${base}/`) ? path.slice(base.length) : path
    },
  })
  const mount = (method: 'get' | 'post', routes: Record<string, Route>) => {
    for (const [path, route] of Object.entries(routes))
      site[method](path, async (context) => {
        const { incoming, outgoing } = context.env
        // A HEAD request must start nothing.
        if (incoming.method === 'HEAD') return context.body(null)
        const why = await route(incoming, outgoing)
        if (why !== null) refused(why)
        return RESPONSE_ALREADY_SENT
      })
  }
  site.onError((error, context) => {
    if (error instanceof HTTPException) {
      if (error.status === 400) refused('malformed')
      return error.getResponse()
    }
    // The client is gone, and nothing is wrong here.
    if (context.env.incoming.destroyed) return context.text('The request broke off.\n', 400)
    // The address of a feed is the key to it.
    const path = context.req.path.replace(/^\/feed\/[^/]+/, '/feed/…')
    app.log.error({ err: error, path }, 'request failed')
    return context.text('That did not work; the log says why.\n', 500)
  })
  site.use(securityHeaders)

  // Probes and platforms first: a flood of pages must not look like a dead bot, nor keep Slack's events out.
  site.get('/healthz', (context) => context.text('alive\n'))
  if (listens) for (const { routes } of app.connections) mount('post', routes)

  site.use(...pageLimits(refused))
  for (const { pages } of app.connections) mount('get', pages)
  site.use('/readyz', privateNetworkOnly(refused))
  site.use('/metrics', privateNetworkOnly(refused))
  site.get('/metrics', async (context) => {
    const { text, type } = await metrics.render()
    return context.text(text, 200, { 'content-type': type })
  })
  site.get('/readyz', async (context) => {
    const { ready, text } = await readiness()
    return context.text(text, ready ? 200 : 503)
  })
  if (hasPages) site.route('/assets', createAssets())
  if (hasPages && app.letters && app.signer)
    site.route('/email', createEmailPages({ ...app, root, letters: app.letters, signer: app.signer }, refused))
  if (hasPages && app.archive && app.signer) {
    const [sees, pictureOf] = [createMembershipCheck(app), createPictures(app.http, app.signal)]
    const archive = { ...app, signer: app.signer, links: app.archive, sees, pictureOf }
    site.route('/archive', createArchive(archive, refused))
    site.route('/feed', createFeeds(archive, refused))
    const countCall = (tool: string, outcome: string) => metrics.countCall('assistant', tool, outcome)
    if (app.archive.assistant) site.all('/mcp', assistantRoute({ ...archive, countCall }, refused))
  }
  site.notFound((context) => {
    refused('unknown')
    return context.text('There is no such page.\n', 404)
  })
  return site
}

/** Few assistants ask; what answers them is loaded for the first one. */
function assistantRoute(context: EndpointContext, refused: (why: RefusalReason) => void) {
  let answer: Promise<(page: Page) => Promise<Response>> | null = null
  return async (page: Page) => {
    answer ??= import('./assistant/endpoint.ts').then(({ createEndpoint }) => createEndpoint(context, refused))
    return (await answer)(page)
  }
}
