import type { Selectable } from 'kysely'
import type { ChannelId, PersonId, PostRef } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'
import type { Schema } from '../db/schema.ts'
import { postKey } from '../outbox/posts.ts'

/** So long a note waits until its keeper says which paper it is about. */
const UNASSIGNED_MS = DAY_MS

/** A message kept with a paper, for one team. */
export type Note = {
  id: string
  team: string
  /** Null while its keeper is asked for it. */
  paper: PaperId | null
  text: string
  /** Who wrote and who kept it; null once they were forgotten. */
  author: PersonId | null
  keeper: PersonId | null
  channel: ChannelId
  post: PostRef
  keptAt: number
}

/** Keeps a message once. Returns its note, which may be an earlier one. */
export async function keepNote(db: Db, note: Note): Promise<Note> {
  await db
    .deleteFrom('notes')
    .where('paper_id', 'is', null)
    .where('kept_at', '<', note.keptAt - UNASSIGNED_MS)
    .execute()
  await insertMissing(db, 'notes', [toRow(note)])
  const row = await db.selectFrom('notes').selectAll().where('post', '=', postKey(note.post)).executeTakeFirstOrThrow()
  return fromRow(row)
}

export async function findNote(db: Db, id: string): Promise<Note | null> {
  const row = await db.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? fromRow(row) : null
}

export async function assignNote(db: Db, id: string, paper: PaperId): Promise<void> {
  await db.updateTable('notes').set({ paper_id: paper }).where('id', '=', id).execute()
}

export async function removeNote(db: Db, id: string): Promise<void> {
  await db.deleteFrom('notes').where('id', '=', id).execute()
}

/** What a team kept with these papers, newest first. */
export async function notesOn(db: Db, team: string, papers: PaperId[]): Promise<Note[]> {
  if (papers.length === 0) return []
  const kept = db.selectFrom('notes').selectAll().where('team', '=', team).where('paper_id', 'in', papers)
  return (await kept.orderBy('kept_at', 'desc').orderBy('id').execute()).map(fromRow)
}

const toRow = ({ paper, channel, post, keptAt, ...same }: Note): Selectable<Schema['notes']> => ({
  ...same,
  paper_id: paper,
  channel_id: channel,
  post: postKey(post),
  kept_at: keptAt,
})

const fromRow = (row: Selectable<Schema['notes']>): Note => ({
  id: row.id,
  team: row.team,
  paper: row.paper_id,
  text: row.text,
  author: row.author,
  keeper: row.keeper,
  channel: row.channel_id,
  post: JSON.parse(row.post),
  keptAt: row.kept_at,
})
