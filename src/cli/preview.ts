import { once } from 'node:events'
import { addDays, localDate } from '../core/schedule.ts'
import type { Setup } from '../core/setup.ts'
import { corpusSize } from '../papers/papers.ts'
import type { Drawers } from '../preview/site.ts'
import { collect, OVERLAP_DAYS } from '../sources/collecting/collect.ts'
import { parseNumber } from './arguments.ts'
import { type CliVerb, print } from './verb.ts'
import { openSample } from './welcome.ts'
import type { App } from './wiring/open-app.ts'

const PORT = 4180

export const previewVerb =
  (setups: Pick<Setup, 'platform' | 'label' | 'drawer'>[]): CliVerb =>
  (program, withApp) => {
    const drawn = setups.filter(({ drawer }) => drawer !== null)
    const names = drawn.map(({ label }) => `as ${label}`).join(' and ')
    const drawers = Object.fromEntries(drawn.flatMap(({ platform, drawer }) => (drawer ? [[platform, drawer]] : [])))
    program
      .command('preview')
      .description(`Open a page on this machine that shows the next digest ${names} would.`)
      .option(
        '--port <port>',
        'where to listen on this machine; 0 takes any free port',
        parseNumber(0, 65_535, 'It must be a port number.'),
        PORT,
      )
      .action(({ port }: { port: number }) => withApp((app) => preview(app, drawers, port)))
  }

async function preview(app: App, drawers: Drawers, port: number): Promise<undefined> {
  const [{ createPreviewSite }, { openWebServer }] = [
    await import('../preview/site.ts'),
    await import('../web/server.ts'),
  ]
  await requirePackages(drawers)
  const { context, close, note } = await openPapers(app)
  const server = await openWebServer(port, createPreviewSite(context, drawers), '127.0.0.1')
  if (note !== null) print(note)
  print(`http://127.0.0.1:${server.port}`)
  if (!app.signal.aborted) await once(app.signal, 'abort')
  await server.close()
  await close()
}

async function requirePackages(drawers: Drawers): Promise<void> {
  try {
    await Promise.all(Object.values(drawers).map((load) => load()))
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause
    throw new Error('The preview is drawn by packages that are not installed here: run `npm ci` in a clone first.', {
      cause,
    })
  }
}

/** The papers of the database; those of the last days when it has none yet; invented ones without a network. */
async function openPapers(app: App) {
  const now = Date.now()
  const today = localDate('UTC', now)
  const window = { since: addDays(today, -OVERLAP_DAYS), until: today }
  const known = (await corpusSize(app.store.db)).papers
  const collected = known > 0 ? null : await collect({ ...app, now }, window)
  if (known > 0 || (collected?.papers ?? 0) > 0) return { context: app, note: null, close: async () => {} }
  const { parts, close } = await openSample(app)
  const note = `${collected?.failures[0]?.error ?? 'There are no papers yet.'} Showing invented papers.`
  return { context: { ...app, ...parts }, note, close }
}
