import { sql } from 'kysely'
import type { DeliveryState } from '../db/schema/outbox.ts'

/** What is neither sent nor given up. */
export const OPEN: DeliveryState[] = ['planned', 'ready', 'sending', 'uncertain']
/** Written out, not bound: else SQLite does not see that its index of some rows fits (359 ms instead of 2 ms). */
export const openStates = sql<DeliveryState>`(${sql.join(OPEN.map((state) => sql.lit(state)))})`
/** Given up, for now: `paperboy retry` revives it. */
export const stuckStates = sql<DeliveryState>`('held', 'dead')`
