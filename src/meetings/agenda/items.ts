import type { PersonId } from '../../core/chat.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { upsertRows } from '../../db/rows.ts'
import type { AgendaKey, PlannedMeeting } from './stored-agendas.ts'

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
  { team, date, channel, meetsAt }: PlannedMeeting,
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
export async function addItem(db: Db, { team, date }: AgendaKey, { paper, ...item }: AgendaItem): Promise<void> {
  const { last } = await db
    .selectFrom('agenda_items')
    .select(({ fn }) => fn.max('position').as('last'))
    .where(({ and }) => and({ team, date }))
    .executeTakeFirstOrThrow()
  const listed = { ...item, state: 'listed' as const, position: Number(last ?? 0) + 1 }
  await upsertRows(db, 'agenda_items', [{ team, date, paper_id: paper, ...listed }], {
    key: ['team', 'date', 'paper_id'],
  })
}

export async function dropItem(db: Db, { team, date }: AgendaKey, paper: PaperId): Promise<void> {
  await db
    .updateTable('agenda_items')
    .set({ state: 'dropped', presenter: null, answer: null })
    .where(({ and }) => and({ team, date, paper_id: paper }))
    .execute()
}

export async function setPresenter(
  db: Db,
  { team, date }: AgendaKey,
  { paper, presenter, answer }: Omit<AgendaItem, 'votes'>,
): Promise<void> {
  await db
    .updateTable('agenda_items')
    .set({ presenter, answer })
    .where(({ and }) => and({ team, date, paper_id: paper }))
    .execute()
}

/** What is on it, in order. */
export async function itemsOf(db: Db, { team, date }: AgendaKey): Promise<AgendaItem[]> {
  const rows = await db
    .selectFrom('agenda_items')
    .select(['paper_id as paper', 'votes', 'presenter', 'answer'])
    .where(({ and }) => and({ team, date, state: 'listed' }))
    .orderBy('position')
    .execute()
  return rows as AgendaItem[]
}

/** Papers that were taken off this agenda. */
export async function droppedFrom(db: Db, { team, date }: AgendaKey): Promise<PaperId[]> {
  const rows = await db
    .selectFrom('agenda_items')
    .select('paper_id')
    .where(({ and }) => and({ team, date, state: 'dropped' }))
    .execute()
  return rows.map(({ paper_id }) => paper_id)
}

/** Papers that were on earlier agendas of these teams, dropped or not, with the day of the latest. */
export async function agendaDays(db: Db, teams: string[], before: IsoDay): Promise<Map<PaperId, IsoDay>> {
  const rows = await db
    .selectFrom('agenda_items')
    .select(({ fn }) => ['paper_id', fn.max('date').as('date')])
    .where('team', 'in', teams)
    .where('date', '<', before)
    .groupBy('paper_id')
    .execute()
  return new Map(rows.map(({ paper_id, date }) => [paper_id, date]))
}
