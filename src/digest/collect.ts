import type { Logger } from 'pino'
import type { Harvest, IsoDay, PaperSource, Sighting } from '../paper.ts'
import type { Store } from '../store/open.ts'
import { recordSightings } from '../store/papers.ts'
import { recordFailure, recordSuccess, sourceHealth } from '../store/sources.ts'
import { addDays, localDate } from './schedule.ts'

/** Sources list papers late and change their counts: each look goes back three days. */
export const OVERLAP_DAYS = 3
const RETRY_AFTER_MINUTES = [1, 2, 5, 10, 30]
const MINUTE = 60_000

export type Collected = {
  papers: number
  newPapers: number
  skipped: string[]
  failures: { source: string; error: string }[]
}
export type CollectOptions = { store: Store; sources: PaperSource[]; log: Logger; now: number; signal: AbortSignal }

/** Reads the sources whose last look is older than `maxAge` milliseconds; a failing one is left alone for a while. 0 reads all of them now. */
export async function collectDue(options: CollectOptions & { maxAge: number }): Promise<Collected> {
  const health = await sourceHealth(options.store.db)
  const due = options.sources.filter(({ name }) => {
    const known = health.get(name)
    if (!known || options.maxAge === 0) return true
    const age = options.now - known.triedAt
    if (known.failingSince === null || known.error === null) return age >= options.maxAge
    const failing = (known.triedAt - known.failingSince) / MINUTE
    const pause = RETRY_AFTER_MINUTES.find((minutes) => minutes >= failing) ?? 30
    return age >= pause * MINUTE
  })
  const today = localDate('UTC', options.now)
  return collect({ ...options, sources: due, since: addDays(today, -OVERLAP_DAYS), until: today })
}

/** Reads every source for a range of days. One bad source costs one source. */
export async function collect({
  store,
  sources,
  log,
  now,
  signal,
  since,
  until,
}: CollectOptions & { since: IsoDay; until: IsoDay }): Promise<Collected> {
  const total: Collected = { papers: 0, newPapers: 0, skipped: [], failures: [] }
  await Promise.all(
    sources.map(async (source) => {
      try {
        const { sightings, skipped } = await source.fetchPapers({ since, until }, signal)
        const { papers, newPapers } = await recordHarvest(store, sightings, now)
        await store.write((db) => recordSuccess(db, source.name, newestDay(sightings), now))
        for (const what of skipped) log.warn({ source: source.name, what }, 'item skipped')
        if (newPapers > 0) log.info({ source: source.name, papers, newPapers }, 'papers collected')
        total.papers += papers
        total.newPapers += newPapers
        total.skipped.push(...skipped)
      } catch (error) {
        if (signal.aborted) return
        const sentence = error instanceof Error ? error.message : String(error)
        log.warn({ source: source.name, reason: sentence }, 'source failed')
        await store.write((db) => recordFailure(db, source.name, sentence, now))
        total.failures.push({ source: source.name, error: sentence })
      }
    }),
  )
  return total
}

/** A source may date a paper into the future; nobody has seen it before today. */
export async function recordHarvest(store: Store, sightings: Harvest['sightings'], now: number) {
  const today = localDate('UTC', now)
  return recordSightings(
    store,
    sightings.map((sighting) => (sighting.day > today ? { ...sighting, day: today } : sighting)),
    now,
  )
}

const newestDay = (sightings: Sighting[]): IsoDay | null =>
  sightings
    .map(({ day }) => day)
    .toSorted()
    .at(-1) ?? null
