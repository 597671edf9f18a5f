import type { Paper, PaperId } from '../../core/paper.ts'
import { aliasesOf, recordAliases } from '../../papers/aliases.ts'
import type { Migration } from '../db.ts'

const ROWS_AT_ONCE = 5_000

export const aliases: Migration = async (db) => {
  await db.schema
    .createTable('aliases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .execute()
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('papers')
      .select(['seq', 'id', 'links'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(ROWS_AT_ONCE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    const papers = rows.map(
      ({ id, links }): Pick<Paper, 'id' | 'links'> => ({
        id: id as PaperId,
        links: JSON.parse(links),
      }),
    )
    await recordAliases(db, papers.flatMap(aliasesOf))
    after = last.seq
  }
}
