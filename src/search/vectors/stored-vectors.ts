import { type RawBuilder, sql } from 'kysely'
import type { Db, Dialect } from '../../db/db.ts'
import { getMeta, setMeta } from '../../db/meta.ts'

/** What all stored vectors have in common; those of another model or length cannot be compared with them. */
type VectorSpace = { model: string; dimensions: number }

const SPACE = 'vectors'

export async function readSpace(db: Db): Promise<VectorSpace | null> {
  const note = await getMeta(db, SPACE)
  // Written below, so it is not validated.
  return note === null ? null : (JSON.parse(note) as VectorSpace | null)
}

/** null: none are compared until those of another space are deleted. */
export const writeSpace = (db: Db, space: VectorSpace | null): Promise<void> =>
  setMeta(db, SPACE, JSON.stringify(space))

/** Deletes some of the vectors; false when none are left. */
export async function forgetVectors(db: Db, limit: number): Promise<boolean> {
  const some = db.selectFrom('vectors').select('paper_seq').orderBy('paper_seq').limit(limit)
  const numbers = (await some.execute()).map(({ paper_seq }) => paper_seq)
  if (numbers.length === 0) return false
  await db.deleteFrom('vectors').where('paper_seq', 'in', numbers).execute()
  await db.deleteFrom('vector_bits').where('paper_seq', 'in', numbers).execute()
  return true
}

/** A paper and the change and text that its vector is of; `hash` null: it has none. */
export type PaperVectorState = { seq: number; changedAt: number; ofChange: number | null; hash: string | null }

/** The paper after which a page begins, newest first. */
type PageCursor = { published: string; seq: number }
export const NEWEST: PageCursor = { published: '\u{10ffff}', seq: 0 }

/**
 * A page of all papers with the state of their vectors, and where the next page begins; null: this is the last one.
 * SQLite uses its index for the first condition, and not for the second.
 */
export async function vectorPage(db: Db, after: PageCursor, limit: number) {
  const published = sql<string>`coalesce(papers.published_on, '')`
  const { rows } = await sql<PaperVectorState & { published: string }>`
    select papers.seq, ${published} as published, papers.changed_at as "changedAt", of_change as "ofChange",
      text_hash as "hash"
    from papers left join vectors on vectors.paper_seq = papers.seq
    where ${published} <= ${after.published} and (${published}, papers.seq) < (${after.published}, ${after.seq})
    order by ${published} desc, papers.seq desc limit ${limit}`.execute(db)
  return { papers: rows, next: rows.length === limit ? (rows.at(-1) ?? null) : null }
}

/** `vector` null: the model takes no such text. */
export type PaperVector = {
  seq: number
  ofChange: number
  hash: string
  vector: { numbers: Int8Array; bits: Uint8Array } | null
}

export async function saveVectors(db: Db, dialect: Dialect, vectors: PaperVector[]): Promise<void> {
  const rows = vectors.map(({ seq, ofChange, hash, vector }) => ({
    paper_seq: seq,
    of_change: ofChange,
    text_hash: hash,
    numbers: vector ? new Uint8Array(vector.numbers.buffer) : null,
  }))
  const numbers = vectors.map(({ seq }) => seq)
  await db.deleteFrom('vectors').where('paper_seq', 'in', numbers).execute()
  await db.insertInto('vectors').values(rows).execute()
  await db.deleteFrom('vector_bits').where('paper_seq', 'in', numbers).execute()
  const bits = vectors.flatMap(({ seq, vector }) =>
    vector ? [{ paper_seq: seq, bits: bitsValue(dialect, vector.bits) }] : [],
  )
  if (bits.length > 0) await db.insertInto('vector_bits').values(bits).execute()
}

/** PostgreSQL has a type for bits, whose text may be hexadecimal after an x. */
const bitsValue = (dialect: Dialect, bits: Uint8Array): Uint8Array | RawBuilder<unknown> =>
  dialect === 'sqlite' ? bits : sql`${`x${Buffer.from(bits).toString('hex')}`}::text::bit varying`

/** Notes that the papers' texts are the same, although something else of them changed. */
export async function confirmVectors(db: Db, papers: PaperVectorState[]): Promise<void> {
  for (const { seq, changedAt } of papers)
    await db.updateTable('vectors').set({ of_change: changedAt }).where('paper_seq', '=', seq).execute()
}

/** The numbers of these papers, as far as they have a vector. */
export async function readNumbers(db: Db, papers: number[]): Promise<{ seq: number; numbers: Int8Array }[]> {
  if (papers.length === 0) return []
  const vectors = db.selectFrom('vectors').select(['paper_seq', 'numbers']).where('paper_seq', 'in', papers)
  return (await vectors.execute()).flatMap(({ paper_seq: seq, numbers }) =>
    numbers ? [{ seq, numbers: new Int8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) }] : [],
  )
}

/** How many papers can be found by their meaning. */
export const countVectors = (db: Db): Promise<number> => count(db, sql`vector_bits`)

/** Of how many papers the model takes no text. */
export const countRefused = (db: Db): Promise<number> => count(db, sql`vectors where numbers is null`)

async function count(db: Db, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${from}`.execute(db)
  return Number(rows[0]?.total)
}
