import { sql } from 'kysely'
import type { Migration } from '../db.ts'
import { accessTables } from './baseline/access.ts'
import { channelTables } from './baseline/channels.ts'
import { libraryTables } from './baseline/library.ts'
import { meetingTables } from './baseline/meetings.ts'
import { outboxTables } from './baseline/outbox.ts'
import { paperTables } from './baseline/papers.ts'
import { searchTables } from './baseline/search.ts'
import { summaryTables } from './baseline/summaries.ts'
import { votingTables } from './baseline/voting.ts'

/** The tables of version 0.1.0. */
export const baseline: Migration = async (db, dialect) => {
  const statements = [
    paperTables,
    channelTables,
    outboxTables,
    searchTables,
    summaryTables,
    votingTables,
    meetingTables,
    libraryTables,
    accessTables,
  ].flatMap((tables) => tables(dialect))
  for (const statement of statements) await sql.raw(statement).execute(db)
}
