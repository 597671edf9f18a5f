import { type NotNull, sql } from 'kysely'
import type { ChannelId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

const MAX_REMARKS = 50

/** What was said of a paper. `channel`: where it was written; null for a verdict, which is the whole team's. */
export type TeamRemark = { paper: PaperId; text: string; channel: ChannelId | null }

/** Verdicts of these teams and notes of the first that hold all these beginnings of words, newest first. */
export async function findRemarks(
  db: Db,
  { team, teams, stems }: { team: string; teams: string[]; stems: string[] },
): Promise<TeamRemark[]> {
  if (stems.length === 0) return []
  const verdicts = await db
    .selectFrom('discussions')
    .select(['paper_id', 'verdict as text'])
    .where('team', 'in', teams)
    .where((row) => row.and(stems.map((stem) => contains('verdict', stem))))
    .orderBy('date', 'desc')
    .limit(MAX_REMARKS)
    .execute()
  const notes = await db
    .selectFrom('notes')
    .select(['paper_id', 'text', 'channel_id'])
    .where('team', '=', team)
    .where('paper_id', 'is not', null)
    .$narrowType<{ paper_id: NotNull }>()
    .where((row) => row.and(stems.map((stem) => contains('text', stem))))
    .orderBy('kept_at', 'desc')
    .limit(MAX_REMARKS)
    .execute()
  const remarks = [...verdicts.map((verdict) => ({ ...verdict, channel_id: null })), ...notes]
  return remarks.map(({ paper_id, text, channel_id }) => ({ paper: paper_id, text: text ?? '', channel: channel_id }))
}

/** Stems are letters and digits: nothing in them is special to `like`. */
const contains = (column: 'text' | 'verdict', stem: string) =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`%${stem}%`}`
