import { type RawBuilder, sql } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { Db, Dialect } from '../../db/db.ts'
import { getMeta, setMeta } from '../../db/meta.ts'

/** What all stored vectors have in common; those of another model, or of another length, compare with none of them. */
export type VectorSpace = { model: string; dimensions: number }

const SPACE = 'vectors'

export async function readSpace(db: Db): Promise<VectorSpace | null> {
  const note = await getMeta(db, SPACE)
  // Ours: it was written below.
  return note === null ? null : (JSON.parse(note) as VectorSpace | null)
}

/** null: none are to be compared, until those of another space are gone. */
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

/** A paper and what its vector is of; `hash` null: it has none. */
export type PaperVectorState = { seq: number; changedAt: number; ofChange: number | null; hash: string | null }

/** Behind which paper to go on: the newest comes first. */
export type PageCursor = { published: string; seq: number }
export const NEWEST: PageCursor = { published: '\u{10ffff}', seq: 0 }

/**
 * A page of all papers, each with what is known of its vector, and where the next page begins; null: that was the last one. SQLite finds
 * its way in the index by the first condition, and not by the second.
 */
export async function vectorPage(
  db: Db,
  after: PageCursor,
  limit: number,
): Promise<{ papers: PaperVectorState[]; next: PageCursor | null }> {
  const { rows } = await sql<{
    seq: number
    published: string
    changed_at: number
    of_change: number | null
    text_hash: string | null
  }>`
    select papers.seq, coalesce(papers.published_on, '') as published, papers.changed_at, of_change, text_hash
    from papers left join vectors on vectors.paper_seq = papers.seq
    where coalesce(papers.published_on, '') <= ${after.published}
      and (coalesce(papers.published_on, ''), papers.seq) < (${after.published}, ${after.seq})
    order by coalesce(papers.published_on, '') desc, papers.seq desc limit ${limit}`.execute(db)
  const last = rows.at(-1)
  return {
    papers: rows.map(({ seq, changed_at, of_change, text_hash }) => ({
      seq,
      changedAt: changed_at,
      ofChange: of_change,
      hash: text_hash,
    })),
    next: last && rows.length === limit ? { published: last.published, seq: last.seq } : null,
  }
}

/** `vector` null: the model takes no such text. */
export type PaperVector = {
  seq: number
  ofChange: number
  hash: string
  vector: { numbers: Int8Array; bits: Uint8Array } | null
}

export async function saveVectors(db: Db, dialect: Dialect, vectors: PaperVector[]): Promise<void> {
  const rows = vectors.map(({ seq, ofChange, hash, vector }) => {
    return {
      paper_seq: seq,
      of_change: ofChange,
      text_hash: hash,
      numbers: vector ? new Uint8Array(vector.numbers.buffer) : null,
    }
  })
  await db
    .insertInto('vectors')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('paper_seq').doUpdateSet((row) => ({
        of_change: row.ref('excluded.of_change'),
        text_hash: row.ref('excluded.text_hash'),
        numbers: row.ref('excluded.numbers'),
      })),
    )
    .execute()
  const numbers = vectors.map(({ seq }) => seq)
  await db.deleteFrom('vector_bits').where('paper_seq', 'in', numbers).execute()
  const bits = vectors.flatMap(({ seq, vector }) =>
    vector ? [{ paper_seq: seq, bits: bitsValue(dialect, vector.bits) }] : [],
  )
  if (bits.length > 0) await db.insertInto('vector_bits').values(bits).execute()
}

/** PostgreSQL has a type for bits, whose text may be hexadecimal after an x. */
const bitsValue = (dialect: Dialect, bits: Uint8Array): Uint8Array | RawBuilder<unknown> =>
  dialect === 'sqlite' ? bits : sql`${`x${Buffer.from(bits).toString('hex')}`}::text::bit varying`

/** The vectors are still those of the papers, although something else of these changed. */
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

export async function readIds(db: Db, papers: number[]): Promise<Map<number, PaperId>> {
  if (papers.length === 0) return new Map()
  const rows = await db.selectFrom('papers').select(['seq', 'id']).where('seq', 'in', papers).execute()
  return new Map(rows.map(({ seq, id }) => [seq, id as PaperId]))
}

/** How many papers can be found by their meaning. */
export async function countVectors(db: Db): Promise<number> {
  const { vectors } = await db
    .selectFrom('vector_bits')
    .select((row) => row.fn.countAll<number>().as('vectors'))
    .executeTakeFirstOrThrow()
  return Number(vectors)
}

/** How many papers a model takes no text of. */
export async function countRefused(db: Db): Promise<number> {
  const { refused } = await db
    .selectFrom('vectors')
    .select((row) => row.fn.countAll<number>().as('refused'))
    .where('numbers', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(refused)
}
