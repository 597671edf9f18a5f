import { type Channel, listChannels } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { RefusedSetting } from '../../channels/stored-settings.ts'
import type { Platform } from '../../core/chat.ts'
import type { SourceName } from '../../core/paper.ts'
import { dueDate, formatMoment, postMoment } from '../../core/schedule.ts'
import { REVOKED } from '../../core/token-gate.ts'
import type { Store } from '../../db/open.ts'
import { count } from '../../digest/write/texts.ts'
import { openDeliveries } from '../../outbox/deliveries.ts'
import { type SourceHealth, sourceHealth } from '../../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../../sources/collecting/source-notes.ts'
import { loadState } from '../../state/saved-state.ts'
import type { PartOutcome, State } from '../../state/state.ts'
import { teamsWithRefused } from '../../voting/voter-groups.ts'
import { describePart, partIssues } from './part-issues.ts'

const MINUTE = 60_000
/** Where no platform is set up, posts go to this machine's own terminal: what stops everything stops those. */
const THIS_MACHINE = ''
/** Between posts the sources are looked at every half hour. */
const IDLE_MS = 45 * MINUTE
const LATE_MS = 15 * MINUTE
/** An empty digest is put off for two hours while a source fails. */
const POSTPONED_MS = 120 * MINUTE

/** Something that is wrong. `odd`: the bot does its work all the same. */
export type HealthIssue = {
  about: 'settings' | 'platform' | 'workspace' | 'source' | 'schedule' | 'deliveries' | 'model' | 'web'
  /** The same for the same issue, however often it is found. */
  cause: string
  state: 'odd' | 'broken'
  /** The channel it concerns; null: the whole bot. */
  channel: Channel | null
  /** Never the name of a channel: not everybody who reads this may see it. */
  what: string
  /** Places whose id begins so get nothing meanwhile; `''` are all. */
  blocks: string[]
  /** Since when, where it may be over by itself in a minute. */
  since?: number
}

export type WatchContext = {
  store: Store
  state: State
  connections: { platform: Platform; isConnected(): boolean }[]
  sources: { name: SourceName }[]
  defaults: Defaults
}

/** Everything that is wrong now, in words; nothing when all is well. What cannot be looked at is an issue itself. */
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
  const looks: (() => HealthIssue[])[] = [
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
  return looks.flatMap((look) => {
    try {
      return look()
    } catch (err) {
      const what = `What is wrong could not be found out: ${err instanceof Error ? err.message : String(err)}`
      return [{ about: 'schedule', cause: what, state: 'odd', channel: null, what, blocks: [] }]
    }
  })
}

/** Whether some channel can be served; where there is none yet, whether one could be. */
export function canServeAny(
  issues: HealthIssue[],
  channels: Channel[],
  connections: WatchContext['connections'],
): boolean {
  const active = channels.flatMap(({ id, state }) => (state === 'active' ? [id as string] : []))
  const possible = connections.length > 0 ? connections.map(({ platform }) => `${platform}:`) : [THIS_MACHINE]
  const stops = issues.flatMap((issue) => issue.blocks)
  return (active.length > 0 ? active : possible).some((place) => !stops.some((stopped) => place.startsWith(stopped)))
}

function disconnectedPlatform({ platform, isConnected }: WatchContext['connections'][number]): HealthIssue[] {
  if (isConnected()) return []
  const name = `${platform.charAt(0).toUpperCase()}${platform.slice(1)}`
  const what = `${name} is not connected: commands and reactions wait. \`paperboy doctor\` looks closer.`
  return [
    {
      about: 'platform',
      cause: `platform:${platform}`,
      state: 'broken',
      channel: null,
      what,
      blocks: [`${platform}:`],
    },
  ]
}

/** A workspace that took the bot's token back is silent, and cannot be told so itself. */
function revokedWorkspaces(channels: Channel[]): HealthIssue[] {
  const silent = channels.filter(({ state, reason }) => state === 'paused' && reason === REVOKED)
  return [...Map.groupBy(silent, ({ team }) => team)].map(([team, { length }]) => ({
    about: 'workspace',
    cause: `revoked:${team}`,
    state: 'odd',
    channel: null,
    what: `No posts in ${team} (${count(length, 'channel')}): ${REVOKED}.`,
    blocks: [],
  }))
}

/** What an older version stored and this one does not take; the channel goes on without it. */
function refusedSettings(channel: Channel): HealthIssue[] {
  if (channel.refused.length === 0) return []
  const what = `${describeRefused(channel.refused)}; the bot’s own is used until \`/papers settings\` sets another.`
  return [{ about: 'settings', cause: `settings:${channel.id}`, state: 'odd', channel, what, blocks: [] }]
}

