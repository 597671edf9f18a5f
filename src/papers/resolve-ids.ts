import type { NamedPaper } from '../core/identifiers/paper-id.ts'
import type { Paper, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { findPapers } from './papers.ts'

/** The papers that these identifiers mean, their own or another one, by the identifier that was asked for. */
export async function resolvePaperIds(db: Db, ids: PaperId[]): Promise<Map<PaperId, Paper>> {
  const found = await findPapers(db, ids)
  const unknown = ids.filter((id) => !found.has(id))
  if (unknown.length === 0) return found
  const aliases = await db.selectFrom('aliases').selectAll().where('id', 'in', unknown).execute()
  const papers = await findPapers(
    db,
    aliases.map(({ paper_id }) => paper_id),
  )
  for (const { id, paper_id } of aliases) {
    const meant = papers.get(paper_id)
    if (meant) found.set(id, meant)
  }
  return found
}

/** The papers that people named, by identifier. A page that is a paper itself goes before the one its address names. */
export async function resolveNamedPapers(db: Db, named: NamedPaper[]): Promise<Map<PaperId, Paper>> {
  const ids = named.flatMap(({ id, link }) => (link === null ? [id] : [link, id]))
  const found = await resolvePaperIds(db, ids)
  const papers = named.map(({ id, link }) => [id, found.get(link ?? id) ?? found.get(id)] as const)
  return new Map(papers.flatMap(([id, paper]) => (paper ? [[id, paper]] : [])))
}
