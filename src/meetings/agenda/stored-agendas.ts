import { sql } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { insertMissing, upsertRows } from '../../db/rows.ts'

export type AgendaKey = { team: string; date: IsoDay }

export const agendaKey = ({ team, date }: AgendaKey): string => `agenda:${team}:${date}`

/** The post below which a paper is discussed. */
export const discussionKey = (agenda: AgendaKey, paper: PaperId): string => `${agendaKey(agenda)}:talk:${paper}`

/** A meeting, whether or not its agenda is stored yet. */
export type PlannedMeeting = AgendaKey & { channel: ChannelId; meetsAt: number }

export type Agenda = Awaited<ReturnType<typeof agendasAfter>>[number]

const agendas = (db: Db) =>
  db
    .selectFrom('agendas')
    .select(['team', 'date', 'channel_id as channel', 'meets_at as meetsAt'])
    .select(['reminded_at as remindedAt', 'opened_at as openedAt', 'changed_at as changedAt'])

export const findAgenda = (db: Db, team: string, date: IsoDay): Promise<Agenda | undefined> =>
  agendas(db).where('team', '=', team).where('date', '=', date).executeTakeFirst()

/** Agendas of meetings that begin, or began, after this moment; the next one first. */
export const agendasAfter = (db: Db, moment: number) =>
  agendas(db).where('meets_at', '>', moment).orderBy('meets_at').execute()

/** Those whose post does not show the last change yet. */
export const staleAgendas = (db: Db): Promise<Agenda[]> => agendas(db).whereRef('changed_at', '>', 'shown_at').execute()

export async function markAgenda(
  db: Db,
  { team, date }: AgendaKey,
  times: { reminded_at: number } | { opened_at: number } | { shown_at: number },
): Promise<void> {
  await db.updateTable('agendas').set(times).where('team', '=', team).where('date', '=', date).execute()
}

export const markChanged = (db: Db, { team, date }: AgendaKey, now: number): Promise<unknown> =>
  changing(db, now).where('team', '=', team).where('date', '=', date).execute()

/** Agendas that are still to come and have this paper are shown again, with what its title says now. */
export const markPaperChanged = (db: Db, paper: PaperId, now: number): Promise<unknown> =>
  changing(db, now)
    .where('meets_at', '>', now)
    .where(sql<boolean>`exists (select 1 from agenda_items i where i.paper_id = ${paper} and i.state = 'listed'
      and i.team = agendas.team and i.date = agendas.date)`)
    .execute()

/** Two changes of one millisecond are two, and a late clock takes none back: the post has to show the last one. */
const changing = (db: Db, now: number) =>
  db
    .updateTable('agendas')
    .set({ changed_at: sql<number>`case when changed_at < ${now} then ${now} else changed_at + 1 end` })

export async function recordDecline(db: Db, { team, date }: AgendaKey, person: PersonId): Promise<void> {
  await insertMissing(db, 'declined', [{ team, date, person }])
}

export async function declinedBy(db: Db, { team, date }: AgendaKey): Promise<PersonId[]> {
  const declined = db.selectFrom('declined').select('person').where('team', '=', team).where('date', '=', date)
  return (await declined.execute()).map(({ person }) => person)
}

/** In order. `answer`: whether the presenter has said yes. */
export type AgendaItem = {
  paper: PaperId
  votes: number
  presenter: PersonId | null
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
  const agenda = { team, date, channel_id: channel, meets_at: meetsAt, ...times }
  await db.insertInto('agendas').values(agenda).execute()
  for (const item of items) await addItem(db, { team, date }, item)
}

/** At the end of the agenda; a paper that was dropped comes back. */
export async function addItem(db: Db, { team, date }: AgendaKey, { paper, ...item }: AgendaItem): Promise<void> {
  const items = db.selectFrom('agenda_items').where('team', '=', team).where('date', '=', date)
  const { last } = await items.select(({ fn }) => fn.max('position').as('last')).executeTakeFirstOrThrow()
  const listed = { ...item, state: 'listed' as const, position: Number(last ?? 0) + 1 }
  const row = { team, date, paper_id: paper, ...listed }
  await upsertRows(db, 'agenda_items', [row], { key: ['team', 'date', 'paper_id'] })
}

export const dropItem = (db: Db, agenda: AgendaKey, paper: PaperId): Promise<void> =>
  updateItem(db, agenda, paper, { state: 'dropped', presenter: null, answer: null })

export const setPresenter = (
  db: Db,
  agenda: AgendaKey,
  { paper, presenter, answer }: Omit<AgendaItem, 'votes'>,
): Promise<void> => updateItem(db, agenda, paper, { presenter, answer })

async function updateItem(
  db: Db,
  { team, date }: AgendaKey,
  paper: PaperId,
  change: Pick<AgendaItem, 'presenter' | 'answer'> & { state?: 'dropped' },
): Promise<void> {
  const update = db.updateTable('agenda_items').set(change)
  await update.where(({ and }) => and({ team, date, paper_id: paper })).execute()
}

/** What is on it, in order. */
export const itemsOf = (db: Db, { team, date }: AgendaKey): Promise<AgendaItem[]> =>
  db
    .selectFrom('agenda_items')
    .select(['paper_id as paper', 'votes', 'presenter', 'answer'])
    .where(({ and }) => and({ team, date, state: 'listed' }))
    .orderBy('position')
    .execute()

/** Papers that were on this agenda, dropped or not. */
export async function papersEverOn(db: Db, { team, date }: AgendaKey): Promise<Set<PaperId>> {
  const items = db.selectFrom('agenda_items').select('paper_id').where('team', '=', team).where('date', '=', date)
  return new Set((await items.execute()).map(({ paper_id }) => paper_id))
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
