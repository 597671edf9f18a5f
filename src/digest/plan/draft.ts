import type { Channel } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { platformOf } from '../../core/chat.ts'
import type { IsoDay, PaperId, SourceName } from '../../core/paper.ts'
import { addDays, DAY_MS } from '../../core/schedule.ts'
import type { Traits, TraitsOf } from '../../core/setup.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import type { Db } from '../../db/db.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { type SourceHealth, sourceHealth } from '../../sources/collecting/source-health.ts'
import { sourceNotes } from '../../sources/collecting/source-notes.ts'
import { type CandidateFilter, candidatesFor, type StartDays } from '../choose/candidates.ts'
import { choose, countOutcomes, type Decision } from '../choose/choose.ts'
import type { NewDigest } from '../insert-digests.ts'
import {
  loadDecisions,
  loadDigestDates,
  loadPool,
  loadStartDays,
  newestDays,
  type PooledPaper,
  type PoolFilter,
} from '../pool.ts'
import { createRules } from '../rules.ts'
import { digestDeliveries } from './deliveries.ts'

/** A paper may be stored days before a digest can take it: another source, a slow transaction. */
const LOOK_BACK_MS = 4 * DAY_MS
const EVER: IsoDay = '9999-12-31'

export type DraftRequest = {
  date: IsoDay
  now: number
  /** `news`: what came since the last digest. `day`: what sources list on `date`, and what came late to days before. */
  scope: 'news' | 'day'
}

type ChannelDraft = {
  channel: Channel
  traits: Traits
  settings: ChannelSettings
  startDays: StartDays
  newStartDays: StartDays
  digestDates: Set<IsoDay>
}

type DraftContext = { store: { db: Db }; defaults: Defaults; traitsOf: TraitsOf }

/** Chooses for channels that are planned together, and stores nothing. */
export async function draftDigests(
  { store: { db }, defaults, traitsOf }: DraftContext,
  channels: Channel[],
  request: DraftRequest,
): Promise<NewDigest[]> {
  const ids = channels.map(({ id }) => id)
  const withSettings = channels.map((channel) => ({ channel, settings: effectiveSettings(channel.settings, defaults) }))
  const sources = [...new Set(withSettings.flatMap(({ settings }) => settings.sources))]
  const [newest, known] = [await newestDays(db, sources, EVER), await loadStartDays(db, ids)]
  const health = await sourceHealth(db)
  const dates =
    request.scope === 'day' ? await loadDigestDates(db, ids, addDays(request.date, -OVERLAP_DAYS)) : new Map()
  const drafting = withSettings.map(({ channel, settings }): ChannelDraft => {
    const days = startDaysOf(settings.sources, known.get(channel.id), newest)
    const traits = traitsOf(platformOf(channel.id))
    return { channel, traits, settings, digestDates: dates.get(channel.id) ?? new Set(), ...days }
  })
  const pool = await loadPool(db, { sources, ...poolRange(drafting, request) })
  const decisions = await loadDecisions(db, ids, [...pool.keys()])
  const yieldToEventLoop = createYielder()
  const drafts: NewDigest[] = []
  for (const one of drafting) {
    await yieldToEventLoop()
    drafts.push(draft(one, pool, decisions.get(one.channel.id) ?? new Map(), health, request))
  }
  return drafts
}

function poolRange(drafting: ChannelDraft[], { scope, date }: DraftRequest): Omit<PoolFilter, 'sources'> {
  if (scope === 'day') return { since: addDays(date, -OVERLAP_DAYS), until: date, seenAfter: 0 }
  const startDays = drafting.flatMap((one) => [...one.startDays.values()])
  const watermarks = drafting.map(({ channel }) =>
    channel.lastPlannedAt === null ? 0 : channel.lastPlannedAt - LOOK_BACK_MS,
  )
  return { since: startDays.toSorted()[0] ?? EVER, until: EVER, seenAfter: Math.min(...watermarks) }
}

/** A new channel starts at the newest day that has papers; a source added later starts after what it shows now. */
function startDaysOf(
  sources: SourceName[],
  own: StartDays | undefined,
  newest: StartDays,
): { startDays: StartDays; newStartDays: StartDays } {
  const days = sources.flatMap((source) => newest.get(source) ?? [])
  const newestOfAll = days.toSorted().at(-1)
  const newStartDays: StartDays = new Map()
  for (const source of sources) {
    const day = newest.get(source)
    if (own?.has(source) || newestOfAll === undefined) continue
    if (!own) newStartDays.set(source, newestOfAll)
    else if (day !== undefined) newStartDays.set(source, addDays(day, 1))
  }
  return { startDays: new Map([...(own ?? []), ...newStartDays]), newStartDays }
}

function draft(
  { channel, traits, settings, startDays, newStartDays, digestDates }: ChannelDraft,
  pool: Map<PaperId, PooledPaper>,
  decisions: Map<PaperId, Decision>,
  health: Map<SourceName, SourceHealth>,
  { date, now, scope }: DraftRequest,
): NewDigest {
  const { lastPlannedAt } = channel
  const known = { sources: settings.sources, decisions }
  const filter: CandidateFilter =
    scope === 'day' ? { ...known, scope, date, digestDates } : { ...known, scope, startDays, lastPlannedAt }
  const choices = choose(candidatesFor(pool.values(), filter), createRules(settings), settings.papersPerDay, date)
  return {
    channel: channel.id,
    date,
    plannedAt: now,
    coversSince: scope === 'day' ? null : lastPlannedAt,
    advances: scope === 'news',
    startDays: scope === 'news' ? newStartDays : new Map(),
    choices,
    counts: countOutcomes(choices),
    notes: sourceNotes(settings, health, now),
    ...digestDeliveries(channel, traits, date, choices, now),
  }
}
