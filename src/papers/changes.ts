import type { Paper, PaperId } from '../core/paper.ts'
import type { PaperChangeKind } from '../core/paper-facts.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

/** `url`: of the code, the model or the dataset. `at`: when it was found, in milliseconds. */
export type PaperChange = { paper: PaperId; change: PaperChangeKind; url: string | null; at: number }

type Found = Pick<PaperChange, 'change' | 'url'>

/** Notes what became of stored papers, in the transaction that stores it: each change once, for ever. */
export async function recordChanges(db: Db, stored: Map<PaperId, Paper>, papers: Paper[], now: number): Promise<void> {
  const rows = papers.flatMap((after) => {
    const before = stored.get(after.id)
    return before ? changesBetween(before, after).map((found) => ({ paper_id: after.id, ...found, at: now })) : []
  })
  await insertMissing(db, 'paper_changes', rows)
}

/** A model or a dataset is new where Hugging Face was asked for it before, and knew none. */
function changesBetween(before: Paper, after: Paper): Found[] {
  const released = (change: PaperChangeKind, was: string[] | undefined, is: string[] = []): Found[] =>
    was?.length === 0 && is[0] !== undefined ? [{ change, url: is[0] }] : []
  const { standing } = after.facts
  return [
    ...released('code', listed(before.links.code), listed(after.links.code)),
    ...released('model', before.facts.models, after.facts.models),
    ...released('dataset', before.facts.datasets, after.facts.datasets),
    ...(standing && standing !== before.facts.standing ? [{ change: standing, url: null }] : []),
  ]
}

const listed = (link: string | null): string[] => (link === null ? [] : [link])

export async function changesOf(db: Db, papers: PaperId[]): Promise<PaperChange[]> {
  const changes = db.selectFrom('paper_changes').select(['paper_id as paper', 'change', 'url', 'at'])
  return changes.where('paper_id', 'in', papers).orderBy('at').orderBy('change').execute()
}
