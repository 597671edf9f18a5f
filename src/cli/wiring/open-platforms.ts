import { setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { serveOnly } from '../../core/allowed-teams.ts'
import type { ChatAdapter, Installations, TeamId } from '../../core/chat.ts'
import { type ConnectContext, type Connection, type LocalPlace, type Setup, traitsAmong } from '../../core/setup.ts'
import type { Store } from '../../db/open.ts'
import { withCallMetrics } from '../../ops/metrics/instrument.ts'
import { createKeptTexts } from '../../outbox/kept-texts.ts'
import type { Timeouts } from '../../outbox/timeouts.ts'
import { recordSends } from '../../state/record-sends.ts'
import type { Config } from '../settings/config.ts'
import type { BaseContext } from './open-app.ts'

type Opening = {
  setups: Setup[]
  timeouts: Timeouts
  terminal: ConnectContext['terminal']
  readerLinks: ConnectContext['readerLinks']
}

/** Connects the platforms that the settings name; nothing is asked of them yet. */
export async function openPlatforms(
  { config, log, store, state, metrics }: BaseContext,
  { setups, timeouts, terminal, readerLinks }: Opening,
) {
  const mayServe = (team: TeamId) => config.ALLOWED_TEAMS === undefined || config.ALLOWED_TEAMS.includes(team)
  const installations = await openInstallations(config, store)
  const adapters = new Map<string, ChatAdapter>()
  const connections: Connection[] = []
  let local: LocalPlace | null = null
  for (const setup of setups) {
    const name = setup.platform
    const connected = await setup.connect(config.platforms, {
      log,
      publicUrl: config.PAPERBOY_URL ?? null,
      mayServe,
      installations,
      kept: createKeptTexts(store),
      readerLinks,
      tryLead: store.tryLead,
      reportToken: (problem) => state.record({ kind: 'platform', name, step: 'token' }, problem),
      terminal,
    })
    if (connected === null) continue
    const { adapter, local: place, ...connection } = connected
    const served = recordSends(serveOnly(adapter, mayServe, setup.traits), state)
    adapters.set(name, metrics ? withCallMetrics(served, metrics) : served)
    if (place) local = place
    else connections.push(connection)
  }
  // Mail only brings papers: who asks does so at the terminal.
  const isChat = connections.some(({ platform }) => adapters.get(platform)?.features.includes('commands'))
  if (local && !isChat) await subscribeChannel(store.db, local.channel.id, local.channel.name, Date.now())
  else if (local) await setChannelState(store.db, local.channel.id, 'left', null)
  return {
    adapters,
    /** The platforms that are set up; this machine's terminal is none. */
    connections,
    traitsOf: traitsAmong(setups),
    allowances: Object.fromEntries(setups.map(({ platform, allowance }) => [platform, allowance])),
    timeouts,
    local: local as LocalPlace | null,
  }
}

async function openInstallations({ PAPERBOY_SECRET }: Config, store: Store): Promise<Installations | null> {
  if (PAPERBOY_SECRET === undefined) return null
  const { createSealer } = await import('../../access/sealed-secrets.ts')
  const { createInstallations } = await import('../../access/installations.ts')
  return createInstallations(store, createSealer(...PAPERBOY_SECRET))
}
