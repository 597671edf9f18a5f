import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { App } from '../cli/app.ts'
import type { Metrics } from '../metrics.ts'
import { createEmailPages } from './email.ts'
import { addGauges } from './gauges.ts'
import { onlyInside, pageLimits, type Refusal, securityHeaders } from './limits.ts'
import { createReadiness } from './readiness.ts'
import type { Site } from './route.ts'

export type SiteContext = Pick<App, 'store' | 'setups' | 'sources' | 'defaults' | 'log' | 'letters' | 'signer'>

/** What a platform’s own route turned away. */
const REFUSED: Record<number, Refusal> = { 400: 'malformed', 401: 'forged', 413: 'oversized', 429: 'flood' }

/** Everything that is answered on the port, a line each. */
export function createSite(app: SiteContext, metrics: Metrics): Site {
  const refused = (why: Refusal) => metrics.countRefused(why)
  addGauges(metrics, app)
  const readiness = createReadiness(app)
  const site: Site = new Hono()
  site.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse()
    app.log.error({ err: error, path: context.req.path }, 'request failed')
    return context.text('That did not work; the log says why.\n', 500)
  })
  site.use(securityHeaders)

  // Probes and platforms first: a flood of pages must not look like a dead bot, nor keep Slack's events out.
  site.get('/healthz', (context) => context.text('alive\n'))
  for (const { routes } of app.setups)
    for (const [path, route] of Object.entries(routes))
      site.all(path, async ({ env: { incoming, outgoing } }) => {
        await route(incoming, outgoing)
        const why = REFUSED[outgoing.statusCode]
        if (why) refused(why)
        return RESPONSE_ALREADY_SENT
      })

  site.use(...pageLimits(refused))
  site.use('/readyz', onlyInside(refused))
  site.use('/metrics', onlyInside(refused))
  site.get('/metrics', async (context) => {
    const { text, type } = await metrics.render()
    return context.text(text, 200, { 'content-type': type })
  })
  site.get('/readyz', async (context) => {
    const { ready, text } = await readiness()
    return context.text(text, ready ? 200 : 503)
  })
  if (app.letters && app.signer)
    site.route('/email', createEmailPages({ ...app, letters: app.letters, signer: app.signer }))
  site.notFound((context) => {
    refused('unknown')
    return context.text('There is no such page.\n', 404)
  })
  return site
}
