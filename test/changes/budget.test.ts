import { expect, it } from 'vitest'
import { recheckPapers } from '../../src/changes/recheck.ts'
import { closeDiscussion } from '../../src/meetings/discussions.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { SourceError } from '../../src/sources/source-error.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aSighting } from '../fixtures/papers.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 3, 1)

it('asks about 500 discussed papers within 200 requests a day, about each before any twice, and past a source that is down', async () => {
  const store = await openScratch()
  const sightings = Array.from({ length: 500 }, (_, index) => aSighting(`2603.${10_000 + index}`, '2026-03-31'))
  await recordSightings(store, sightings, START, 500)
  for (const { paper } of sightings)
    await closeDiscussion(store.db, { team: 'slack:T1', paper: paper.id, date: '2026-04-01', now: START })
  const requests = new Map<string, number>()
  const pages: string[] = []
  const failures: number[] = []
  let now = START
  const openRecheckSources = async (spend: () => void) => {
    const asked = <T>(answer: T): T => {
      spend()
      const day = new Date(now).toISOString().slice(0, 10)
      requests.set(day, (requests.get(day) ?? 0) + 1)
      return answer
    }
    return {
      fetchDay: async () => asked({ sightings: [], skipped: [] }),
      async fetchPage(id: string) {
        pages.push(asked(id))
        return null
      },
      async fetchArxiv() {
        failures.push(asked(now))
        throw new SourceError('arXiv answered 503.', 'refused')
      },
      fetchDoi: async () => asked(null),
    }
  }
  const context = { store, log, signal: new AbortController().signal, openRecheckSources }
  for (let hour = 12; hour < 96; hour += 6) {
    now = START + hour * HOUR_MS
    await recheckPapers(context, now)
  }
  await store.close()
  expect([...requests.values()].every((count) => count <= 200)).toBe(true)
  expect(new Set(pages.slice(0, 500)).size).toBe(500)
  // Of five requests each half day, three are tried.
  expect(failures.length).toBeLessThanOrEqual(7 * 5)
})
