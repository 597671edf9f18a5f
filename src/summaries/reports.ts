import { randomUUID } from 'node:crypto'
import { type ChannelId, type PersonId, teamOf } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

/** Who wrote a summary: it is sentences chosen from the abstract, its first one, the source's or a model's. */
export type Writer = 'extract' | 'beginning' | 'source' | `model:${string}`

/**
 * Somebody reported a summary as wrong. `hidden`: someone who may hid it for their team. `withdrawn`: an operator hid
 * it for everybody.
 */
export type SummaryReport = {
  paper: PaperId
  writer: Writer
  state: 'hidden' | 'withdrawn' | 'reported'
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
export async function summaryReportsOn(db: Db, papers: PaperId | PaperId[]): Promise<SummaryReport[]> {
  if (papers.length === 0) return []
  const rows = await db
    .selectFrom('summary_reports')
    .selectAll()
    .where('paper_id', 'in', [papers].flat())
    .orderBy('reported_at')
    .orderBy('id')
    .execute()
  return rows.map(({ paper_id, writer, state, reason, person, channel_id, reported_at }) => ({
    paper: paper_id,
    writer: writer as Writer,
    state,
    reason,
    person,
    channel: channel_id,
    at: reported_at,
  }))
}

/** What nobody, or nobody in one team, is shown. */
export type Hiding = Pick<SummaryReport, 'writer'> & { /** null: of all teams. */ team: string | null }

export const hidingsOf = async (db: Db, paper: PaperId): Promise<Hiding[]> =>
  hidingsIn(await summaryReportsOn(db, paper))

export const hidingsIn = (reports: SummaryReport[]): Hiding[] =>
  reports.flatMap(({ writer, state, channel }) =>
    state === 'reported' ? [] : [{ writer, team: state === 'hidden' ? teamOf(channel) : null }],
  )

/** Whose summaries a team is not shown. */
export const hiddenIn = (hidings: Hiding[], team: string): Set<Writer> =>
  new Set(hidings.filter((one) => one.team === null || one.team === team).map(({ writer }) => writer))

export const hiddenWriters = async (db: Db, paper: PaperId, team: string): Promise<Set<Writer>> =>
  hiddenIn(await hidingsOf(db, paper), team)
