import { setTimeout as sleep } from 'node:timers/promises'
import cron from 'node-cron'
import { createOutbox, type Outbox } from '../delivery/outbox.ts'
import { tick } from '../digest/day.ts'
import { readHistory } from '../digest/history.ts'
import { settleMissedVotes } from '../discussion/votes.ts'
import { health, openWebServer, type WebServer } from '../web/server.ts'
import { type App, outboxContext } from './app.ts'
import { createHandlers } from './handlers.ts'
import { subscribeListed } from './listed.ts'
import type { CliVerb } from './verb.ts'
import { showLatest, showNextPosts, showSampleIfOffline } from './welcome.ts'

export const startVerb: CliVerb = (program, withApp) => {
  program
    .command('start', { isDefault: true })
    .description('run the bot until SIGTERM')
    .action(() => withApp({ quiet: false, prompt: true }, start))
}

/** So long the greeting waits for the first posts, to come after them. */
const GREETING_MS = 5_000

/** Runs the bot until `app.signal` aborts; then finishes what is being sent. */
async function start(app: App): Promise<number> {
  const { log, signal } = app
  for (const warning of app.config.warnings) log.warn(warning)
  const outbox = createOutbox(outboxContext(app))
  await subscribeListed(app)
  await showLatest(app)
  const handlers = createHandlers(app, outbox)
  for (const adapter of app.adapters.values()) await adapter.start(handlers)
  const web = await openWeb(app)
  await tickOnce(app, outbox, true)
  await Promise.race([outbox.settled(), sleep(GREETING_MS, undefined, { signal, ref: false }).catch(() => {})])
  await showSampleIfOffline(app)
  await showNextPosts(app)
  const cronTick = cron.schedule('* * * * *', () => tickOnce(app, outbox, false), { name: 'tick', noOverlap: true })
  const history = readHistory(app, Date.now)
  const votes = settleMissedVotes(app)
  await aborted(signal)
  log.info('stopping: what is being sent is finished first')
  await cronTick.destroy()
  await web?.close()
  await Promise.all([outbox.stop(), history, votes])
  return 0
}

async function openWeb({ config, setups, log }: App): Promise<WebServer | null> {
  if (config.PORT === undefined) return null
  const routes = Object.assign({ '/health': health }, ...setups.map((setup) => setup.routes))
  return openWebServer(config.PORT, routes, log)
}

/** Whatever goes wrong in one tick, the next one asks the database anew. */
async function tickOnce(app: App, outbox: Outbox, first: boolean): Promise<void> {
  try {
    await tick({ ...app, outbox }, Date.now(), { first })
  } catch (err) {
    if (!app.signal.aborted) app.log.error({ err }, 'tick failed; the next one tries again')
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
