import type { Channel } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay, PaperId, SourceName } from '../../core/paper.ts'
import { addDays } from '../../core/schedule.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import type { Db } from '../../db/db.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { type SourceHealth, sourceHealth } from '../../sources/collecting/source-health.ts'
import { sourceNotes } from '../../sources/collecting/source-notes.ts'
import { type CandidateFilter, candidatesFor, type StartDays } from '../choose/candidates.ts'
import { choose, countOutcomes, type Decision } from '../choose/choose.ts'
import { loadDecisions, loadDigestDates, loadPool, loadStartDays, newestDays, type PooledPaper } from '../pool.ts'
import { createRules } from '../rules.ts'
import type { NewDigest } from '../stored-digests.ts'
import { digestDeliveries } from './deliveries.ts'

/** A paper may be stored a while before a digest takes it (another source, a slow transaction): look back this far. */
const LOOK_BACK_MS = 4 * 86_400_000
const EVER: IsoDay = '9999-12-31'

export type DraftRequest = {
  date: IsoDay
  now: number
  /** `news`: what came since the last digest. `day`: what the sources list on `date`, with what came late to the days before. */
  scope: 'news' | 'day'
}

type ChannelDraft = {
  channel: Channel
  settings: ChannelSettings
  floors: StartDays
  newFloors: StartDays
  digestDates: Set<IsoDay>
}

/** Chooses for channels that are planned together, and stores nothing. */
export async function draftDigests(
  db: Db,
  channels: Channel[],
  defaults: Defaults,
  request: DraftRequest,
): Promise<NewDigest[]> {
  const ids = channels.map(({ id }) => id)
  const settings = channels.map((channel) => effectiveSettings(channel.settings, defaults))
  const sources = [...new Set(settings.flatMap((one) => one.sources))]
  const [newest, known, health] = [
    await newestDays(db, sources, EVER),
    await loadStartDays(db, ids),
    await sourceHealth(db),
  ]
  const dates =
    request.scope === 'day' ? await loadDigestDates(db, ids, addDays(request.date, -OVERLAP_DAYS)) : new Map()
  const drafting = channels.map((channel, index): ChannelDraft => {
    const own = settings[index] ?? effectiveSettings(channel.settings, defaults)
    return {
      channel,
      settings: own,
      digestDates: dates.get(channel.id) ?? new Set(),
      ...floorsOf(channel.id, own.sources, known, newest),
    }
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

function poolRange(
  drafting: ChannelDraft[],
  { scope, date }: DraftRequest,
): { since: IsoDay; until: IsoDay; seenAfter: number } {
  if (scope === 'day') return { since: addDays(date, -OVERLAP_DAYS), until: date, seenAfter: 0 }
  const floors = drafting.flatMap(({ floors }) => [...floors.values()])
  const watermarks = drafting.map(({ channel }) =>
    channel.lastPlannedAt === null ? 0 : channel.lastPlannedAt - LOOK_BACK_MS,
  )
  return { since: floors.toSorted()[0] ?? EVER, until: EVER, seenAfter: Math.min(...watermarks) }
}

/** A new channel starts at the newest day that has papers; a source added later starts after what it shows now. */
function floorsOf(
  channel: ChannelId,
  sources: SourceName[],
  known: Map<ChannelId, StartDays>,
  newest: StartDays,
): { floors: StartDays; newFloors: StartDays } {
  const own = known.get(channel)
  const newestOfAll = sources
    .flatMap((source) => newest.get(source) ?? [])
    .toSorted()
    .at(-1)
  const newFloors: StartDays = new Map()
  for (const source of sources) {
    const day = newest.get(source)
    if (own?.has(source) || newestOfAll === undefined) continue
    if (!own) newFloors.set(source, newestOfAll)
    else if (day !== undefined) newFloors.set(source, addDays(day, 1))
  }
  return { floors: new Map([...(own ?? []), ...newFloors]), newFloors }
}

function draft(
  { channel, settings, floors, newFloors, digestDates }: ChannelDraft,
  pool: Map<PaperId, PooledPaper>,
  decisions: Map<PaperId, Decision>,
  health: Map<SourceName, SourceHealth>,
  { date, now, scope }: DraftRequest,
): NewDigest {
  const { lastPlannedAt } = channel
  const known = { sources: settings.sources, decisions }
  const offer: CandidateFilter =
    scope === 'day' ? { ...known, scope, date, digestDates } : { ...known, scope, floors, lastPlannedAt }
  const choices = choose(candidatesFor(pool.values(), offer), createRules(settings), settings.papersPerDay, date)
  return {
    channel: channel.id,
    date,
    plannedAt: now,
    coversSince: scope === 'day' ? null : lastPlannedAt,
    advances: scope === 'news',
    floors: scope === 'news' ? newFloors : new Map(),
    choices,
    counts: countOutcomes(choices),
    notes: sourceNotes(settings, health, now),
    ...digestDeliveries(channel, date, choices, now),
  }
}
