import type { Setup } from '../../core/setup.ts'
import type { WriteContext } from '../../digest/write/write-planned.ts'
import type { Timeouts } from '../../outbox/timeouts.ts'
import type { Config } from '../settings/config.ts'
import type { OpenOptions } from '../verb.ts'
import { openBase } from './open-base.ts'
import { openLinks } from './open-links.ts'
import { openPlatforms } from './open-platforms.ts'
import { openReading } from './open-reading.ts'
import { type OpenSources, openSources } from './open-sources.ts'

export type Parts = { setups: Setup[]; sources: OpenSources[]; timeouts: Timeouts }

/** The wired parts; a verb of the command line picks those that it works with. */
export type App = Awaited<ReturnType<typeof openApp>>

/** Wires the parts together, each loaded only where the settings ask for it. */
export async function openApp(
  config: Config,
  { setups, sources, timeouts }: Parts,
  { quiet, prompt, onNoDatabase }: OpenOptions,
  signal: AbortSignal,
) {
  const base = await openBase(config, signal, onNoDatabase)
  const { signer, letters, archive } = openLinks(config, setups)
  const terminal = { input: prompt ? process.stdin : null, quiet }
  const readerLinks = letters
    ? (address: string) => ({ settings: letters.settings(address), unsubscribe: letters.unsubscribe(address) })
    : null
  const platforms = await openPlatforms(base, { setups, timeouts, terminal, readerLinks })
  const reading = await openReading(base)
  const sourced = await openSources(base, sources)
  return {
    ...base,
    ...sourced,
    ...reading,
    ...platforms,
    signer,
    /** What letters say of a team to readers whom it let in. */
    async teamNews(...[reader, date]: Parameters<NonNullable<WriteContext['teamNews']>>) {
      const { readTeamNews } = await import('../../library/team-news.ts')
      return readTeamNews({ ...base, ...platforms, defaults: sourced.defaults, archive }, reader, date)
    },
    letters: platforms.connections.some(({ platform }) => platforms.traitsOf(platform).readerAt) ? letters : null,
    archive,
    alertChannel: config.ALERT_CHANNEL ?? null,
    /** Called after each healthy day. */
    heartbeatUrl: config.HEARTBEAT_URL ?? null,
    /** Where people reach what is answered on PORT; null: nowhere. */
    webAddress: config.PORT === undefined ? null : (config.PAPERBOY_URL ?? null),
    async close() {
      for (const adapter of platforms.adapters.values()) await adapter.stop()
      await reading.search.close()
      await reading.vectors?.close()
      sourced.closeTexts()
      await base.store.close()
    },
  }
}
