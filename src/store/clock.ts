import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from './open.ts'

/** The database's own clock in milliseconds since the epoch: what replicas lease from each other must not hang on theirs. */
export const databaseNow = (dialect: Dialect): RawBuilder<number> =>
  dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
