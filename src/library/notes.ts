import { type NotNull, sql } from 'kysely'
import type { PostRef } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'
import { postKey } from '../outbox/posts.ts'

/** So long a note waits until its keeper says which paper it is about. */
const UNASSIGNED_MS = DAY_MS
const MAX_REMARKS = 50

/**
 * A message kept with a paper, for one team. `paper`: null while its keeper is asked for it. `author`, `keeper`: who
 * wrote and who kept it; null once they were forgotten.
 */
export type Note = Awaited<ReturnType<typeof notesOn>>[number]
export type NewNote = Note & { post: PostRef }

/** Keeps a message once. Returns its note, which may be an earlier one. */
export async function keepNote(db: Db, note: NewNote): Promise<Note> {
  await db
    .deleteFrom('notes')
    .where('paper_id', 'is', null)
    .where('kept_at', '<', note.keptAt - UNASSIGNED_MS)
    .execute()
  const { paper, channel, post, keptAt, ...same } = note
  const row = { ...same, paper_id: paper, channel_id: channel, post: postKey(post), kept_at: keptAt }
  await insertMissing(db, 'notes', [row])
  return selectNotes(db).where('post', '=', row.post).executeTakeFirstOrThrow()
}

export const findNote = async (db: Db, id: string): Promise<Note | null> =>
  (await selectNotes(db).where('id', '=', id).executeTakeFirst()) ?? null

export async function assignNote(db: Db, id: string, paper: PaperId): Promise<void> {
  await db.updateTable('notes').set({ paper_id: paper }).where('id', '=', id).execute()
}

export async function removeNote(db: Db, id: string): Promise<void> {
  await db.deleteFrom('notes').where('id', '=', id).execute()
}

/** What a team kept with these papers, newest first. */
export async function notesOn(db: Db, team: string, papers: PaperId[]) {
  if (papers.length === 0) return []
  const kept = selectNotes(db).where('team', '=', team).where('paper_id', 'in', papers)
  return kept.orderBy('kept_at', 'desc').orderBy('id').execute()
}

const selectNotes = (db: Db) =>
  db
    .selectFrom('notes')
    .select(['id', 'team', 'paper_id as paper', 'text', 'author', 'keeper'])
    .select(['channel_id as channel', 'kept_at as keptAt'])

/**
 * Verdicts of these teams and notes of the first that hold all these beginnings of words, newest first. `channel`:
 * where it was written; null for a verdict, which is the whole team's.
 */
export async function findRemarks(db: Db, { team, teams, stems }: { team: string; teams: string[]; stems: string[] }) {
  if (stems.length === 0) return []
  const verdicts = await db
    .selectFrom('discussions')
    .select(['paper_id as paper', 'verdict as text', sql<null>`cast(null as text)`.as('channel')])
    .$narrowType<{ text: NotNull }>()
    .where('team', 'in', teams)
    .where((row) => row.and(stems.map((stem) => contains('verdict', stem))))
    .orderBy('date', 'desc')
    .limit(MAX_REMARKS)
    .execute()
  const notes = await db
    .selectFrom('notes')
    .select(['paper_id as paper', 'text', 'channel_id as channel'])
    .where('team', '=', team)
    .where('paper_id', 'is not', null)
    .$narrowType<{ paper: NotNull }>()
    .where((row) => row.and(stems.map((stem) => contains('text', stem))))
    .orderBy('kept_at', 'desc')
    .limit(MAX_REMARKS)
    .execute()
  return [...verdicts, ...notes]
}

/** Stems are letters and digits: nothing in them is special to `like`. */
const contains = (column: 'text' | 'verdict', stem: string) =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`%${stem}%`}`
