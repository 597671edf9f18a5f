import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import cron from 'node-cron'
import { resealInstallations } from '../access/installations.ts'
import { createHandlers } from '../commands/handlers.ts'
import type { ChatHandlers } from '../core/chat.ts'
import { startWatchdog } from '../ops/watch/watchdog.ts'
import { createOutbox, type Outbox } from '../outbox/outbox.ts'
import { warmUp } from '../search/search.ts'
import { createCollector } from '../tick/collector.ts'
import type { WebServer } from '../web/server.ts'
import type { CliVerb } from './verb.ts'
import { answeringFromSample, showHistory, showLatest, showNextPosts, showSampleIfOffline } from './welcome.ts'
import { type App, outboxContext } from './wiring/open-app.ts'
import { startPlatforms } from './wiring/start-platforms.ts'

export const startVerb: CliVerb = (program, withApp) =>
  program
    .command('start', { isDefault: true })
    .description('Run the bot until Ctrl-C or SIGTERM; the default.')
    .action(() => withApp(start, { quiet: false, prompt: true }))

/** So long the line about the next post waits for the first posts, to come after them. */
const GREETING_MS = 5_000

/** Runs the bot until `app.signal` aborts; then finishes what is being sent. */
async function start(app: App): Promise<undefined> {
  const { log, signal } = app
  for (const warning of app.config.warnings) log.warn(warning)
  const roles = new Set(app.config.PAPERBOY_ROLES ?? ['collect', 'deliver', 'listen', 'web'])
  await resealTokens(app)
  await showLatest(app)
  let outbox = NO_OUTBOX
  let collector = NO_COLLECTOR
  const wake = () => outbox.wake()
  const greeted = Promise.withResolvers<void>()
  let sampleHandlers: ChatHandlers | null = null
  const handlers = answeringFromSample(app, createHandlers(app, { wake }), () => sampleHandlers)
  // First: /readyz says what is still missing.
  const web = await openWeb(app, roles)
  // A channel that is found late gets its digest now.
  const plan = () => void collector.tick(false)
  const { votes } = await startPlatforms(app, roles.has('listen') ? handlers : null, plan)
  const isAsked = roles.has('listen') || (roles.has('web') && app.archive !== null)
  if (isAsked) warmUp(app.search).catch((err: unknown) => log.debug({ err }, 'the search is not warm yet'))
  if (roles.has('deliver')) outbox = createOutbox(outboxContext(app))
  if (roles.has('collect')) collector = createCollector({ ...app, onHistory: showHistory(app) }, outbox)
  app.local?.hold(greeted.promise, 'Reading Daily Papers…')
  const watchdog = startWatchdog(app.state, { collects: roles.has('collect') })
  await collector.tick(true)
  await Promise.race([outbox.settled(), sleep(GREETING_MS, undefined, { signal, ref: false }).catch(() => {})])
  const sample = await showSampleIfOffline(app)
  if (sample) sampleHandlers = createHandlers({ ...app, ...sample.parts }, { wake })
  await showNextPosts(app)
  greeted.resolve()
  const cronTick = cron.schedule('* * * * *', () => collector.tick(false), { name: 'tick', noOverlap: true })
  if (!signal.aborted) await once(signal, 'abort')
  log.info('stopping: what is being sent is finished first')
  await cronTick.destroy()
  await web?.close()
  await Promise.all([outbox.stop(), collector.stop(), ...votes])
  await sample?.close()
  watchdog.stop()
}

/** PAPERBOY_SECRET may have a new first secret since the last start. */
async function resealTokens({ config, store, log }: Pick<App, 'config' | 'store' | 'log'>): Promise<void> {
  if (config.PAPERBOY_SECRET === undefined) return
  const { createSealer } = await import('../access/sealed-secrets.ts')
  const { resealed, lost } = await resealInstallations(store.db, createSealer(...config.PAPERBOY_SECRET))
  if (resealed > 0) log.info({ tokens: resealed }, 'tokens are encrypted with the first PAPERBOY_SECRET now')
  if (lost.length > 0) log.warn({ teams: lost }, 'no PAPERBOY_SECRET opens the tokens of these teams')
}

/** Loaded where there is a port, and pages or a platform's requests to answer. */
async function openWeb(app: App, roles: Set<string>): Promise<WebServer | null> {
  const { config, metrics } = app
  const [listens, hasPages] = [roles.has('listen'), roles.has('web')]
  const hasRoutes = app.connections.some(({ routes }) => Object.keys(routes).length > 0)
  if (config.PORT === undefined || !metrics || !(hasPages || (listens && hasRoutes))) return null
  const { createSite } = await import('../web/site.ts')
  const { openWebServer } = await import('../web/server.ts')
  return openWebServer(config.PORT, createSite(app, metrics, { listens, hasPages, url: config.PAPERBOY_URL }))
}

const NO_OUTBOX: Outbox = { wake() {}, async settled() {}, async stop() {} }
const NO_COLLECTOR = { async tick(_first: boolean) {}, async stop() {} }
