import { describeError } from '../../core/error-words.ts'
import type { FetchResult, IsoDay, PaperSource, Sighting, Window } from '../../core/paper.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import { type Recorded, recordSightings } from '../../papers/papers.ts'
import { bisect, type IsolationContext, isolated } from '../../state/isolated.ts'
import { recordFailure, recordSuccess, type SourceHealth, sourceHealth } from './source-health.ts'

/** Sources list papers late and change their counts: each run reads three more days. */
export const OVERLAP_DAYS = 3
/** The most days that are read after down-time; older ones are history. */
const DOWN_TIME_DAYS = 30
const RETRY_AFTER_MINUTES = [1, 2, 5, 10, 30]
const MINUTE = 60_000

export type Collected = {
  papers: number
  newPapers: number
  skipped: string[]
  failures: { source: string; error: string }[]
}
type CollectOptions = IsolationContext & { sources: PaperSource[]; now: number }

/** Reads the sources that were last read `maxAge` ms ago; 0: all. A failing one is left alone for a while. */
export async function collectDue({ maxAge, ...options }: CollectOptions & { maxAge: number }): Promise<Collected> {
  const health = await sourceHealth(options.store.db)
  const due = options.sources.filter(({ name }) => maxAge === 0 || isDue(health.get(name), maxAge, options.now))
  const today = localDate('UTC', options.now)
  return collectFrom(options, due, ({ name }) => ({ since: firstDay(health.get(name), today), until: today }))
}

/** Reads every source for a range of days. One bad source costs one source. */
export async function collect(options: CollectOptions, window: Window): Promise<Collected> {
  return collectFrom(options, options.sources, () => window)
}

function isDue(known: SourceHealth | undefined, maxAge: number, now: number): boolean {
  if (!known) return true
  const age = now - known.triedAt
  if (known.failingSince === null) return age >= maxAge
  const failing = (known.triedAt - known.failingSince) / MINUTE
  const pause = RETRY_AFTER_MINUTES.find((minutes) => minutes >= failing) ?? 30
  return age >= pause * MINUTE
}

/** After down-time, the day of the last success. */
function firstDay(known: SourceHealth | undefined, today: IsoDay): IsoDay {
  const usual = addDays(today, -OVERLAP_DAYS)
  if (!known?.succeededAt) return usual
  const missed = localDate('UTC', known.succeededAt)
  const furthest = addDays(today, -DOWN_TIME_DAYS)
  if (missed >= usual) return usual
  return missed < furthest ? furthest : missed
}

async function collectFrom(options: CollectOptions, sources: PaperSource[], windowOf: (source: PaperSource) => Window) {
  const total: Collected = { papers: 0, newPapers: 0, skipped: [], failures: [] }
  await Promise.all(
    sources.map((source) => {
      const part = { kind: 'source', name: source.name, step: 'collect' } as const
      return isolated(options, part, () => collectFromOne(options, source, windowOf(source), total))
    }),
  )
  return total
}

async function collectFromOne(options: CollectOptions, source: PaperSource, window: Window, total: Collected) {
  const { store, log, now, signal, state } = options
  // A window in the past says nothing about the source's health today.
  const isCurrent = window.until >= localDate('UTC', now)
  try {
    const { sightings, skipped } = await source.fetchPapers(window, signal)
    const { papers, newPapers, refused } = await recordFetched(options, sightings, now)
    skipped.push(...refused)
    const days = sightings.map(({ day }) => day)
    const newestDay = days.toSorted().at(-1) ?? null
    if (isCurrent) await store.write((db) => recordSuccess(db, source.name, newestDay, now))
    if (isCurrent) state.record({ kind: 'source', name: source.name }, null)
    for (const what of skipped) log.warn({ source: source.name, what }, 'item skipped')
    if (newPapers > 0) log.info({ source: source.name, papers, newPapers }, 'papers collected')
    total.papers += papers
    total.newPapers += newPapers
    total.skipped.push(...skipped)
  } catch (error) {
    if (signal.aborted) return
    const sentence = describeError(error)
    log.warn({ source: source.name, reason: sentence }, 'source failed')
    if (isCurrent) state.record({ kind: 'source', name: source.name }, sentence)
    if (isCurrent) await store.write((db) => recordFailure(db, source.name, sentence, now))
    total.failures.push({ source: source.name, error: sentence })
  }
}

/** Stores sightings, none dated into the future. One that cannot be stored is named in `refused` and stops no other. */
export async function recordFetched(
  context: Pick<IsolationContext, 'store' | 'signal'>,
  sightings: FetchResult['sightings'],
  now: number,
): Promise<Recorded & { refused: string[] }> {
  const today = localDate('UTC', now)
  const refused: string[] = []
  const seen = sightings.map((sighting) => (sighting.day > today ? { ...sighting, day: today } : sighting))
  const store = async (some: Sighting[]) => [await recordSightings(context.store, some, now)]
  const recorded = await bisect(context, seen, store, ({ paper }, err) => {
    refused.push(`${paper?.id}: ${describeError(err)}`)
    return []
  })
  const sum = (count: keyof Recorded) => recorded.reduce((total, one) => total + one[count], 0)
  return { papers: sum('papers'), newPapers: sum('newPapers'), refused }
}
