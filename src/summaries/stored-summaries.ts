import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'
import type { ModelSummary } from './model/reply.ts'
import type { Summary, SummaryForm } from './summary.ts'

/** A model's summary is written once for each of these. */
export type SummaryKey = { paper: string; language: string; prompt: number }

/** `refused`: the model's summary was objected to twice; it is not asked again. */
export type StoredSummary = Pick<Selectable<Schema['summaries']>, 'state' | 'content' | 'model'>

export async function findSummary(db: Db, key: SummaryKey): Promise<StoredSummary | null> {
  const stored = db.selectFrom('summaries').select(['state', 'content', 'model'])
  return (await stored.where(isFor(key)).executeTakeFirst()) ?? null
}

const isFor =
  ({ paper, language, prompt }: SummaryKey) =>
  (row: ExpressionBuilder<Schema, 'summaries'>) =>
    row.and({ paper, language, prompt })

/** A stored summary as it is shown; null where there is none. */
export function shownSummary({ state, content, model }: StoredSummary, form: SummaryForm): Summary | null {
  if (state !== 'written' || content === null) return null
  // It was validated before it was stored.
  const { tldr, contribution, method, result } = JSON.parse(content) as ModelSummary
  const lines = form === 'tldr' ? [tldr] : [contribution, method, result].filter((line) => line !== '')
  return { lines, by: 'model', model }
}

/** Claims the summary before the model is asked; false while another process has the claim, or when it is written. */
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
  const state = content === null ? 'refused' : 'written'
  await db.updateTable('summaries').set({ state, content, written_at: now }).where(isFor(key)).execute()
}

/** The models' summaries of the paper, in all languages, are neither shown nor asked for again. */
export async function refuseSummaries(db: Db, paper: string): Promise<void> {
  await db
    .updateTable('summaries')
    .set({ state: 'refused', content: null })
    .where('paper', '=', paper)
    .where('state', '=', 'written')
    .execute()
}

/** The newest summary of the paper that a model wrote, in any language; null when there is none. */
export async function writtenSummary(db: Db, paper: string): Promise<StoredSummary | null> {
  const written = db.selectFrom('summaries').select(['state', 'content', 'model'])
  const newest = written.where('paper', '=', paper).where('state', '=', 'written').orderBy('written_at', 'desc')
  return (await newest.limit(1).executeTakeFirst()) ?? null
}

/** Gives the claim back. */
export async function releaseSummary(db: Db, key: SummaryKey): Promise<void> {
  await db.deleteFrom('summaries').where(isFor(key)).where('state', '=', 'claimed').execute()
}
