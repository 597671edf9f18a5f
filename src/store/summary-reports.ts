import { randomUUID } from 'node:crypto'
import type { ChannelId, PersonId } from '../chat.ts'
import type { PaperId } from '../paper.ts'
import type { Db } from './db.ts'

/** Whose words a summary is: sentences chosen from the abstract, its first one, the source's words or a model's. */
export type Writer = 'extract' | 'beginning' | 'source' | `model:${string}`

/** Somebody found a summary wrong. `hidden`: by someone who may decide that, so nobody is shown it any more. */
export type SummaryReport = {
  paper: PaperId
  writer: Writer
  state: 'hidden' | 'reported'
  reason: string
  person: PersonId
  channel: ChannelId
  at: number
}

export async function insertSummaryReport(db: Db, { paper, channel, at, ...report }: SummaryReport): Promise<void> {
  await db
    .insertInto('summary_reports')
    .values({ ...report, id: randomUUID(), paper_id: paper, channel_id: channel, reported_at: at })
    .execute()
}

/** The oldest first. */
export async function summaryReportsOn(db: Db, paper: PaperId): Promise<SummaryReport[]> {
  const rows = await db
    .selectFrom('summary_reports')
    .selectAll()
    .where('paper_id', '=', paper)
    .orderBy('reported_at')
    .orderBy('id')
    .execute()
  return rows.map(({ writer, state, reason, person, channel_id, reported_at }) => ({
    paper,
    writer: writer as Writer,
    state,
    reason,
    person: person as PersonId,
    channel: channel_id as ChannelId,
    at: reported_at,
  }))
}

/** Whose summaries of the paper are hidden. */
export async function hiddenWriters(db: Db, paper: PaperId): Promise<Set<Writer>> {
  const rows = await db
    .selectFrom('summary_reports')
    .select('writer')
    .where('paper_id', '=', paper)
    .where('state', '=', 'hidden')
    .execute()
  return new Set(rows.map(({ writer }) => writer as Writer))
}
