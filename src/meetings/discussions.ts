import type { NotNull } from 'kysely'
import type { PersonId } from '../core/chat.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'

/** A paper that a team discussed, or will at its meeting of `date`. */
export type Discussion = {
  team: string
  paper: PaperId
  date: IsoDay
  presenter: PersonId | null
  /** The result, in one line. */
  verdict: string | null
  closedAt: number | null
}

/** Also reopens a paper that was discussed before: it came onto an agenda again. */
export async function openDiscussion(
  db: Db,
  { team, paper, date, presenter, now }: Pick<Discussion, 'team' | 'paper' | 'date' | 'presenter'> & { now: number },
): Promise<void> {
  const open = { date, presenter, opened_at: now, closed_at: null }
  await upsertRows(db, 'discussions', [{ team, paper_id: paper, verdict: null, ...open }], {
    key: ['team', 'paper_id'],
    kept: ['verdict'],
  })
}

/** Marks a paper discussed, on an agenda or not. Repeating it changes nothing. */
export async function closeDiscussion(
  db: Db,
  { team, paper, date, now }: Pick<Discussion, 'team' | 'paper' | 'date'> & { now: number },
): Promise<void> {
  await db
    .insertInto('discussions')
    .values({ team, paper_id: paper, date, presenter: null, verdict: null, opened_at: null, closed_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'paper_id'])
        .doUpdateSet((row) => ({ closed_at: row.fn.coalesce('discussions.closed_at', row.ref('excluded.closed_at')) })),
    )
    .execute()
}

/** Takes the mark back, unless there is a verdict. */
export async function reopenDiscussion(db: Db, team: string, paper: PaperId): Promise<void> {
  await db
    .updateTable('discussions')
    .set({ closed_at: null })
    .where(({ and }) => and({ team, paper_id: paper }))
    .where('verdict', 'is', null)
    .execute()
}

export async function saveVerdict(db: Db, team: string, paper: PaperId, verdict: string | null): Promise<void> {
  await db.updateTable('discussions').set({ verdict }).where('team', '=', team).where('paper_id', '=', paper).execute()
}

/** The papers that these teams have discussed. */
export async function closedPapers(db: Db, teams: string[]): Promise<Set<PaperId>> {
  const rows = await db
    .selectFrom('discussions')
    .select('paper_id')
    .where('team', 'in', teams)
    .where('closed_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ paper_id }) => paper_id))
}

/** The last day that each of these teams' people presented on. */
export async function lastPresented(db: Db, teams: string[]): Promise<Map<PersonId, IsoDay>> {
  const rows = await db
    .selectFrom('discussions')
    .select((row) => ['presenter', row.fn.max('date').as('date')])
    .where('team', 'in', teams)
    .where('presenter', 'is not', null)
    .$narrowType<{ presenter: NotNull }>()
    .groupBy('presenter')
    .execute()
  return new Map(rows.map(({ presenter, date }) => [presenter, date]))
}

/** Of all these teams, newest first. */
export async function discussionsOf(db: Db, teams: string[], papers: PaperId[]): Promise<Discussion[]> {
  if (papers.length === 0) return []
  return (await selectDiscussions(db, teams).where('paper_id', 'in', papers).execute()) as Discussion[]
}

/** What these teams discussed last, newest first, from a day on. */
export async function latestDiscussions(db: Db, teams: string[], since: IsoDay, limit: number): Promise<Discussion[]> {
  const closed = selectDiscussions(db, teams).where('closed_at', 'is not', null).where('date', '>=', since)
  return (await closed.orderBy('paper_id').limit(limit).execute()) as Discussion[]
}

const selectDiscussions = (db: Db, teams: string[]) =>
  db
    .selectFrom('discussions')
    .select(['team', 'paper_id as paper', 'date', 'presenter', 'verdict', 'closed_at as closedAt'])
    .where('team', 'in', teams)
    .orderBy('date', 'desc')
