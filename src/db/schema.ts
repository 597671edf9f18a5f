import type { Dialect } from './db.ts'
import { channelIndexes, channelTables } from './schema/channels.ts'
import { outboxIndexes, outboxTables } from './schema/outbox.ts'
import { paperIndexes, paperTables, type WordTables, wordTables } from './schema/papers.ts'
import { createTable, type RowOf } from './schema/table.ts'
import { teamIndexes, teamTables } from './schema/teams.ts'

/** Of both databases: times in milliseconds since the epoch, days `YYYY-MM-DD`, lists and records as JSON. */
const tables = { ...paperTables, ...channelTables, ...outboxTables, ...teamTables }

export type Schema = { [Name in keyof typeof tables]: RowOf<(typeof tables)[Name]> } & WordTables

/** The statements that make a new database. One that is older gets there by the steps of `migrations`. */
export const schemaOf = (dialect: Dialect): string[] => [
  ...Object.entries(tables).map(([name, table]) => createTable(name, table, dialect)),
  ...[...paperIndexes, ...channelIndexes, ...outboxIndexes, ...teamIndexes],
  ...wordTables[dialect],
]
