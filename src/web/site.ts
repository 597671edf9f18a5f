import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { App } from '../cli/app.ts'
import { onlyInside, pageLimits, type Refusal, securityHeaders } from './limits.ts'
import { createReadiness } from './readiness.ts'
import type { Site } from './route.ts'

export type SiteContext = Pick<App, 'store' | 'setups' | 'sources' | 'defaults' | 'log'>

/** Everything that is answered on the port, a line each. */
export function createSite(app: SiteContext): Site {
  const refused = (_why: Refusal) => {}
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
        return RESPONSE_ALREADY_SENT
      })

  site.use(...pageLimits(refused))
  site.get('/readyz', onlyInside(refused), async (context) => {
    const { ready, text } = await readiness()
    return context.text(text, ready ? 200 : 503)
  })
  site.notFound((context) => {
    refused('unknown')
    return context.text('There is no such page.\n', 404)
  })
  return site
}
