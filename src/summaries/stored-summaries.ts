import type { Selectable } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'

/** A model's summary is written once for each of these. */
export type SummaryKey = { paper: string; language: string; prompt: number }

/** `refused`: the model's words did not hold, twice; nobody asks it again. */
export type StoredSummary = Pick<Selectable<Schema['summaries']>, 'state' | 'content' | 'model'>

export async function findSummary(db: Db, key: SummaryKey): Promise<StoredSummary | null> {
  const row = await db
    .selectFrom('summaries')
    .select(['state', 'content', 'model'])
    .where('paper', '=', key.paper)
    .where('language', '=', key.language)
    .where('prompt', '=', key.prompt)
    .executeTakeFirst()
  return row ?? null
}

/** Takes the right to ask the model, before it is asked; false while somebody else has it or when it is done. */
export async function claimSummary(
  db: Db,
  key: SummaryKey,
  { model, leaseMs, now }: { model: string; leaseMs: number; now: number },
): Promise<boolean> {
  const claimed = await db
    .insertInto('summaries')
    .values({ ...key, model, state: 'claimed', content: null, lease_until: now + leaseMs, written_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['paper', 'language', 'prompt'])
        .doUpdateSet({ model, lease_until: now + leaseMs })
        .where('summaries.state', '=', 'claimed')
        .where('summaries.lease_until', '<=', now),
    )
    .returning('paper')
    .executeTakeFirst()
  return claimed !== undefined
}

/** `content` null: refused. */
export async function settleSummary(db: Db, key: SummaryKey, content: string | null, now: number): Promise<void> {
  await db
    .updateTable('summaries')
    .set({ state: content === null ? 'refused' : 'written', content, written_at: now })
    .where('paper', '=', key.paper)
    .where('language', '=', key.language)
    .where('prompt', '=', key.prompt)
    .execute()
}

/** What a model wrote of the paper, in whatever language, is shown and asked for no more. */
export async function refuseSummaries(db: Db, paper: string): Promise<void> {
  await db
    .updateTable('summaries')
    .set({ state: 'refused', content: null })
    .where('paper', '=', paper)
    .where('state', '=', 'written')
    .execute()
}

/** The newest summary of the paper that a model wrote, in whatever language; null when there is none. */
export async function writtenSummary(db: Db, paper: string): Promise<StoredSummary | null> {
  const written = db.selectFrom('summaries').select(['state', 'content', 'model'])
  const newest = written.where('paper', '=', paper).where('state', '=', 'written').orderBy('written_at', 'desc')
  return (await newest.limit(1).executeTakeFirst()) ?? null
}

/** Gives the claim back, for the next who asks. */
export async function releaseSummary(db: Db, key: SummaryKey): Promise<void> {
  await db
    .deleteFrom('summaries')
    .where('paper', '=', key.paper)
    .where('language', '=', key.language)
    .where('prompt', '=', key.prompt)
    .where('state', '=', 'claimed')
    .execute()
}
