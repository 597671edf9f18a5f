import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { type IsoDay, mergePapers, type Paper, type PaperId, type Sighting } from '../core/paper.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Db, Dialect } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { upsertRows } from '../db/rows.ts'
import { aliasesOf, keepStoredIds, recordAliases } from './aliases.ts'
import { recordChanges } from './changes.ts'
import { indexedText, indexPapers, recordFacts } from './index/indexing.ts'
import { markStanding } from './standing.ts'

/** About 10 ms of writing at a time: the bot answers people in between. */
const ROWS_AT_ONCE = 50

export type Recorded = { papers: number; newPapers: number }

/** Stores sightings and their papers; repeating it changes counts alone. More rows at once are faster. */
export async function recordSightings(store: Store, sightings: Sighting[], now: number, rowsAtOnce = ROWS_AT_ONCE) {
  const known = new Set<PaperId>()
  let newPapers = 0
  for (const slice of chunksOf(sightings, rowsAtOnce)) {
    newPapers += await store.write(async (db) => {
      await takeAdvisoryLock(db, store.dialect, 'papers')
      return recordSlice(db, store.dialect, slice, now)
    })
    for (const { paper } of slice) known.add(paper.id)
    await nextTurn()
  }
  return { papers: known.size, newPapers }
}

/** Stores what else was learned of papers that are stored, without a day on which a source lists them. */
export async function recordPapers(store: Store, papers: Paper[], now: number): Promise<void> {
  for (const slice of chunksOf(papers, ROWS_AT_ONCE)) {
    await store.write(async (db) => {
      await takeAdvisoryLock(db, store.dialect, 'papers')
      const { changed } = await mergeStored(db, store.dialect, slice, now)
      await recordFacts(db, changed)
    })
    await nextTurn()
  }
}

async function recordSlice(db: Db, dialect: Dialect, seen: Sighting[], now: number): Promise<number> {
  const sightings = await keepStoredIds(db, seen)
  const papers = sightings.map(({ paper }) => paper)
  const { stored, merged } = await mergeStored(db, dialect, papers, now)
  // One statement may not touch a row twice on PostgreSQL; the last count wins.
  const rowsOfSightings = new Map(
    sightings.map(({ paper, source, day, upvotes, comments }) => [
      `${paper.id} ${source} ${day}`,
      { paper_id: paper.id, source, day, upvotes, comments, first_seen_at: now, seen_at: now },
    ]),
  )
  await upsertRows(db, 'sightings', [...rowsOfSightings.values()], {
    key: ['paper_id', 'source', 'day'],
    kept: ['first_seen_at'],
  })
  await recordFacts(db, merged)
  return merged.filter(({ id }) => !stored.has(id)).length
}

/** Stores papers, merged with what is stored of them, with their index and what changed of them. */
async function mergeStored(db: Db, dialect: Dialect, papers: Paper[], now: number) {
  const stored = await findPapers(db, idsOf(papers))
  const merged = new Map<PaperId, Paper>()
  for (const paper of papers) {
    const before = merged.get(paper.id) ?? stored.get(paper.id)
    // Before it is merged, too: a short abstract that says no more than this loses to the old one.
    const marked = markStanding(paper)
    merged.set(paper.id, before ? markStanding(mergePapers(before, marked)) : marked)
  }
  const changed = [...merged.values()].filter((paper) => !isStoredSo(paper, stored.get(paper.id)))
  const rows = changed.map((paper) => ({ ...toRow(paper), added_at: now, changed_at: now }))
  await upsertRows(db, 'papers', rows, { key: ['id'], kept: ['added_at'] })
  const reworded = changed.filter((paper) => indexedText(paper) !== indexedText(stored.get(paper.id)))
  await indexPapers(db, dialect, reworded, stored)
  await recordAliases(db, changed.flatMap(aliasesOf))
  await recordChanges(db, stored, changed, now)
  return { stored, merged: [...merged.values()], changed }
}

const idsOf = (papers: Paper[]): PaperId[] => papers.map(({ id }) => id)

const isStoredSo = (paper: Paper, stored: Paper | undefined): boolean =>
  stored !== undefined && JSON.stringify(toRow(stored)) === JSON.stringify(toRow(paper))

export async function findPaper(db: Db, id: PaperId): Promise<Paper | null> {
  return (await findPapers(db, [id])).get(id) ?? null
}

export async function findPapers(db: Db, ids: PaperId[]): Promise<Map<PaperId, Paper>> {
  const wanted = [...new Set(ids)]
  const rows = await db.selectFrom('papers').selectAll().where('id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

/** Papers whose whole title is `title`, whatever the case; beyond A to Z that takes PostgreSQL. */
export async function findPapersByTitle(db: Db, title: string): Promise<Paper[]> {
  const isTitle = sql<boolean>`lower(title) = lower(${title})`
  return (await db.selectFrom('papers').selectAll().where(isTitle).limit(5).execute()).map(fromRow)
}

/** How much there is to search: papers, and the first day any source lists one on. */
export async function corpusSize(db: Db): Promise<{ papers: number; since: IsoDay | null }> {
  const counted = db.selectFrom('papers').select(({ fn }) => fn.countAll<number>().as('papers'))
  const first = db.selectFrom('sightings').select(({ fn }) => fn.min('day').as('since'))
  const [{ papers }, { since }] = [await counted.executeTakeFirstOrThrow(), await first.executeTakeFirstOrThrow()]
  return { papers: Number(papers), since }
}

const toRow = (paper: Paper) => ({
  id: paper.id,
  title: paper.title,
  abstract: paper.abstract,
  authors: JSON.stringify(paper.authors),
  published_on: paper.publishedAt,
  links: JSON.stringify(paper.links),
  pictures: JSON.stringify(paper.pictures),
  organization: paper.organization,
  keywords: JSON.stringify(paper.keywords),
  categories: JSON.stringify(paper.categories),
  source_summary: paper.sourceSummary,
  facts: JSON.stringify(paper.facts),
})

/** Rows of older versions have no facts; what their texts say is read then. */
function fromRow(row: ReturnType<typeof toRow>): Paper {
  return markStanding({
    id: row.id,
    title: row.title,
    abstract: row.abstract,
    authors: JSON.parse(row.authors),
    publishedAt: row.published_on,
    links: JSON.parse(row.links),
    pictures: JSON.parse(row.pictures),
    organization: row.organization,
    keywords: JSON.parse(row.keywords),
    categories: JSON.parse(row.categories),
    sourceSummary: row.source_summary,
    facts: JSON.parse(row.facts),
  })
}
