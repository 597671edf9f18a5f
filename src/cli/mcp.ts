import { type Channel, listChannels } from '../channels/channels.ts'
import { resolveChannel } from './arguments.ts'
import { type CliVerb, UsageError } from './verb.ts'
import type { App } from './wiring/open-app.ts'

export const mcpVerb: CliVerb = (program, withApp) =>
  program
    .command('mcp')
    .description('Answer an assistant on this machine (MCP), over standard input and output.')
    .option('--channel <channel>', 'an id or a unique name; needed when there are several')
    .action(({ channel }: { channel?: string }) => withApp((app) => serve(app, channel)))

/** What everybody in the channel may see, until the assistant closes its end. */
async function serve(app: App, wanted: string | undefined): Promise<undefined> {
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio')
  const { createAssistant } = await import('../web/assistant/assistant.ts')
  const { viewOf } = await import('../web/archive/session.ts')
  const { id, settings } = channelOf(await listChannels(app.store.db), wanted)
  const view = viewOf(app, id, settings)
  const countCall = () => {}
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve)
    app.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const serving = serveStdio(() => createAssistant(view, { log: app.log, countCall }), {
    onerror: (err) => app.log.warn({ err }, 'the assistant said something that cannot be read'),
  })
  await ended
  await serving.close()
}

function channelOf(channels: Channel[], wanted: string | undefined): Channel {
  if (wanted !== undefined) return resolveChannel(channels, wanted)
  const [only, ...others] = channels
  if (only && others.length === 0) return only
  const ids = channels.map(({ id }) => id).join(', ')
  throw new UsageError(`Which channel’s view? Say --channel and one of: ${ids || 'none is here yet; run `npm start`'}.`)
}
