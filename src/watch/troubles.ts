import type { Platform } from '../chat.ts'
import { REVOKED } from '../digest/lifecycle.ts'
import { dueDate, formatMoment, postMoment } from '../digest/schedule.ts'
import { type Defaults, effectiveSettings } from '../digest/settings.ts'
import { isStale, sourceLabel } from '../digest/sources.ts'
import { count } from '../digest/words.ts'
import type { SourceName } from '../paper.ts'
import { type Channel, listChannels } from '../store/channels.ts'
import { openDeliveries } from '../store/deliveries.ts'
import type { Store } from '../store/open.ts'
import { type SourceHealth, sourceHealth } from '../store/sources.ts'
import type { RefusedSetting } from '../store/stored-settings.ts'
import { teamsWithRefused } from '../store/teams.ts'

const MINUTE = 60_000
/** Between posts the sources are looked at every half hour. */
const ASLEEP_MS = 45 * MINUTE
const LATE_MS = 15 * MINUTE
/** An empty digest is put off for two hours while a source fails. */
const PUT_OFF_MS = 120 * MINUTE

/** Something that is wrong. `odd`: the bot does its work all the same. */
export type Trouble = {
  about: 'settings' | 'platform' | 'workspace' | 'source' | 'schedule' | 'deliveries'
  /** The same for the same trouble, however often it is found. */
  cause: string
  state: 'odd' | 'broken'
  /** The channel it concerns; null: the whole bot. */
  channel: Channel | null
  /** Never the name of a channel: not everybody who reads this may see it. */
  what: string
}

export type WatchContext = {
  store: Store
  setups: { platform: Platform; isConnected(): boolean }[]
  sources: { name: SourceName }[]
  defaults: Defaults
}

/** Everything that is wrong now, in words; nothing when all is well. */
export async function findTroubles(context: WatchContext, now: number): Promise<Trouble[]> {
  const { store, setups, sources, defaults } = context
  const health = await sourceHealth(store.db)
  const read = sources.flatMap(({ name }) => health.get(name) ?? [])
  const channels = await listChannels(store.db)
  return [
    ...setups.flatMap(disconnected),
    ...revoked(channels),
    ...channels.flatMap(refusedSettings),
    ...(await teamsWithRefused(store.db)).map((team) => refusedTeamSettings(team, channels)),
    ...sourceTroubles(read, defaults, now),
    ...asleep(read, defaults, now),
    ...channels.flatMap((channel) => lateDigest(channel, read, defaults, now)),
    ...(await lateDeliveries(store, defaults, now)),
  ]
}

function disconnected({ platform, isConnected }: WatchContext['setups'][number]): Trouble[] {
  if (isConnected()) return []
  const name = `${platform.charAt(0).toUpperCase()}${platform.slice(1)}`
  const what = `${name} is not connected: commands and reactions wait. \`paperboy doctor\` looks closer.`
  return [{ about: 'platform', cause: `platform:${platform}`, state: 'broken', channel: null, what }]
}

/** A workspace that took the bot's token back is silent, and cannot be told so itself. */
function revoked(channels: Channel[]): Trouble[] {
  const silent = channels.filter(({ state, reason }) => state === 'paused' && reason === REVOKED)
  return [...Map.groupBy(silent, ({ team }) => team)].map(([team, { length }]) => ({
    about: 'workspace',
    cause: `revoked:${team}`,
    state: 'odd',
    channel: null,
    what: `No posts in ${team} (${count(length, 'channel')}): ${REVOKED}.`,
  }))
}

/** What an older version stored and this one does not take; the channel goes on without it. */
function refusedSettings(channel: Channel): Trouble[] {
  if (channel.refused.length === 0) return []
  const what = `${describeRefused(channel.refused)}; the bot’s own is used until \`/papers settings\` sets another.`
  return [{ about: 'settings', cause: `settings:${channel.id}`, state: 'odd', channel, what }]
}

/** Told to whoever subscribed a channel there. */
function refusedTeamSettings(
  { team, refused }: { team: string; refused: RefusedSetting[] },
  channels: Channel[],
): Trouble {
  const channel = channels.find((one) => one.team === team) ?? null
  const what = `${describeRefused(refused)} of ${team}; \`/papers agenda settings\` sets the meeting anew.`
  return { about: 'settings', cause: `settings:${team}`, state: 'odd', channel, what }
}

const describeRefused = (refused: RefusedSetting[]): string =>
  `A stored setting cannot be used: ${refused.map(({ name, value }) => `${name} ${value}`.trim()).join(', ')}`

/** One bad source costs one source; only when there is no good one, there is no digest. */
function sourceTroubles(read: SourceHealth[], { timezone }: Defaults, now: number): Trouble[] {
  const state = read.every(({ failingSince }) => failingSince !== null) ? 'broken' : 'odd'
  return read.flatMap((source): Trouble[] => {
    const { name, failingSince, newestDay, error } = source
    const trouble = { about: 'source', cause: `source:${name}`, channel: null } as const
    if (failingSince !== null) {
      const since = formatMoment(failingSince, timezone)
      return [{ ...trouble, state, what: `${sourceLabel(name)} could not be read since ${since}: ${error}` }]
    }
    if (!isStale(source, now)) return []
    const what = `${sourceLabel(name)} answers, but has listed nothing new since ${newestDay ?? 'it was first read'}.`
    return [{ ...trouble, cause: `stale:${name}`, state: 'odd', what }]
  })
}

function asleep(read: SourceHealth[], { timezone }: Defaults, now: number): Trouble[] {
  const trouble = { about: 'schedule', cause: 'asleep', state: 'broken', channel: null } as const
  if (read.length === 0) return [{ ...trouble, what: 'No source has been read yet.' }]
  const lastLook = Math.max(...read.map(({ triedAt }) => triedAt))
  if (now - lastLook < ASLEEP_MS) return []
  const since = formatMoment(lastLook, timezone)
  const what = `Nobody has looked at the sources since ${since}: does a process with the role collect run?`
  return [{ ...trouble, what }]
}

function lateDigest(channel: Channel, read: SourceHealth[], defaults: Defaults, now: number): Trouble[] {
  const { id, state, lastDigestOn } = channel
  const settings = effectiveSettings(channel.settings, defaults)
  const due = state === 'active' && lastDigestOn !== null ? dueDate(settings, now, lastDigestOn) : null
  const moment = due === null ? null : postMoment(settings, due)
  if (moment === null) return []
  const allowed = read.some(({ failingSince }) => failingSince !== null) ? PUT_OFF_MS + LATE_MS : LATE_MS
  if (now - moment < allowed) return []
  const what = `No digest today: it was due ${formatMoment(moment, settings.timezone)} ${settings.timezone}.`
  return [{ about: 'schedule', cause: `digest:${id}`, state: 'broken', channel, what }]
}

async function lateDeliveries(store: Store, { timezone }: Defaults, now: number): Promise<Trouble[]> {
  const late = await openDeliveries(store.db, now - LATE_MS)
  if (late.oldest === null) return []
  const waiting = late.count === 1 ? '1 message waits' : `${late.count} messages wait`
  const what = `${waiting} longer than 15 minutes, the oldest since ${formatMoment(late.oldest, timezone)}.`
  return [{ about: 'deliveries', cause: 'late deliveries', state: 'broken', channel: null, what }]
}
