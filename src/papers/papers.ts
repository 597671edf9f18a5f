import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import type { IsoDay, Paper, PaperId, Sighting } from '../core/paper.ts'
import { mergePapers } from '../core/paper.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Db, Dialect } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { aliasesOf, recordAliases } from './aliases.ts'
import { indexPapers } from './index/indexing.ts'
import { popularityOf } from './popularity.ts'
import { recordFacts } from './search-facts.ts'

/** About 10 ms of writing at a time: the bot answers people in between. */
const ROWS_AT_ONCE = 50

export type Recorded = { papers: number; newPapers: number }

/**
 * Stores sightings and the papers they show; repeating it changes nothing but the counts of upvotes and comments. Where nobody waits
 * for an answer, more rows at once are faster.
 */
export async function recordSightings(
  store: Store,
  sightings: Sighting[],
  now: number,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<Recorded> {
  const known = new Set<PaperId>()
  let newPapers = 0
  for (let start = 0; start < sightings.length; start += rowsAtOnce) {
    const slice = sightings.slice(start, start + rowsAtOnce)
    newPapers += await store.write(async (db) => {
      await takeAdvisoryLock(db, store.dialect, 'papers')
      return recordSlice(db, store.dialect, slice, now)
    })
    for (const { paper } of slice) known.add(paper.id)
    await nextTurn()
  }
  return { papers: known.size, newPapers }
}

async function recordSlice(db: Db, dialect: Dialect, sightings: Sighting[], now: number): Promise<number> {
  const stored = await findPapers(
    db,
    sightings.map(({ paper }) => paper.id),
  )
  const merged = new Map<PaperId, Paper>()
  for (const { paper } of sightings) {
    const before = merged.get(paper.id) ?? stored.get(paper.id)
    merged.set(paper.id, before ? mergePapers(before, paper) : paper)
  }
  const changed = [...merged.values()].filter((paper) => !sameRow(stored.get(paper.id), paper))
  await upsertPapers(db, changed, now)
  await indexPapers(db, dialect, changed, stored)
  await recordAliases(db, changed.flatMap(aliasesOf))
  await upsertSightings(db, sightings, now)
  await recordFacts(db, [...merged.values()], await popularityOf(db, [...merged.keys()]))
  return [...merged.keys()].filter((id) => !stored.has(id)).length
}

function sameRow(before: Paper | undefined, after: Paper): boolean {
  return before !== undefined && JSON.stringify(toRow(before)) === JSON.stringify(toRow(after))
}

async function upsertPapers(db: Db, papers: Paper[], now: number): Promise<void> {
  if (papers.length === 0) return
  await db
    .insertInto('papers')
    .values(papers.map((paper) => ({ ...toRow(paper), added_at: now, changed_at: now })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        title: row.ref('excluded.title'),
        abstract: row.ref('excluded.abstract'),
        authors: row.ref('excluded.authors'),
        published_on: row.ref('excluded.published_on'),
        links: row.ref('excluded.links'),
        pictures: row.ref('excluded.pictures'),
        organization: row.ref('excluded.organization'),
        keywords: row.ref('excluded.keywords'),
        categories: row.ref('excluded.categories'),
        source_summary: row.ref('excluded.source_summary'),
        changed_at: row.ref('excluded.changed_at'),
      })),
    )
    .execute()
}

async function upsertSightings(db: Db, sightings: Sighting[], now: number): Promise<void> {
  // One statement may not touch a row twice on PostgreSQL; the last count wins.
  const rows = new Map(
    sightings.map(({ paper, source, day, upvotes, comments }) => [
      `${paper.id} ${source} ${day}`,
      { paper_id: paper.id, source, day, upvotes, comments, first_seen_at: now, seen_at: now },
    ]),
  )
  await db
    .insertInto('sightings')
    .values([...rows.values()])
    .onConflict((conflict) =>
      conflict.columns(['paper_id', 'source', 'day']).doUpdateSet((row) => ({
        upvotes: row.ref('excluded.upvotes'),
        comments: row.ref('excluded.comments'),
        seen_at: row.ref('excluded.seen_at'),
      })),
    )
    .execute()
}

export async function findPaper(db: Db, id: PaperId): Promise<Paper | null> {
  return (await findPapers(db, [id])).get(id) ?? null
}

export async function findPapers(db: Db, ids: PaperId[]): Promise<Map<PaperId, Paper>> {
  const found = new Map<PaperId, Paper>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('papers')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  for (const row of rows) found.set(row.id as PaperId, fromRow(row))
  return found
}

/** Papers whose whole title is `title`, whatever the case; beyond A to Z that takes PostgreSQL. */
export async function findPapersByTitle(db: Db, title: string): Promise<Paper[]> {
  const rows = await db
    .selectFrom('papers')
    .selectAll()
    .where((row) => row(row.fn<string>('lower', ['title']), '=', row.fn<string>('lower', [row.val(title)])))
    .limit(5)
    .execute()
  return rows.map(fromRow)
}

/** How much there is to search: papers, and the first day any source lists one on. */
export async function corpusSize(db: Db): Promise<{ papers: number; since: IsoDay | null }> {
  const { papers } = await db
    .selectFrom('papers')
    .select((row) => row.fn.countAll<number>().as('papers'))
    .executeTakeFirstOrThrow()
  const { since } = await db
    .selectFrom('sightings')
    .select((row) => row.fn.min('day').as('since'))
    .executeTakeFirstOrThrow()
  return { papers: Number(papers), since }
}

type PaperRow = Omit<Selectable<Schema['papers']>, 'seq' | 'added_at' | 'changed_at'>

function toRow(paper: Paper): PaperRow {
  return {
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
  }
}

function fromRow(row: PaperRow): Paper {
  return {
    id: row.id as PaperId,
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
  }
}
