import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createArchiveLinks, createLetterLinks } from '../../access/reader-links.ts'
import { createSigner } from '../../access/signed-links.ts'
import { createLog } from '../../core/log.ts'
import { setProxy } from '../../core/network/proxy.ts'
import type { Setup } from '../../core/setup.ts'
import { openStore, type Store } from '../../db/open.ts'
import { processOwner } from '../../db/process-owner.ts'
import type { WriteContext } from '../../digest/write/write-planned.ts'
import { pauseChannel } from '../../ops/lifecycle.ts'
import { withSearchMetrics } from '../../ops/metrics/instrument.ts'
import type { OutboxContext } from '../../outbox/outbox.ts'
import type { Timeouts } from '../../outbox/timeouts.ts'
import { openSearch } from '../../search/search.ts'
import type { Vectors } from '../../search/vectors/vectors.ts'
import { createState } from '../../state/state.ts'
import { createSummarizer } from '../../summaries/summarizer.ts'
import type { Config } from '../settings/config.ts'
import { LOCAL } from '../settings/shape.ts'
import type { OpenOptions } from '../verb.ts'
import { openPlatforms } from './open-platforms.ts'
import { besideDatabase, type OpenSources, openSources } from './open-sources.ts'

type Parts = { setups: Setup[]; sources: OpenSources[]; timeouts: Timeouts }

/** The wired parts; a verb of the command line picks those that it works with. */
export type App = Awaited<ReturnType<typeof openApp>>

export async function openApp(
  config: Config,
  { setups, sources, timeouts }: Parts,
  { quiet, prompt, onNoDatabase }: OpenOptions,
  signal: AbortSignal,
) {
  const base = await openBase(config, signal, onNoDatabase)
  const { store, metrics } = base
  const { signer, letters, archive } = openLinks(config, setups)
  const terminal = { input: prompt ? process.stdin : null, quiet }
  const readerLinks = letters
    ? (address: string) => ({ settings: letters.settings(address), unsubscribe: letters.unsubscribe(address) })
    : null
  const platforms = await openPlatforms(base, { setups, timeouts, terminal, readerLinks })
  const vectors = await openVectors(base)
  const search = await openSearch(store, vectors)
  const sourced = await openSources(base, sources)
  return {
    ...base,
    ...sourced,
    ...platforms,
    search: metrics ? withSearchMetrics(search, metrics) : search,
    vectors,
    summarize: createSummarizer(config, config.SUMMARY_LANGUAGE, base),
    signer,
    /** What letters say of a team to readers whom it let in. */
    async teamNews(...[reader, date]: Parameters<NonNullable<WriteContext['teamNews']>>) {
      const { readTeamNews } = await import('../../library/weekly.ts')
      return readTeamNews({ ...base, ...platforms, defaults: sourced.defaults, archive }, reader, date)
    },
    letters: platforms.connections.some(({ platform }) => platforms.traitsOf(platform).readerAt) ? letters : null,
    archive,
    alertChannel: config.ALERT_CHANNEL ?? null,
    heartbeatUrl: config.HEARTBEAT_URL ?? null,
    /** Where people reach what is answered on PORT; null: nowhere. */
    webAddress: config.PORT === undefined ? null : (config.PAPERBOY_URL ?? null),
    async close() {
      for (const adapter of platforms.adapters.values()) await adapter.stop()
      await search.close()
      await vectors?.close()
      sourced.closeTexts()
      await store.close()
    },
  }
}

export type BaseContext = Awaited<ReturnType<typeof openBase>>

async function openBase(config: Config, signal: AbortSignal, onNoDatabase: OpenOptions['onNoDatabase']) {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), config.secrets)
  await setProxy(config)
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what)).catch((error: unknown) => {
    if (onNoDatabase === null) throw error
    onNoDatabase(error)
    return openScratchStore('doctor')
  })
  return {
    config,
    log,
    store,
    state: createState(store.now),
    /** Null where nobody can ask for them. */
    metrics: config.PORT === undefined ? null : (await import('../../ops/metrics/metrics.ts')).createMetrics(),
    signal,
  }
}

export async function openScratchStore(name: string): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), `paperboy-${name}-`))
  const store = await openStore(`file:${join(folder, 'paperboy.db')}`)
  return {
    ...store,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The links that Paperboy signs: in letters where mail is set up, to the archive where it is on. */
function openLinks(config: Config, setups: Setup[]) {
  const { PAPERBOY_SECRET, PAPERBOY_URL: url, PAPERBOY_WEB, PAPERBOY_MCP } = config
  const signer = PAPERBOY_SECRET === undefined ? null : createSigner(...PAPERBOY_SECRET)
  if (!signer || !url) return { signer, letters: null, archive: null }
  const readerAt = setups.find(({ traits }) => traits.readerAt)?.traits.readerAt
  return {
    signer,
    letters: readerAt ? createLetterLinks(signer, url, Date.now, readerAt) : null,
    archive: PAPERBOY_WEB ? createArchiveLinks(signer, url, Date.now, PAPERBOY_MCP) : null,
  }
}

async function openVectors({ config, store, log, state, signal }: BaseContext): Promise<Vectors | null> {
  const { EMBEDDING_MODEL: name, OPENAI_API_KEY, OPENAI_BASE_URL, HF_URL, LLM_DAILY_TOKENS } = config
  if (name === undefined) return null
  const { createVectors } = await import('../../search/vectors/vectors.ts')
  const { createLocalModel } = await import('../../models/local/local-model.ts')
  const { serverModel } = await import('../../models/embedding-model.ts')
  const model =
    name === LOCAL
      ? createLocalModel({ url: HF_URL, folder: besideDatabase(store, 'models'), log, signal })
      : serverModel({ model: name, apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL })
  const onOutcome = (problem: string | null) => state.record({ kind: 'model', name: 'meaning' }, problem)
  return createVectors({ store, log, signal, model, dailyTokens: LLM_DAILY_TOKENS }, onOutcome)
}

export const outboxContext = (app: App): OutboxContext => ({
  ...app,
  owner: processOwner,
  now: app.store.now,
  onChannelRefused: (channel, reason) => pauseChannel(app, channel, reason),
})
