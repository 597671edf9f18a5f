import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Dialect } from './db.ts'
import type { Schema } from './schema.ts'

const SET_EVERY_MS = 10_000
/** Of so many measurements the quickest counts: an answer that was long on its way says little. */
const KEPT = 6

/** The database's own clock in milliseconds since the epoch: leases between replicas must not depend on theirs. */
export const databaseNow = (dialect: Dialect): RawBuilder<number> =>
  dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`

export type Clock = { now(): number; stop(): void }

/** The database's clock without asking each time: all replicas agree on what is due. */
export async function startClock(db: Kysely<Schema>, dialect: Dialect): Promise<Clock> {
  // On SQLite they are the same.
  if (dialect === 'sqlite') return { now: Date.now, stop() {} }
  let measured = [await measureOffset(db, dialect)]
  let offset = measured[0]?.offset ?? 0
  const timer = setInterval(async () => {
    const fresh = await measureOffset(db, dialect).catch(() => null)
    if (fresh === null) return
    measured = [...measured, fresh].slice(-KEPT)
    offset = measured.reduce((best, other) => (other.took < best.took ? other : best)).offset
  }, SET_EVERY_MS).unref()
  return { now: () => Math.round(performance.now() + offset), stop: () => clearInterval(timer) }
}

type Measured = { offset: number; took: number }

async function measureOffset(db: Kysely<Schema>, dialect: Dialect): Promise<Measured> {
  const asked = performance.now()
  const { now } = await db.selectNoFrom(databaseNow(dialect).as('now')).executeTakeFirstOrThrow()
  const answered = performance.now()
  return { offset: now - (asked + answered) / 2, took: answered - asked }
}
