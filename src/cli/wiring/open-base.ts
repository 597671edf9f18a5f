import type { Logger } from 'pino'
import { createLog } from '../../core/log.ts'
import { openStore, type Store } from '../../db/open.ts'
import type { Metrics } from '../../ops/metrics/metrics.ts'
import { createState, type State } from '../../state/state.ts'
import type { Config } from '../settings/config.ts'

export type BaseContext = {
  config: Config
  log: Logger
  store: Store
  /** What the bot knows of its own health. */
  state: State
  /** Null where nobody can ask for them. */
  metrics: Metrics | null
  /** Aborted when the program is asked to stop. */
  signal: AbortSignal
}

export async function openBase(config: Config, signal: AbortSignal): Promise<BaseContext> {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), config.secrets)
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what))
  const metrics = config.PORT === undefined ? null : (await import('../../ops/metrics/metrics.ts')).createMetrics()
  return { config, log, store, state: createState(store.now), metrics, signal }
}
