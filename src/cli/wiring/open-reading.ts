import { withSearchMetrics } from '../../ops/metrics/instrument.ts'
import { openSearch } from '../../search/search.ts'
import type { Vectors } from '../../search/vectors/vectors.ts'
import { createSummarizer } from '../../summaries/summarizer.ts'
import { LOCAL } from '../settings/shape.ts'
import { besideDatabase } from './beside-database.ts'
import type { BaseContext } from './open-base.ts'

export async function openReading(base: BaseContext) {
  const { config, store, metrics } = base
  const vectors = await openVectors(base)
  const search = await openSearch(store, vectors)
  return {
    search: metrics ? withSearchMetrics(search, metrics) : search,
    /** What papers mean, to a model; null where none is set. */
    vectors,
    summarize: createSummarizer(config, config.SUMMARY_LANGUAGE, base),
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
