import { PassThrough } from 'node:stream'
import { createTerminalAdapter, TERMINAL_CHANNEL } from '../../adapters/terminal/index.ts'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import { notice } from '../../src/core/message.ts'
import { tick } from '../../src/tick/collector.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { fakeSource } from '../fakes/source.ts'
import { until } from '../wait.ts'
import { appOf, MORNING, type openStage } from './stage.ts'

/** What the terminal shows on the first morning, and then below each line typed, as a page. */
export async function drawTerminal(stage: Awaited<ReturnType<typeof openStage>>, columns: number, typed: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let printed = ''
  output.on('data', (chunk) => {
    printed += chunk
  })
  // Colours of a terminal, and no cursor that moves: a page has none.
  const terminal = Object.assign(output, { columns, rows: 40, hasColors: () => true })
  const adapter = createTerminalAdapter({ input, output: terminal, quiet: false, leave() {} })
  const store = { ...stage.store, now: () => MORNING }
  const source = fakeSource('sample')
  source.sightings.push(...stage.sightings)
  const app = appOf(stage, source, new Map([['terminal', adapter]]))
  await adapter.start(createHandlers(app, { wake() {} }))
  await subscribeChannel(store.db, TERMINAL_CHANNEL, 'terminal', 0)
  await tick(app, MORNING)
  await deliverAll(store, adapter, MORNING)
  adapter.show(notice('Type words to search, 1 to open the first paper, ? for help.'), false)
  for (const line of typed) {
    const before = printed.length
    output.write(`› ${line}\n`)
    input.write(`${line}\n`)
    await until(() => printed.length > before + line.length + 3 && printed.endsWith('\n\n'), {})
  }
  await adapter.stop()
  return `<!doctype html><meta charset="utf-8"><title>Terminal</title><style>${STYLE}</style><pre style="width:${columns}ch">${toHtml(printed)}</pre>`
}

const STYLE =
  'body{margin:0;padding:16px 20px;width:max-content;background:#16181d;color:#d8dee9}pre{margin:0;font:14px/1.45 "DejaVu Sans Mono",monospace}' +
  '.bold{font-weight:700;color:#fff}.dim{color:#8b95a5}.cyan{color:#7cc7e8}.underline{text-decoration:underline}'

const CLASSES: Record<string, string> = { 1: 'bold', 2: 'dim', 4: 'underline', 36: 'cyan' }

const ESCAPE = '\u001b'
const LINK = new RegExp(`${ESCAPE}\\]8;;.*?${ESCAPE}\\\\`, 'g')
const COLOR = new RegExp(`${ESCAPE}\\[(\\d+)m`, 'g')

/** Colours as elements; links lead nowhere on a picture. */
const toHtml = (text: string): string =>
  text
    .trimEnd()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(LINK, '')
    .replaceAll(COLOR, (_, code) => (CLASSES[code] ? `<span class="${CLASSES[code]}">` : '</span>'))
