import { sql } from 'kysely'
import { SAVE } from '../channels/team-settings.ts'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'

/** True when it was not saved before. */
export async function savePaper(db: Db, person: PersonId, paper: PaperId, now: number): Promise<boolean> {
  const isNew = !(await allSaved(db, person)).includes(paper)
  if (isNew) await recordSaved(db, person, paper, 1, now)
  return isNew
}

export const unsavePaper = (db: Db, person: PersonId, paper: PaperId, now: number): Promise<void> =>
  recordSaved(db, person, paper, 0, now)

/** Newest first. */
export async function savedPapers(db: Db, person: PersonId, offset: number, limit: number) {
  const all = await allSaved(db, person)
  return { papers: all.slice(offset, offset + limit), total: all.length }
}

/** The button and 🔖 on any post of a paper count alike; the newest one decides. Newest first. */
async function allSaved(db: Db, person: PersonId): Promise<PaperId[]> {
  const byReaction = db
    .selectFrom('votes as v')
    .innerJoin('deliveries as d', 'd.post', 'v.post')
    .select([sql<PaperId>`d.paper_id`.as('paper_id'), 'v.stands', 'v.since as at'])
    .where('v.person', '=', person)
    .where('v.emoji', '=', SAVE)
    .where('d.paper_id', 'is not', null)
  const marks = await db
    .selectFrom('saved')
    .select(['paper_id', 'stands', 'saved_at as at'])
    .where('person', '=', person)
    .unionAll(byReaction)
    .orderBy('at')
    .orderBy('stands', 'desc')
    .execute()
  const newest = new Map(marks.map((mark) => [mark.paper_id, mark]))
  return [...newest.values()]
    .filter(({ stands }) => stands === 1)
    .toSorted((a, b) => b.at - a.at || (a.paper_id < b.paper_id ? -1 : 1))
    .map(({ paper_id }) => paper_id)
}

async function recordSaved(db: Db, person: PersonId, paper: PaperId, stands: 0 | 1, now: number): Promise<void> {
  await upsertRows(db, 'saved', [{ person, paper_id: paper, saved_at: now, stands }], { key: ['person', 'paper_id'] })
}
