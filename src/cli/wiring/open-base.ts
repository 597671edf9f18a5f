import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { createLog } from '../../core/log.ts'
import { setProxy } from '../../core/network/proxy.ts'
import { openStore, type Store } from '../../db/open.ts'
import type { Metrics } from '../../ops/metrics/metrics.ts'
import { createState, type State } from '../../state/state.ts'
import type { Config } from '../settings/config.ts'
import type { OpenOptions } from '../verb.ts'

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

export async function openBase(
  config: Config,
  signal: AbortSignal,
  onNoDatabase: OpenOptions['onNoDatabase'],
): Promise<BaseContext> {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), config.secrets)
  await setProxy(config)
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what)).catch((error: unknown) => {
    if (onNoDatabase === null) throw error
    onNoDatabase(error)
    return openEmptyStore()
  })
  const metrics = config.PORT === undefined ? null : (await import('../../ops/metrics/metrics.ts')).createMetrics()
  return { config, log, store, state: createState(store.now), metrics, signal }
}

/** Gone when it is closed. */
async function openEmptyStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-doctor-'))
  const store = await openStore(`file:${join(folder, 'paperboy.db')}`)
  return {
    ...store,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
