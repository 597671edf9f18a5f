import { type RawBuilder, sql } from 'kysely'
import type { IsoDay, PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'

/** A posted paper is watched for so long, and longer where a last answer is missing. */
const WATCHED_MS = 90 * DAY_MS
const LATE_MS = 30 * DAY_MS
/** Before it is asked about for the first time, and after a failure. */
const WAIT_MS = DAY_MS / 2

/**
 * Who is asked: arXiv, Hugging Face's list of a day or its page of a paper, the registry of a DOI. `ids`: about which
 * papers, so many `together`. They are asked about less often as they age, and after `most` days at the latest.
 */
const SOURCES = {
  arxiv: { ids: 'arxiv:', most: 7, together: 100 },
  listed: { ids: 'arxiv:', most: 14, together: 100 },
  doi: { ids: 'doi:', most: 14, together: 1 },
  page: { ids: 'arxiv:', most: 30, together: 1 },
}

export type RecheckSource = keyof typeof SOURCES

/** One request about these papers; `day`: the list of Hugging Face that has them, null where none does. */
export type Recheck = { source: RecheckSource; papers: PaperId[]; day: IsoDay | null }

/** What is to be asked next, lists of many papers first, `limit` requests at most. */
export async function dueRechecks(db: Db, now: number, limit: number): Promise<Recheck[]> {
  const due = Map.groupBy(await duePapers(db, now), ({ source }) => source)
  const listed = (due.get('listed') ?? []).map(({ id }) => id)
  const days = await daysOf(db, listed)
  const rechecks = Object.entries(SOURCES).flatMap(([name, { together }]): Recheck[] => {
    const source = name as RecheckSource
    const papers = (due.get(source) ?? []).map(({ id }) => id)
    return source === 'listed'
      ? [...Map.groupBy(papers, (id) => days.get(id) ?? null)].map(([day, some]) => ({ source, papers: some, day }))
      : chunksOf(papers, together).map((some) => ({ source, papers: some, day: null }))
  })
  return rechecks.slice(0, limit)
}

/** Those that were asked about longest ago come first. */
async function duePapers(db: Db, now: number): Promise<{ source: RecheckSource; id: PaperId }[]> {
  const sources = Object.entries(SOURCES).map(
    ([name, { ids, most }]) =>
      sql`select ${sql.lit(name)} as name, ${sql.lit(`${ids}%`)} as ids, ${sql.lit(most * DAY_MS)} as most`,
  )
  const age = sql`(r.checked_at - w.seen_at)`
  const { rows } = await sql<{ source: RecheckSource; id: PaperId }>`
    select s.name as source, w.paper_id as id from (${watched(now)}) w
    join (${sql.join(sources, sql` union all `)}) s on w.paper_id like s.ids
    left join paper_rechecks r on r.paper_id = w.paper_id and r.source = s.name
    where case
      when r.tried_at is null then w.seen_at <= ${now - WAIT_MS}
      when r.checked_at is null or r.tried_at > r.checked_at then r.tried_at <= ${now - WAIT_MS}
      when r.checked_at >= w.until then false
      when w.until <= ${now} then true
      else ${now} - r.checked_at >= case
        when ${age} < ${sql.lit(DAY_MS)} then ${sql.lit(DAY_MS)} when ${age} > s.most then s.most else ${age} end
    end
    order by coalesce(r.tried_at, 0), w.paper_id`.execute(db)
  return rows
}

/** Papers that were posted, are on an agenda, or were discussed: since when, and until when they are watched. */
const watched = (now: number): RawBuilder<unknown> => sql`
  select paper_id, max(seen_at) as seen_at, max(until) as until from (
    select paper_id, planned_at as seen_at, planned_at + ${sql.lit(WATCHED_MS)} as until
      from postings where planned_at > ${now - WATCHED_MS - LATE_MS}
    union all
    select i.paper_id, a.planned_at, a.meets_at + ${sql.lit(WATCHED_MS)}
      from agenda_items i join agendas a on a.team = i.team and a.date = i.date
      where i.state = 'listed' and a.meets_at > ${now}
    union all
    select paper_id, coalesce(closed_at, opened_at), ${sql.lit(Number.MAX_SAFE_INTEGER)}
      from discussions where coalesce(closed_at, opened_at) is not null
  ) one group by paper_id`

/** The first day on which Hugging Face lists each of these papers. */
async function daysOf(db: Db, papers: PaperId[]): Promise<Map<PaperId, IsoDay>> {
  const listed = db.selectFrom('sightings').select(['paper_id', 'day']).where('source', '=', 'huggingface')
  const rows = await listed.where('paper_id', 'in', papers).orderBy('day', 'desc').execute()
  return new Map(rows.map(({ paper_id, day }) => [paper_id, day]))
}

/** Keeps when papers were asked about, and whether there was an answer. */
export async function recordRechecks(db: Db, rechecks: (Recheck & { isAnswered: boolean })[], now: number) {
  for (const [answered, some] of Map.groupBy(rechecks, ({ isAnswered }) => isAnswered)) {
    const times = { tried_at: now, ...(answered && { checked_at: now }) }
    const rows = some.flatMap(({ source, papers }) => papers.map((paper_id) => ({ paper_id, source, ...times })))
    await upsertRows(db, 'paper_rechecks', rows, { key: ['paper_id', 'source'] })
  }
}
