import { setTimeout as sleep } from 'node:timers/promises'
import cron from 'node-cron'
import type { ChatHandlers } from '../chat.ts'
import { createCommands } from '../commands/table.ts'
import { say } from '../commands/verb.ts'
import { createOutbox, type Outbox } from '../delivery/outbox.ts'
import { tick } from '../digest/day.ts'
import { readHistory } from '../digest/history.ts'
import { type App, outboxContext } from './app.ts'
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
  await showLatest(app)
  const handlers = createHandlers(app)
  for (const adapter of app.adapters.values()) await adapter.start(handlers)
  await tickOnce(app, outbox, true)
  await Promise.race([outbox.settled(), sleep(GREETING_MS, undefined, { signal, ref: false }).catch(() => {})])
  await showSampleIfOffline(app)
  await showNextPosts(app)
  const cronTick = cron.schedule('* * * * *', () => tickOnce(app, outbox, false), { name: 'tick', noOverlap: true })
  const history = readHistory(app, Date.now)
  await aborted(signal)
  log.info('stopping: what is being sent is finished first')
  await cronTick.destroy()
  await Promise.all([outbox.stop(), history])
  return 0
}

/** Whatever goes wrong in one tick, the next one asks the database anew. */
async function tickOnce(app: App, outbox: Outbox, first: boolean): Promise<void> {
  try {
    await tick({ ...app, outbox }, Date.now(), { first })
  } catch (err) {
    if (!app.signal.aborted) app.log.error({ err }, 'tick failed; the next one tries again')
  }
}

function createHandlers(app: App): ChatHandlers {
  const commands = createCommands({
    ...app,
    now: Date.now,
    mayManage: async (channel, person) => {
      const adapter = app.adapters.get(channel.slice(0, channel.indexOf(':')))
      return (await adapter?.access(channel, person)) === 'manage'
    },
  })
  return {
    onCommand: async (command) => {
      try {
        return await commands(command)
      } catch (err) {
        app.log.error({ err, channel: command.channel }, 'command failed')
        throw new Error('That did not work; the log says why. Please try again.', { cause: err })
      }
    },
    onAction: async () => null,
    onForm: async () => say('Nothing here asks for that form.'),
    onSuggest: async () => [],
    onReaction: async () => {},
    onMissed: async () => {},
    onPaperLink: async () => null,
    onLifecycle: async () => {},
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
