import type { AccessTables } from './schema/access.ts'
import type { ChannelTables } from './schema/channels.ts'
import type { LibraryTables } from './schema/library.ts'
import type { MeetingTables } from './schema/meetings.ts'
import type { OutboxTables } from './schema/outbox.ts'
import type { PaperTables } from './schema/papers.ts'
import type { SearchTables } from './schema/search.ts'
import type { SummaryTables } from './schema/summaries.ts'
import type { VotingTables } from './schema/voting.ts'

/** Rows of both databases: times in milliseconds since the epoch, days `YYYY-MM-DD`, lists and records as JSON. */
export type Schema = AccessTables &
  ChannelTables &
  LibraryTables &
  MeetingTables &
  OutboxTables &
  PaperTables &
  SearchTables &
  SummaryTables &
  VotingTables & { meta: { key: string; value: string } }
