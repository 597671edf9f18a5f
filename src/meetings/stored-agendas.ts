import type { Selectable } from 'kysely'
import type { ChannelId, PersonId } from '../core/chat.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'

export type AgendaKey = { team: string; date: IsoDay }

export type Agenda = AgendaKey & {
  channel: ChannelId
  meetsAt: number
  remindedAt: number | null
  openedAt: number | null
  /** When people last changed something, which its post may not show yet. */
  changedAt: number
}

export type AgendaItem = {
  paper: PaperId
  votes: number
  presenter: PersonId | null
  /** Whether the presenter has said yes. */
  answer: 'asked' | 'accepted' | null
}

/** Throws when that meeting has an agenda already: the primary key is the promise. */
export async function insertAgenda(
  db: Db,
  { team, date, channel, meetsAt }: Pick<Agenda, 'team' | 'date' | 'channel' | 'meetsAt'>,
  items: AgendaItem[],
  now: number,
): Promise<void> {
  const times = { planned_at: now, changed_at: now, shown_at: now }
  await db
    .insertInto('agendas')
    .values({ team, date, channel_id: channel, meets_at: meetsAt, ...times })
    .execute()
  for (const item of items) await addItem(db, { team, date }, item)
}

/** At the end of the agenda; a paper that was dropped comes back. */
export async function addItem(db: Db, { team, date }: AgendaKey, item: AgendaItem): Promise<void> {
  const { paper, ...rest } = item
  const { last } = await db
    .selectFrom('agenda_items')
    .select((row) => row.fn.max('position').as('last'))
    .where('team', '=', team)
    .where('date', '=', date)
    .executeTakeFirstOrThrow()
  const listed = { ...rest, state: 'listed' as const, position: Number(last ?? 0) + 1 }
  await db
    .insertInto('agenda_items')
    .values({ team, date, paper_id: paper, ...listed })
    .onConflict((conflict) => conflict.columns(['team', 'date', 'paper_id']).doUpdateSet(listed))
    .execute()
}

export async function dropItem(db: Db, { team, date }: AgendaKey, paper: PaperId): Promise<void> {
  await db
    .updateTable('agenda_items')
    .set({ state: 'dropped', presenter: null, answer: null })
    .where('team', '=', team)
    .where('date', '=', date)
    .where('paper_id', '=', paper)
    .execute()
}

export async function setPresenter(
  db: Db,
  { team, date }: AgendaKey,
  { paper, presenter, answer }: Pick<AgendaItem, 'paper' | 'presenter' | 'answer'>,
): Promise<void> {
  await db
    .updateTable('agenda_items')
    .set({ presenter, answer })
    .where('team', '=', team)
    .where('date', '=', date)
    .where('paper_id', '=', paper)
    .execute()
}

export async function findAgenda(db: Db, team: string, date: IsoDay): Promise<Agenda | null> {
  const row = await db
    .selectFrom('agendas')
    .selectAll()
    .where('team', '=', team)
    .where('date', '=', date)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

/** Agendas of meetings that begin, or began, after this moment; the next one first. */
export async function agendasAfter(db: Db, moment: number): Promise<Agenda[]> {
  const rows = await db.selectFrom('agendas').selectAll().where('meets_at', '>', moment).orderBy('meets_at').execute()
  return rows.map(fromRow)
}

/** Those whose post does not show yet what was changed. */
export async function staleAgendas(db: Db): Promise<Agenda[]> {
  const rows = await db.selectFrom('agendas').selectAll().whereRef('changed_at', '>', 'shown_at').execute()
  return rows.map(fromRow)
}

/** What is on it, in order. */
export async function itemsOf(db: Db, { team, date }: AgendaKey): Promise<AgendaItem[]> {
  const rows = await db
    .selectFrom('agenda_items')
    .selectAll()
    .where('team', '=', team)
    .where('date', '=', date)
    .where('state', '=', 'listed')
    .orderBy('position')
    .execute()
  return rows.map(({ paper_id, votes, presenter, answer }) => ({
    paper: paper_id as PaperId,
    votes,
    presenter: presenter as PersonId | null,
    answer,
  }))
}

/** Papers that were on earlier agendas of these teams, dropped or not, with the day of the latest. */
export async function agendaDays(db: Db, teams: string[], before: IsoDay): Promise<Map<PaperId, IsoDay>> {
  const rows = await db
    .selectFrom('agenda_items')
    .select((row) => ['paper_id', row.fn.max('date').as('date')])
    .where('team', 'in', teams)
    .where('date', '<', before)
    .groupBy('paper_id')
    .execute()
  return new Map(rows.map(({ paper_id, date }) => [paper_id as PaperId, date]))
}

/** Papers that were taken off this agenda. */
export async function droppedFrom(db: Db, { team, date }: AgendaKey): Promise<PaperId[]> {
  const rows = await db
    .selectFrom('agenda_items')
    .select('paper_id')
    .where('team', '=', team)
    .where('date', '=', date)
    .where('state', '=', 'dropped')
    .execute()
  return rows.map(({ paper_id }) => paper_id as PaperId)
}

export async function markAgenda(
  db: Db,
  { team, date }: AgendaKey,
  times: { reminded_at: number } | { opened_at: number } | { changed_at: number } | { shown_at: number },
): Promise<void> {
  await db.updateTable('agendas').set(times).where('team', '=', team).where('date', '=', date).execute()
}

export async function recordDecline(db: Db, { team, date }: AgendaKey, person: PersonId): Promise<void> {
  await db
    .insertInto('declined')
    .values({ team, date, person })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function declinedBy(db: Db, { team, date }: AgendaKey): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('declined')
    .select('person')
    .where('team', '=', team)
    .where('date', '=', date)
    .execute()
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