/** Told to whoever subscribed a channel there. */
function refusedTeamSettings(
  { team, refused }: { team: string; refused: RefusedSetting[] },
  channels: Channel[],
): HealthIssue {
  const channel = channels.find((one) => one.team === team) ?? null
  const what = `${describeRefused(refused)} of ${team}; \`/papers agenda settings\` sets the meeting anew.`
  return { about: 'settings', cause: `settings:${team}`, state: 'odd', channel, what, blocks: [] }
}

const describeRefused = (refused: RefusedSetting[]): string =>
  `A stored setting cannot be used: ${refused.map(({ name, value }) => `${name} ${value}`.trim()).join(', ')}`

/** One bad source costs one source; a channel that has no good one gets no digest. */
function failingSources(read: SourceHealth[], active: Channel[], defaults: Defaults): HealthIssue[] {
  const failing = read.filter(({ failingSince }) => failingSince !== null)
  const names = new Set(failing.map(({ name }) => name))
  const isCutOff = ({ settings }: Channel) =>
    effectiveSettings(settings, defaults).sources.every((one) => names.has(one))
  const state = failing.length === read.length ? 'broken' : 'odd'
  const stops = state === 'broken' ? [''] : active.filter(isCutOff).map(({ id }) => id)
  return failing.map(({ name, failingSince, error }): HealthIssue => {
    const since = formatMoment(failingSince ?? 0, defaults.timezone)
    const what = `${sourceLabel(name)} could not be read since ${since}: ${error}`
    return { about: 'source', cause: `source:${name}`, channel: null, state, what, blocks: stops }
  })
}

function staleSources(read: SourceHealth[], now: number): HealthIssue[] {
  return read
    .filter((source) => source.failingSince === null && isStale(source, now))
    .map(({ name, newestDay }): HealthIssue => {
      const what = `${sourceLabel(name)} answers, but has listed nothing new since ${newestDay ?? 'it was first read'}.`
      return { about: 'source', cause: `stale:${name}`, state: 'odd', channel: null, what, blocks: [] }
    })
}

function idleCollector(read: SourceHealth[], { timezone }: Defaults, now: number): HealthIssue[] {
  const issue = { about: 'schedule', cause: 'asleep', state: 'broken', channel: null } as const
  if (read.length === 0) return [{ ...issue, blocks: [''], what: 'No source has been read yet.' }]
  const lastLook = Math.max(...read.map(({ triedAt }) => triedAt))
  if (now - lastLook < IDLE_MS) return []
  const since = formatMoment(lastLook, timezone)
  const what = `Nobody has looked at the sources since ${since}: does a process with the role collect run?`
  return [{ ...issue, blocks: [''], what }]
}

type DigestFacts = { read: SourceHealth[]; outcomes: PartOutcome[]; defaults: Defaults; now: number }

/** When the moment of a post has passed and nothing was planned, and why, as far as that is known. */
function lateDigest(channel: Channel, { read, outcomes, defaults, now }: DigestFacts): HealthIssue[] {
  const { id, lastDigestOn, createdAt } = channel
  const settings = effectiveSettings(channel.settings, defaults)
  const issue = { about: 'schedule', cause: `digest:${id}`, channel } as const
  const own = read.filter(({ name }) => settings.sources.includes(name))
  if (lastDigestOn === null) {
    if (read.length === 0 || now - createdAt < POSTPONED_MS + LATE_MS) return []
    const why = own.length === 0 ? 'none of its sources is configured here' : 'its sources have listed no paper yet'
    return [{ ...issue, state: 'odd', what: `No first digest yet: ${why}.`, blocks: [] }]
  }
  const due = dueDate(settings, now, lastDigestOn)
  const moment = due === null ? null : postMoment(settings, due)
  if (moment === null) return []
  const allowed = own.some(({ failingSince }) => failingSince !== null) ? POSTPONED_MS + LATE_MS : LATE_MS
  if (now - moment < allowed) return []
  const reason = outcomes.find(({ kind, name, problem }) => problem !== null && (kind === 'tick' || name === 'plan'))
  const why = reason ? ` ${describePart(reason)}` : ''
  const what = `No digest today: it was due ${formatMoment(moment, settings.timezone)} ${settings.timezone}.${why}`
  return [{ ...issue, state: 'broken', what, blocks: [id] }]
}

function lateDeliveries(late: Awaited<ReturnType<typeof openDeliveries>>, { timezone }: Defaults): HealthIssue[] {
  if (late.oldest === null) return []
  const waiting = late.count === 1 ? '1 message waits' : `${late.count} messages wait`
  const what = `${waiting} longer than 15 minutes, the oldest since ${formatMoment(late.oldest, timezone)}.`
  const stops = late.places
  return [{ about: 'deliveries', cause: 'late deliveries', state: 'broken', channel: null, what, blocks: stops }]
}
