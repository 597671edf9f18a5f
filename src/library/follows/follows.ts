import type { ChannelId, Place } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { PaperChangeKind } from '../../core/paper-facts.ts'
import { chunksOf } from '../../core/yield-to-event-loop.ts'
import type { Db } from '../../db/db.ts'
import { type PlaceColumns, placeColumns, placeOf } from '../../db/places.ts'
import { insertMissing } from '../../db/rows.ts'

const ROWS_AT_ONCE = 500

/** A search that tells a person, or a channel, of new papers; or a paper, of which a person hears what changes. */
export type Follow = {
  id: string
  to: Place
  query: string
  /** Where it was asked for: its schedule says when there is news, its sources what can be news. */
  channel: ChannelId
  createdAt: number
  /** Null: `query` is a search. Else it names the paper for people. */
  paper: PaperId | null
}

/** False when the place follows just that already. */
export async function insertFollow(db: Db, { id, to, query, channel, createdAt, paper }: Follow): Promise<boolean> {
  const row = { id, ...placeColumns(to), query, channel_id: channel, created_at: createdAt, paper_id: paper }
  return (await insertMissing(db, 'follows', [row])) === 1
}

/** Also deletes what it found that nobody was notified of. */
export async function removeFollow(db: Db, { id, to, query }: Follow): Promise<void> {
  await db.deleteFrom('follows').where('id', '=', id).execute()
  await db
    .deleteFrom('followed_papers')
    .where(({ and }) => and({ ...placeColumns(to), query }))
    .where('told_at', 'is', null)
    .execute()
}

/** Of one place, or of all; in the order they were asked for. */
export async function listFollows(db: Db, to: Place | null): Promise<Follow[]> {
  const all = db
    .selectFrom('follows')
    .select(['id', 'query', 'place', 'place_kind'])
    .select(['channel_id as channel', 'created_at as createdAt', 'paper_id as paper'])
  const rows = await (to === null ? all : all.where(({ and }) => and(placeColumns(to))))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(withPlace)
}

/** Who hears what changes of a paper. */
export async function followersOf(db: Db, paper: PaperId): Promise<Pick<Followed, 'to' | 'query' | 'channel'>[]> {
  const followers = db.selectFrom('follows').select(['place', 'place_kind', 'query', 'channel_id as channel'])
  const rows = await followers.where('paper_id', '=', paper).execute()
  return rows.map(withPlace)
}

/** `channel`: of the follow. `change`: what became of the paper; empty: it is new. */
export type Followed = { to: Place; paper: PaperId; query: string; channel: ChannelId; change: PaperChangeKind | '' }

/** A paper is found for a place once, though several of its searches may match, and each change of it once. */
export async function recordFollowed(db: Db, found: Followed[], now: number): Promise<void> {
  const rows = found.map(({ to, paper, query, channel, change }) => ({
    ...placeColumns(to),
    ...{ paper_id: paper, change, query, channel_id: channel, found_at: now },
  }))
  for (const some of chunksOf(rows, ROWS_AT_ONCE)) await insertMissing(db, 'followed_papers', some)
}

/** What was found and nobody was notified of, in the order it was found. */
export async function unnotifiedPapers(db: Db): Promise<Followed[]> {
  const rows = await db
    .selectFrom('followed_papers')
    .select(['place', 'place_kind', 'paper_id as paper', 'query', 'channel_id as channel', 'change'])
    .where('told_at', 'is', null)
    .orderBy('found_at')
    .orderBy('paper_id')
    .execute()
  return rows.map(withPlace)
}

/** Of what was found about these papers. */
export async function markNotified(db: Db, to: Place, papers: PaperId[], now: number): Promise<void> {
  for (const some of chunksOf(papers, ROWS_AT_ONCE))
    await db
      .updateTable('followed_papers')
      .set({ told_at: now })
      .where(({ and }) => and(placeColumns(to)))
      .where('paper_id', 'in', some)
      .where('told_at', 'is', null)
      .execute()
}

const withPlace = <Row extends PlaceColumns>({ place, place_kind, ...row }: Row) => ({
  ...row,
  to: placeOf({ place, place_kind }),
})
