import { createArchiveLinks } from '../../access/archive-links.ts'
import { createLetterLinks } from '../../access/letter-links.ts'
import { createSigner } from '../../access/signed-links.ts'
import { createLog } from '../../core/log.ts'
import type { Setup } from '../../core/setup.ts'
import { openStore } from '../../db/open.ts'
import { withSearchMetrics } from '../../ops/metrics/searches.ts'
import type { Timeouts } from '../../outbox/timeouts.ts'
import { openSearch } from '../../search/search.ts'
import type { Vectors } from '../../search/vectors/vectors.ts'
import { createState } from '../../state/state.ts'
import { createSummarizer } from '../../summaries/summarizer.ts'
import type { Config } from '../settings/config.ts'
import type { OpenOptions } from '../verb.ts'
import type { App, BaseContext, LinkContext, ReadingContext } from './app.ts'
import { openPlatforms } from './open-platforms.ts'
import { type OpenSources, openSources } from './open-sources.ts'

export type Parts = { setups: Setup[]; sources: OpenSources[]; timeouts: Timeouts }

/** Wires the parts together, each loaded only where the settings ask for it. */
export async function openApp(
  config: Config,
  { setups, sources, timeouts }: Parts,
  { quiet, prompt }: OpenOptions,
  signal: AbortSignal,
): Promise<App> {
  const base = await openBase(config, signal)
  const { signer, letters, archive } = openLinks(config, setups)
  const terminal = { input: prompt ? process.stdin : null, quiet }
  const readerLinks = letters
    ? (address: string) => ({ settings: letters.settings(address), unsubscribe: letters.unsubscribe(address) })
    : null
  const platforms = await openPlatforms(base, { setups, timeouts, terminal, readerLinks })
  const reading = await openReading(base)
  return {
    ...base,
    ...(await openSources(base, sources)),
    ...reading,
    ...platforms,
    signer,
    letters: platforms.connections.some(({ platform }) => platforms.traitsOf(platform).readerAt) ? letters : null,
    archive,
    alertChannel: config.ALERT_CHANNEL ?? null,
    heartbeatUrl: config.HEARTBEAT_URL ?? null,
    async close() {
      for (const adapter of platforms.adapters.values()) await adapter.stop()
      await reading.search.close()
      await base.store.close()
    },
  }
}

async function openBase(config: Config, signal: AbortSignal): Promise<BaseContext> {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), config.secrets)
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what))
  const metrics = config.PORT === undefined ? null : (await import('../../ops/metrics/metrics.ts')).createMetrics()
  return { config, log, store, state: createState(store.now), metrics, signal }
}

function openLinks({ PAPERBOY_SECRET, PAPERBOY_URL, PAPERBOY_WEB, PORT }: Config, setups: Setup[]): LinkContext {
  if (PAPERBOY_SECRET === undefined) return { signer: null, letters: null, archive: null }
  const signer = createSigner(...PAPERBOY_SECRET)
  const readerAt = setups.find(({ traits }) => traits.readerAt)?.traits.readerAt ?? null
  const hasArchive = PAPERBOY_WEB && PORT !== undefined
  return {
    signer,
    letters: PAPERBOY_URL && readerAt ? createLetterLinks(signer, PAPERBOY_URL, Date.now, readerAt) : null,
    archive: hasArchive ? createArchiveLinks(signer, PAPERBOY_URL ?? '', Date.now) : null,
  }
}

async function openReading(base: BaseContext): Promise<ReadingContext> {
  const { config, store, metrics } = base
  const vectors = await openVectors(base)
  const search = await openSearch(store, vectors)
  return {
    search: metrics ? withSearchMetrics(search, metrics) : search,
    vectors,
    summarize: createSummarizer(config, config.SUMMARY_LANGUAGE, base),
  }
}

async function openVectors({ config, store, log, state, signal }: BaseContext): Promise<Vectors | null> {
  const { EMBEDDING_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL, LLM_DAILY_TOKENS } = config
  if (EMBEDDING_MODEL === undefined) return null
  const { createVectors } = await import('../../search/vectors/vectors.ts')
  const server = { model: EMBEDDING_MODEL, apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL }
  const heard = (problem: string | null) => state.record({ kind: 'model', name: 'meaning' }, problem)
  return createVectors({ store, log, signal, server, dailyTokens: LLM_DAILY_TOKENS }, heard)
}
