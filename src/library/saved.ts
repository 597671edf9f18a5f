import { sql } from 'kysely'
import { SAVE } from '../channels/team-settings.ts'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

/** True when it was not saved before. */
export async function savePaper(db: Db, person: PersonId, paper: PaperId, now: number): Promise<boolean> {
  const before = await currentlySaved(db, person).where('paper_id', '=', paper).executeTakeFirst()
  if (!before) await recordSaved(db, person, paper, 1, now)
  return before === undefined
}

export const unsavePaper = (db: Db, person: PersonId, paper: PaperId, now: number): Promise<void> =>
  recordSaved(db, person, paper, 0, now)

/** Newest first. */
export async function savedPapers(
  db: Db,
  person: PersonId,
  offset: number,
  limit: number,
): Promise<{ papers: PaperId[]; total: number }> {
  const rows = await currentlySaved(db, person)
    .orderBy('at', 'desc')
    .orderBy('paper_id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await db
    .selectFrom(currentlySaved(db, person).as('s'))
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { papers: rows.map(({ paper_id }) => paper_id as PaperId), total: Number(total) }
}

/** The button and 🔖 on any post of a paper count alike; the newest one decides. */
function currentlySaved(db: Db, person: PersonId) {
  const byButton = db.selectFrom('saved').select(['paper_id', 'stands', 'saved_at as at']).where('person', '=', person)
  const byReaction = db
    .selectFrom('votes as v')
    .innerJoin('deliveries as d', 'd.post', 'v.post')
    .select([sql<string>`d.paper_id`.as('paper_id'), 'v.stands', 'v.since as at'])
    .where('v.person', '=', person)
    .where('v.emoji', '=', SAVE)
    .where('d.paper_id', 'is not', null)
  const numbered = db
    .selectFrom(byButton.unionAll(byReaction).as('w'))
    .select(['paper_id', 'stands', 'at'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('paper_id').orderBy('at', 'desc').orderBy('stands'))
        .as('age'),
    )
  return db.selectFrom(numbered.as('newest')).select(['paper_id', 'at']).where('age', '=', 1).where('stands', '=', 1)
}

async function recordSaved(db: Db, person: PersonId, paper: PaperId, stands: 0 | 1, now: number): Promise<void> {
  await db
    .insertInto('saved')
    .values({ person, paper_id: paper, saved_at: now, stands })
    .onConflict((conflict) => conflict.columns(['person', 'paper_id']).doUpdateSet({ stands, saved_at: now }))
    .execute()
}
