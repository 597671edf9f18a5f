import type { PersonId } from '../chat.ts'
import type { PaperId } from '../paper.ts'
import type { Db } from './open.ts'

/** True when it was not saved before. */
export async function savePaper(db: Db, person: PersonId, paper: PaperId, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('saved')
    .values({ person, paper_id: paper, saved_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function unsavePaper(db: Db, person: PersonId, paper: PaperId): Promise<void> {
  await db.deleteFrom('saved').where('person', '=', person).where('paper_id', '=', paper).execute()
}

/** Newest first. */
export async function savedPapers(
  db: Db,
  person: PersonId,
  offset: number,
  limit: number,
): Promise<{ papers: PaperId[]; total: number }> {
  const own = db.selectFrom('saved').where('person', '=', person)
  const rows = await own
    .select('paper_id')
    .orderBy('saved_at', 'desc')
    .orderBy('paper_id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await own.select((row) => row.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { papers: rows.map(({ paper_id }) => paper_id as PaperId), total: Number(total) }
}
