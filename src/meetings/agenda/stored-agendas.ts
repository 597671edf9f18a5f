import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { IsoDay } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { insertMissing } from '../../db/rows.ts'

export type AgendaKey = { team: string; date: IsoDay }

/** A meeting, whether or not its agenda is stored yet. */
export type PlannedMeeting = AgendaKey & { channel: ChannelId; meetsAt: number }

export type Agenda = PlannedMeeting & {
  remindedAt: number | null
  openedAt: number | null
  /** When people last changed something, which its post may not show yet. */
  changedAt: number
}

const agendas = (db: Db) =>
  db
    .selectFrom('agendas')
    .select(['team', 'date', 'channel_id as channel', 'meets_at as meetsAt'])
    .select(['reminded_at as remindedAt', 'opened_at as openedAt', 'changed_at as changedAt'])

export async function findAgenda(db: Db, team: string, date: IsoDay): Promise<Agenda | null> {
  const [row] = await agendas(db)
    .where(({ and }) => and({ team, date }))
    .execute()
  return (row as Agenda | undefined) ?? null
}

/** Agendas of meetings that begin, or began, after this moment; the next one first. */
export async function agendasAfter(db: Db, moment: number): Promise<Agenda[]> {
  return (await agendas(db).where('meets_at', '>', moment).orderBy('meets_at').execute()) as Agenda[]
}

/** Those whose post does not show the last change yet. */
export async function staleAgendas(db: Db): Promise<Agenda[]> {
  return (await agendas(db).whereRef('changed_at', '>', 'shown_at').execute()) as Agenda[]
}

export async function markAgenda(
  db: Db,
  { team, date }: AgendaKey,
  times: { reminded_at: number } | { opened_at: number } | { changed_at: number } | { shown_at: number },
): Promise<void> {
  const change = db.updateTable('agendas').set(times)
  await change.where(({ and }) => and({ team, date })).execute()
}

/** Somebody changed something. Two changes of one millisecond are two: the post has to show the later one. */
export const markChanged = (db: Db, agenda: Agenda, now: number): Promise<void> =>
  markAgenda(db, agenda, { changed_at: Math.max(now, agenda.changedAt + 1) })

export async function recordDecline(db: Db, { team, date }: AgendaKey, person: PersonId): Promise<void> {
  await insertMissing(db, 'declined', [{ team, date, person }])
}

export async function declinedBy(db: Db, { team, date }: AgendaKey): Promise<PersonId[]> {
  const declined = db.selectFrom('declined').select('person')
  const rows = await declined.where(({ and }) => and({ team, date })).execute()
  return rows.map(({ person }) => person)
}
