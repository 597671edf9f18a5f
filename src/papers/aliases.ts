import { sourceIdOf } from '../core/identifiers/paper-id.ts'
import type { Paper, PaperId } from '../core/paper.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

const ROWS_AT_ONCE = 1_000

/** Another identifier under which a paper is met: the address of its page, of its PDF, of its project. */
export type Alias = { id: PaperId; paper: PaperId }

/** What its own links say a paper is known as. The front page of a site is nobody's. */
export function aliasesOf({ id: paper, links }: Pick<Paper, 'id' | 'links'>): Alias[] {
  return [links.abstract, links.pdf, links.project].flatMap((link) => {
    const id = link !== null && URL.parse(link)?.pathname !== '/' ? sourceIdOf(link) : null
    return id === null || id === paper ? [] : [{ id, paper }]
  })
}

/** Whoever came first keeps it. */
export async function recordAliases(db: Db, aliases: Alias[]): Promise<void> {
  const rows = aliases.map(({ id, paper }) => ({ id, paper_id: paper }))
  for (const some of chunksOf(rows, ROWS_AT_ONCE)) await insertMissing(db, 'aliases', some)
}

/** The papers that these identifiers are other names of. */
export async function resolveAliases(db: Db, ids: PaperId[]): Promise<Alias[]> {
  if (ids.length === 0) return []
  return db.selectFrom('aliases').select(['id', 'paper_id as paper']).where('id', 'in', ids).execute()
}
