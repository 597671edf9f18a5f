import type { Selectable } from 'kysely'
import type { ChannelId, PersonId } from '../core/chat.ts'
import type { IsoDay } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'

export type AgendaKey = { team: string; date: IsoDay }

/** A meeting, whether or not its agenda is stored yet. */
export type PlannedMeeting = AgendaKey & { channel: ChannelId; meetsAt: number }

export type Agenda = PlannedMeeting & {
  remindedAt: number | null
  openedAt: number | null
  /** When people last changed something, which its post may not show yet. */
  changedAt: number
}

export async function findAgenda(db: Db, team: string, date: IsoDay): Promise<Agenda | null> {
  const agendas = db.selectFrom('agendas').selectAll()
  const row = await agendas.where(({ and }) => and({ team, date })).executeTakeFirst()
  return row ? fromRow(row) : null
}

/** Agendas of meetings that begin, or began, after this moment; the next one first. */
export async function agendasAfter(db: Db, moment: number): Promise<Agenda[]> {
  const rows = await db.selectFrom('agendas').selectAll().where('meets_at', '>', moment).orderBy('meets_at').execute()
  return rows.map(fromRow)
}

/** Those whose post does not show the last change yet. */
export async function staleAgendas(db: Db): Promise<Agenda[]> {
  const rows = await db.selectFrom('agendas').selectAll().whereRef('changed_at', '>', 'shown_at').execute()
  return rows.map(fromRow)
}

export async function markAgenda(
  db: Db,
  { team, date }: AgendaKey,
  times: { reminded_at: number } | { opened_at: number } | { changed_at: number } | { shown_at: number },
): Promise<void> {
  const agendas = db.updateTable('agendas').set(times)
  await agendas.where(({ and }) => and({ team, date })).execute()
}

export async function recordDecline(db: Db, { team, date }: AgendaKey, person: PersonId): Promise<void> {
  await db
    .insertInto('declined')
    .values({ team, date, person })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function declinedBy(db: Db, { team, date }: AgendaKey): Promise<PersonId[]> {
  const declined = db.selectFrom('declined').select('person')
  const rows = await declined.where(({ and }) => and({ team, date })).execute()
  return rows.map(({ person }) => person as PersonId)
}

const fromRow = (row: Selectable<Schema['agendas']>): Agenda => ({
  team: row.team,
  date: row.date,
  channel: row.channel_id as ChannelId,
  meetsAt: row.meets_at,
  remindedAt: row.reminded_at,
  openedAt: row.opened_at,
  changedAt: row.changed_at,
})
