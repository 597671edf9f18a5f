import { isDeepStrictEqual } from 'node:util'
import { type FetchResult, type IsoDay, mergePapers, type Paper, type PaperId, type Sighting } from '../core/paper.ts'
import { localDate } from '../core/schedule.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { findPapers, recordPapers } from '../papers/papers.ts'
import { markStanding } from '../papers/standing.ts'
import { recordFetched } from '../sources/collecting/collect.ts'
import { SourceError } from '../sources/source-error.ts'
import type { IsolationContext } from '../state/isolated.ts'
import { dueRechecks, type Recheck, type RecheckSource, recordRechecks } from './due-rechecks.ts'

/** What was found is stored after so many requests: a crash loses no more than these. */
const AT_ONCE = 40
/** A source that fails so often in a row is left alone for the rest of a round. */
const MOST_FAILURES = 3
/** Requests about papers that were posted before, of one day in UTC. */
const DAILY_REQUESTS = 200
/** What was spent, by day: `2026-03-31 120` */
const META_KEY = 'requests about posted papers'

/** Who is asked again about papers. Each throws a `SourceError` when there is no answer. */
export type RecheckSources = {
  fetchDay(day: IsoDay, signal: AbortSignal): Promise<FetchResult>
  fetchPage(id: PaperId, signal: AbortSignal): Promise<Paper | null>
  fetchArxiv(ids: PaperId[], signal: AbortSignal): Promise<Paper[]>
  fetchDoi(id: PaperId, signal: AbortSignal): Promise<Paper | null>
}

export type RecheckContext = Omit<IsolationContext, 'state'> & { openRecheckSources: OpenRecheckSources }

/** `spend` is called before each request; where it throws, there is none. */
export type OpenRecheckSources = (spend: () => void) => Promise<RecheckSources>

class NothingLeft extends Error {}

/** What was found about papers; null: there is no page of it. */
type Answer = { found: { id: PaperId; paper: Paper | null }[]; sightings: Sighting[] }
type Asked = Recheck & Answer & { isAnswered: boolean }

/** Asks again about papers that were posted, as far as the day's requests go, and stores what changed with them. */
export async function recheckPapers(context: RecheckContext, now: number): Promise<void> {
  const { store, signal } = context
  let left = 0
  const sources = await context.openRecheckSources(() => {
    if (left === 0) throw new NothingLeft()
    left -= 1
  })
  const failures = new Map<RecheckSource, number>()
  for (const some of chunksOf(await dueRechecks(store.db, now, DAILY_REQUESTS), AT_ONCE)) {
    left += await takeRequests(store, now, AT_ONCE - left)
    if (left === 0) return
    const asked = await askAgain(context, sources, some, failures)
    if (signal.aborted) return
    await recordNews(context, asked, now)
    await store.write((db) => recordRechecks(db, asked, now))
  }
}

async function askAgain(
  { log, signal }: RecheckContext,
  sources: RecheckSources,
  rechecks: Recheck[],
  failures: Map<RecheckSource, number>,
): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const recheck of rechecks) {
    const { source } = recheck
    const failed = failures.get(source) ?? 0
    if (failed >= MOST_FAILURES) continue
    try {
      asked.push({ ...recheck, ...(await fetchAgain(sources, recheck, signal)), isAnswered: true })
      failures.delete(source)
    } catch (error) {
      if (error instanceof NothingLeft || signal.aborted) break
      if (!(error instanceof SourceError)) throw error
      log.info({ source, reason: error.message }, 'papers could not be asked about again')
      asked.push({ ...recheck, ...NOTHING, isAnswered: false })
      failures.set(source, failed + 1)
    }
  }
  return asked
}

const NOTHING: Answer = { found: [], sightings: [] }

async function fetchAgain(
  sources: RecheckSources,
  { source, papers, day }: Recheck,
  signal: AbortSignal,
): Promise<Answer> {
  if (source === 'listed') return day === null ? NOTHING : { ...NOTHING, ...(await sources.fetchDay(day, signal)) }
  if (source === 'arxiv') {
    const answered = await sources.fetchArxiv(papers, signal)
    return { ...NOTHING, found: answered.map((paper) => ({ id: paper.id, paper })) }
  }
  const ask = source === 'page' ? sources.fetchPage : sources.fetchDoi
  const found = papers.map(async (id) => ({ id, paper: await ask(id, signal).catch(nullIfMissing) }))
  return { ...NOTHING, found: await Promise.all(found) }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof SourceError && error.trouble === 'missing') return null
  throw error
}

async function recordNews(context: RecheckContext, asked: Asked[], now: number): Promise<void> {
  const { store } = context
  const all = asked.flatMap(({ found, source }) => found.map((one) => ({ ...one, source })))
  const ids = all.map(({ id }) => id)
  const stored = await findPapers(store.db, ids)
  const news = all.flatMap(({ id, paper, source }) => {
    const known = stored.get(id)
    const merged = known && newsOf(known, paper, source)
    if (!merged || isDeepStrictEqual(merged, known)) return []
    // What another source says of it in the same round is added to this.
    stored.set(id, merged)
    return [merged]
  })
  await recordPapers(store, news, now)
  const sightings = asked.flatMap((answer) => answer.sightings)
  await recordFetched(context, sightings, now)
}

/** A paper keeps its own texts: what is found adds links and facts. Only a page tells of models and datasets. */
function newsOf(stored: Paper, found: Paper | null, source: RecheckSource): Paper {
  const none = source === 'page' ? { models: [], datasets: [] } : {}
  const links = { ...(found ?? stored).links, abstract: stored.links.abstract }
  const facts = { ...none, ...stored.facts, ...(found && markStanding(found).facts) }
  return mergePapers(stored, { ...stored, links, facts })
}

/** Takes up to `wanted` of the day's requests before they are made, and tells how many; a crash gives none back. */
const takeRequests = (store: Store, now: number, wanted: number): Promise<number> =>
  store.write(async (db) => {
    const today = localDate('UTC', now)
    const [day, spent] = ((await getMeta(db, META_KEY)) ?? '').split(' ')
    const before = day === today ? Number(spent) : 0
    const taken = Math.min(wanted, DAILY_REQUESTS - before)
    await setMeta(db, META_KEY, `${today} ${before + taken}`)
    return taken
  })
