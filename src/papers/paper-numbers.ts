import type { Paper, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

/** By what number the index knows these papers. */
export async function paperNumbers(db: Db, papers: Pick<Paper, 'id'>[]): Promise<Map<PaperId, number>> {
  if (papers.length === 0) return new Map()
  const ids = papers.map(({ id }) => id)
  const rows = await db.selectFrom('papers').select(['id', 'seq']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, seq }) => [id, seq]))
}
