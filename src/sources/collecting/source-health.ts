import { sql } from 'kysely'
import type { IsoDay, SourceName } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { upsertRows } from '../../db/rows.ts'

/** How each source last fared. A day is news when it is later than all that it listed papers on before. */
export async function sourceHealth(db: Db) {
  const times = ['tried_at as triedAt', 'succeeded_at as succeededAt', 'failing_since as failingSince'] as const
  const news = ['newest_day as newestDay', 'news_at as newsAt'] as const
  const health = await db
    .selectFrom('sources')
    .select(['name', 'error', ...times, ...news])
    .execute()
  return new Map(health.map((one) => [one.name, one]))
}

export type SourceHealth = Awaited<ReturnType<typeof sourceHealth>> extends Map<string, infer One> ? One : never

export async function recordSuccess(db: Db, name: SourceName, newestDay: IsoDay | null, now: number): Promise<void> {
  const before = (await sourceHealth(db)).get(name)
  const isNews = newestDay !== null && newestDay > (before?.newestDay ?? '')
  const row = {
    tried_at: now,
    succeeded_at: now,
    newest_day: isNews ? newestDay : (before?.newestDay ?? null),
    news_at: isNews ? now : (before?.newsAt ?? now),
    error: null,
    failing_since: null,
  }
  await upsertRows(db, 'sources', [{ name, ...row }], { key: ['name'] })
}

export async function recordFailure(db: Db, name: SourceName, error: string, now: number): Promise<void> {
  await sql`
    insert into sources (name, tried_at, error, failing_since) values (${name}, ${now}, ${error}, ${now})
    on conflict (name) do update set tried_at = excluded.tried_at, error = excluded.error,
      failing_since = coalesce(sources.failing_since, excluded.failing_since)`.execute(db)
}

/** Which months of a source's past have been read. */
export async function readMonths(db: Db, source: SourceName): Promise<Set<string>> {
  const rows = await db.selectFrom('history').select('month').where('source', '=', source).execute()
  return new Set(rows.map(({ month }) => month))
}

export async function recordMonth(db: Db, source: SourceName, month: string, papers: number, now: number) {
  await upsertRows(db, 'history', [{ source, month, papers, read_at: now }], { key: ['source', 'month'] })
}
