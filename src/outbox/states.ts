import { sql } from 'kysely'
import type { DeliveryState } from '../db/schema/outbox.ts'

/** What is neither sent nor given up. */
export const OPEN: DeliveryState[] = ['planned', 'ready', 'sending', 'uncertain']
/**
 * Written out, not bound: SQLite takes an index of some rows only for a condition it can read (359 ms without, 2 ms
 * with it).
 */
export const openStates = sql<DeliveryState>`(${sql.join(OPEN.map((state) => sql.lit(state)))})`
/** Given up, for now: `paperboy retry` revives it. */
export const stuckStates = sql<DeliveryState>`('held', 'dead')`
