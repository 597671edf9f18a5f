import type { NotNull } from 'kysely'
import { mayManage } from '../access/who-may.ts'
import { timezoneOf } from '../channels/channels.ts'
import type { Defaults } from '../channels/settings.ts'
import { DISCUSSED } from '../channels/team-settings.ts'
import type { ChatAdapter, PersonId } from '../core/chat.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import { localDate } from '../core/schedule.ts'
import type { TraitsOf } from '../core/setup.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { upsertRows } from '../db/rows.ts'
import { findVotedPost, type OnMarksChanged, votesOn } from '../voting/votes.ts'

/** A paper that a team discussed, or will at its meeting of `date`. `verdict`: the result, in one line. */
export type Discussion = Awaited<ReturnType<typeof latestDiscussions>>[number]

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
async function reopenDiscussion(db: Db, team: string, paper: PaperId): Promise<void> {
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
export const discussionsOf = async (db: Db, teams: string[], papers: PaperId[]): Promise<Discussion[]> =>
  papers.length === 0 ? [] : selectDiscussions(db, teams).where('paper_id', 'in', papers).execute()

/** What these teams discussed last, newest first, from a day on. */
export const latestDiscussions = (db: Db, teams: string[], since: IsoDay, limit: number) =>
  selectDiscussions(db, teams)
    .where('closed_at', 'is not', null)
    .where('date', '>=', since)
    .orderBy('paper_id')
    .limit(limit)
    .execute()

const selectDiscussions = (db: Db, teams: string[]) =>
  db
    .selectFrom('discussions')
    .select(['team', 'paper_id as paper', 'date', 'presenter', 'verdict', 'closed_at as closedAt'])
    .where('team', 'in', teams)
    .orderBy('date', 'desc')

type MarkContext = {
  store: Store
  adapters: Map<string, ChatAdapter>
  traitsOf: TraitsOf
  defaults: Pick<Defaults, 'timezone'>
}

/** ✅ on a post: its paper is discussed while the mark of a manager of the channel stands. */
export const createDiscussedMarkHandler =
  (context: MarkContext): OnMarksChanged =>
  async (post, changed, now) => {
    const { db } = context.store
    const voted = changed.some(({ emoji }) => emoji === DISCUSSED) ? await findVotedPost(db, post) : null
    if (!voted) return
    const { team, paper } = voted
    const date = localDate(await timezoneOf(db, post.channel, context.defaults), now)
    const marks = (await votesOn(db, post)).filter(({ emoji }) => emoji === DISCUSSED)
    for (const { person } of marks)
      if (await mayManage(context, post.channel, person)) return closeDiscussion(db, { team, paper, date, now })
    await reopenDiscussion(db, team, paper)
  }
