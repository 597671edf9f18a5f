import { createDiscordAdapter } from '../../../adapters/discord/index.ts'
import type { Defaults } from '../../../src/channels/settings.ts'
import { createHandlers } from '../../../src/commands/handlers.ts'
import type { ConnectContext } from '../../../src/core/setup.ts'
import { createKeptTexts } from '../../../src/outbox/kept-texts.ts'
import { openSearch } from '../../../src/search/search.ts'
import { createState } from '../../../src/state/state.ts'
import { createExtractive } from '../../../src/summaries/extractive.ts'
import { tick } from '../../../src/tick/collector.ts'
import { log } from '../day.ts'
import { deliverAll } from '../deliver.ts'
import { openScratch } from '../scratch.ts'
import { fakeSource } from '../source.ts'
import { readAbstracts } from '../texts.ts'
import { traitsOf } from '../traits.ts'
import { startFakeDiscord } from './server.ts'
import { TOKEN } from './state.ts'

const defaults: Defaults = {
  timezone: 'Europe/Berlin',
  postAt: '09:00',
  postDays: [1, 2, 3, 4, 5],
  papersPerDay: 2,
  language: 'en',
  sources: ['huggingface'],
}
const alone: ConnectContext['tryLead'] = async () => ({ isHeld: () => true, release: async () => {} })

/** What people type and click on a fake Discord, answered by the real core. */
export async function openDiscordBot({ readText = readAbstracts } = {}) {
  const discord = await startFakeDiscord()
  const store = await openScratch()
  const search = await openSearch(store)
  const stopping = new AbortController()
  const source = fakeSource('huggingface')
  const adapter = createDiscordAdapter({
    token: TOKEN,
    applicationId: undefined,
    apiUrl: discord.apiUrl,
    shards: null,
    messageContent: false,
    slowMs: 2_000,
    log,
    mayServe: () => true,
    tryLead: alone,
    onTokenRefused: () => {},
    kept: createKeptTexts(store),
  })
  const { findChannels } = adapter
  const connection = {
    platform: 'discord' as const,
    listed: [],
    findChannels,
    examine: async () => [],
    isConnected: () => true,
    routes: {},
    pages: {},
  }
  const app = {
    ...{
      store,
      log,
      search,
      defaults,
      alertChannel: null,
      letters: null,
      archive: null,
      state: createState(store.now),
      signal: stopping.signal,
      connections: [connection],
    },
    summarize: createExtractive(),
    traitsOf,
    adapters: new Map([['discord', adapter]]),
    fetchMatches: async () => ({ sightings: [], skipped: [] }),
    fetchPaper: async () => null,
    readText,
    sources: [source],
    outbox: { wake() {} },
  }
  const handlers = createHandlers(app, app.outbox)
  await adapter.start(handlers)
  return {
    ...app,
    discord,
    handlers,
    source,
    /** One minute of the bot at `now` (ISO), until nothing more can be sent. */
    async at(now: string): Promise<void> {
      await tick(app, Date.parse(now))
      await deliverAll(store, adapter, Date.parse(now))
    },
    async close(): Promise<void> {
      stopping.abort()
      await adapter.stop()
      await search.close()
      await store.close()
      await discord.close()
    },
  }
}
