import { type Channel, listChannels } from '../../channels/channels.ts'
import type { Defaults, RefusedSetting } from '../../channels/settings.ts'
import type { Platform } from '../../core/chat.ts'
import { describeError } from '../../core/error-words.ts'
import { REVOKED } from '../../core/network/token-gate.ts'
import type { SourceName } from '../../core/paper.ts'
import type { Store } from '../../db/open.ts'
import { count } from '../../digest/write/texts.ts'
import { openDeliveries } from '../../outbox/backlog.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { loadState } from '../../state/saved-state.ts'
import type { State } from '../../state/state.ts'
import { teamsWithRefused } from '../../voting/voter-groups.ts'
import { failingSources, idleCollector, LATE_MS, lateDeliveries, lateDigest, staleSources } from './digest-issues.ts'
import { type HealthIssue, issueOf } from './health-issue.ts'
import { partIssues } from './part-issues.ts'

/** Where no platform is set up, posts go to this machine's own terminal: only what blocks everything blocks those. */
const THIS_MACHINE = ''

export type WatchContext = {
  store: Store
  state: State
  connections: { platform: Platform; isConnected(): boolean }[]
  sources: { name: SourceName }[]
  defaults: Defaults
}

/** Everything that is wrong now; nothing when all is well. What cannot be checked is an issue itself. */
export async function findHealthIssues(context: WatchContext, now: number): Promise<HealthIssue[]> {
  const { store, connections, sources, defaults } = context
  const health = await sourceHealth(store.db)
  const read = sources.flatMap(({ name }) => health.get(name) ?? [])
  const channels = await listChannels(store.db)
  const active = channels.filter(({ state }) => state === 'active')
  const outcomes = await loadState(store, context.state)
  const teams = await teamsWithRefused(store.db)
  const late = await openDeliveries(store.db, now - LATE_MS)
  const failed = new Set(outcomes.flatMap(({ kind, name }) => (kind === 'channel' ? [name] : [])))
  const onTime = active.filter(({ id }) => !failed.has(id))
  const checks: (() => HealthIssue[])[] = [
    () => connections.flatMap(disconnectedPlatform),
    () => revokedWorkspaces(channels),
    () => channels.flatMap(refusedSettings),
    () => teams.map((team) => refusedTeamSettings(team, channels)),
    () => failingSources(read, active, defaults),
    () => staleSources(read, now),
    () => idleCollector(read, defaults, now),
    () => partIssues(outcomes, channels, defaults),
    ...onTime.map((channel) => () => lateDigest(channel, { read, outcomes, defaults, now })),
    () => lateDeliveries(late, defaults),
  ]
  return checks.flatMap((check) => {
    try {
      return check()
    } catch (err) {
      const what = `Paperboy could not check itself: ${describeError(err)}`
      return [issueOf({ about: 'schedule', cause: what, what })]
    }
  })
}

/** Whether some channel can be served; where there is none yet, whether one could be. */
export function canServeAny(
  issues: HealthIssue[],
  channels: Channel[],
  connections: WatchContext['connections'],
): boolean {
  const served = channels.filter((channel) => channel.state === 'active' || isRevoked(channel)).map(({ id }) => id)
  const possible = connections.length > 0 ? connections.map(({ platform }) => `${platform}:`) : [THIS_MACHINE]
  const blocked = issues.flatMap(({ blocks }) => blocks)
  return (served.length > 0 ? served : possible).some((place) => !blocked.some((prefix) => place.startsWith(prefix)))
}

function disconnectedPlatform({ platform, isConnected }: WatchContext['connections'][number]): HealthIssue[] {
  if (isConnected()) return []
  const name = `${platform.charAt(0).toUpperCase()}${platform.slice(1)}`
  const what = `${name} is not connected: commands and reactions wait. \`paperboy doctor\` looks closer.`
  return [issueOf({ about: 'platform', cause: `platform:${platform}`, what, blocks: [`${platform}:`] })]
}

/** The workspace itself cannot be told: its token was revoked. */
function revokedWorkspaces(channels: Channel[]): HealthIssue[] {
  return [...Map.groupBy(channels.filter(isRevoked), ({ team }) => team)].map(([team, { length }]) => {
    const what = `No posts in ${team} (${count(length, 'channel')}): ${REVOKED}.`
    return issueOf({ about: 'workspace', cause: `revoked:${team}`, what, blocks: [`${team}/`] })
  })
}

const isRevoked = ({ state, reason }: Channel): boolean => state === 'paused' && reason === REVOKED

/** An older version stored what this one does not accept; the channel goes on without it. */
function refusedSettings(channel: Channel): HealthIssue[] {
  if (channel.refused.length === 0) return []
  const what = `${describeRefused(channel.refused)}; the bot’s own is used until \`/papers settings\` sets another.`
  return [issueOf({ about: 'settings', cause: `settings:${channel.id}`, channel, what })]
}

/** For the subscriber of a channel of the team. */
function refusedTeamSettings(
  { team, refused }: { team: string; refused: RefusedSetting[] },
  channels: Channel[],
): HealthIssue {
  const channel = channels.find((one) => one.team === team) ?? null
  const what = `${describeRefused(refused)} of ${team}; \`/papers agenda settings\` sets the meeting up again.`
  return issueOf({ about: 'settings', cause: `settings:${team}`, channel, what })
}

const describeRefused = (refused: RefusedSetting[]): string =>
  `A stored setting cannot be used: ${refused.map(({ name, value }) => `${name} ${value}`.trim()).join(', ')}`
