import type { ChannelId } from '../chat.ts'
import type { IsoDay, PaperId, SourceName } from '../paper.ts'
import type { Channel } from '../store/channels.ts'
import { loadDecisions, loadFloors, loadPool, type NewDigest, newestDays, type PooledPaper } from '../store/digests.ts'
import type { Db } from '../store/open.ts'
import { type SourceHealth, sourceHealth } from '../store/sources.ts'
import { type Candidate, choose, countOutcomes, type Decision } from './choose.ts'
import { digestDeliveries } from './deliveries.ts'
import { createRules } from './rules.ts'
import { addDays } from './schedule.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from './settings.ts'
import { sourceNotes } from './sources.ts'

/** A paper may be stored a while before a digest takes it (another source, a slow transaction): look back this far. */
const LOOK_BACK_MS = 4 * 86_400_000
const EVER: IsoDay = '9999-12-31'

export type DraftRequest = {
  date: IsoDay
  now: number
  /** `day`: what the sources list on `date`, whatever was offered since. `news`: what came since the last digest. */
  scope: 'news' | 'day'
}

type Floors = Map<SourceName, IsoDay>
type Drafting = { channel: Channel; settings: ChannelSettings; floors: Floors; newFloors: Floors }

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
    await loadFloors(db, ids),
    await sourceHealth(db),
  ]
  const drafting = channels.map((channel, index): Drafting => {
    const own = settings[index] ?? effectiveSettings(channel.settings, defaults)
    return { channel, settings: own, ...floorsOf(channel.id, own.sources, known, newest) }
  })
  const pool = await loadPool(db, { sources, ...poolRange(drafting, request) })
  const decisions = await loadDecisions(db, ids, [...pool.keys()])
  return drafting.map((one) => draft(one, pool, decisions.get(one.channel.id) ?? new Map(), health, request))
}

function poolRange(
  drafting: Drafting[],
  { scope, date }: DraftRequest,
): { since: IsoDay; until: IsoDay; seenAfter: number } {
  if (scope === 'day') return { since: date, until: date, seenAfter: 0 }
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
  known: Map<ChannelId, Floors>,
  newest: Floors,
): { floors: Floors; newFloors: Floors } {
  const own = known.get(channel)
  const newestOfAll = sources
    .flatMap((source) => newest.get(source) ?? [])
    .toSorted()
    .at(-1)
  const newFloors: Floors = new Map()
  for (const source of sources) {
    const day = newest.get(source)
    if (own?.has(source) || newestOfAll === undefined) continue
    if (!own) newFloors.set(source, newestOfAll)
    else if (day !== undefined) newFloors.set(source, addDays(day, 1))
  }
  return { floors: new Map([...(own ?? []), ...newFloors]), newFloors }
}

function draft(
  { channel, settings, floors, newFloors }: Drafting,
  pool: Map<PaperId, PooledPaper>,
  decisions: Map<PaperId, Decision>,
  health: Map<SourceName, SourceHealth>,
  { date, now, scope }: DraftRequest,
): NewDigest {
  const candidates = [...pool.values()].flatMap(({ paper, sightings }): Candidate[] => {
    const relevant = sightings.filter(({ source }) => settings.sources.includes(source))
    const offered =
      scope === 'day'
        ? relevant.some(({ day }) => day === date)
        : relevant.some(({ source }) => isNews(relevant, source, floors))
    if (!offered) return []
    const arrived = Math.max(...relevant.map(({ firstSeenAt }) => firstSeenAt))
    return [
      {
        paper,
        day:
          scope === 'day'
            ? date
            : (relevant
                .map(({ day }) => day)
                .toSorted()
                .at(-1) ?? date),
        days: relevant,
        upvotes: highest(relevant.map(({ upvotes }) => upvotes)),
        comments: highest(relevant.map(({ comments }) => comments)),
        isNew: scope === 'day' || arrived > (channel.lastPlannedAt ?? 0),
        before: decisions.get(paper.id) ?? null,
      },
    ]
  })
  const choices = choose(candidates, createRules(settings), settings.papersPerDay, date)
  return {
    channel: channel.id,
    date,
    plannedAt: now,
    coversSince: scope === 'day' ? null : channel.lastPlannedAt,
    advances: scope === 'news',
    floors: scope === 'news' ? newFloors : new Map(),
    choices,
    counts: countOutcomes(choices),
    notes: sourceNotes(settings, health, now),
    ...digestDeliveries(channel, date, choices, now),
  }
}

/** The first day a source listed the paper decides: a feed without dates lists its backlog anew every day. */
function isNews(sightings: PooledPaper['sightings'], source: SourceName, floors: Floors): boolean {
  const floor = floors.get(source)
  const first = sightings.flatMap((sighting) => (sighting.source === source ? [sighting.day] : [])).toSorted()[0]
  return floor !== undefined && first !== undefined && first >= floor
}

const highest = (counts: (number | null)[]): number | null => {
  const known = counts.filter((count) => count !== null)
  return known.length > 0 ? Math.max(...known) : null
}
