import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '../../core/log.ts'
import { setProxy } from '../../core/network/proxy.ts'
import { openStore, type Store } from '../../db/open.ts'
import { createState } from '../../state/state.ts'
import type { Config } from '../settings/config.ts'
import type { OpenOptions } from '../verb.ts'

export type BaseContext = Awaited<ReturnType<typeof openBase>>

export async function openBase(config: Config, signal: AbortSignal, onNoDatabase: OpenOptions['onNoDatabase']) {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), config.secrets)
  await setProxy(config)
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what)).catch((error: unknown) => {
    if (onNoDatabase === null) throw error
    onNoDatabase(error)
    return openEmptyStore()
  })
  return {
    config,
    log,
    store,
    /** What the bot knows of its own health. */
    state: createState(store.now),
    /** Null where nobody can ask for them. */
    metrics: config.PORT === undefined ? null : (await import('../../ops/metrics/metrics.ts')).createMetrics(),
    /** Aborted when the program is asked to stop. */
    signal,
  }
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
