import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Lead } from '../core/setup.ts'
import { databaseNow } from './clock.ts'
import { postgresOptions } from './postgres.ts'
import { isGone, processOwner } from './process-owner.ts'
import type { Schema } from './schema.ts'

const BEAT_MS = 5_000
const TRUSTED_MS = 15_000
/** A leader that died or lost the network is replaced after this time. */
const FREED_MS = 20_000
const GOODBYE_MS = 2_000
/** The first half of every advisory lock on a lead; the second half is its name. */
const LEAD_LOCKS = 7266

/** Takes the lead on SQLite, which has no advisory locks, by a row that must be renewed. Null: another has it. */
export async function tryLeaseLead(db: Kysely<Schema>, name: string): Promise<Lead | null> {
  const askedAt = performance.now()
  const owner = `${processOwner}:${randomUUID()}`
  await freeDead(db, name)
  const now = databaseNow('sqlite')
  const until = sql<number>`${now} + ${FREED_MS}`
  const taken = await db
    .insertInto('leases')
    .values({ name, owner, until })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ owner, until }).where('leases.until', '<', now))
    .returning('owner')
    .executeTakeFirst()
  if (!taken) return null
  return holdLead(askedAt, {
    async renew() {
      const lease = db.updateTable('leases').set({ until }).where('name', '=', name).where('owner', '=', owner)
      return (await lease.executeTakeFirst()).numUpdatedRows === 1n
    },
    async end() {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()
    },
  })
}

/** A process of this machine that was killed need not be waited for. */
async function freeDead(db: Kysely<Schema>, name: string): Promise<void> {
  const lease = await db.selectFrom('leases').select('owner').where('name', '=', name).executeTakeFirst()
  if (lease && isGone(lease.owner))
    await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', lease.owner).execute()
}

/** Takes the lead on PostgreSQL by an advisory lock, which ends with its connection. Null when another has it. */
export async function tryLockLead(url: string, name: string): Promise<Lead | null> {
  const askedAt = performance.now()
  const { Client } = await import('pg')
  const client = new Client({ ...postgresOptions(url), query_timeout: BEAT_MS })
  const end = async () => {
    // Without a network the goodbye has no answer.
    await Promise.race([client.end(), sleep(GOODBYE_MS, undefined, { ref: false })])
  }
  client.on('error', () => {})
  try {
    await client.connect()
    // The server itself ends a session whose client fell silent; TCP would wait for hours.
    await client.query(`set idle_session_timeout = ${FREED_MS}`)
    const lock = 'select pg_try_advisory_lock($1, hashtext($2)) as taken'
    const { rows } = await client.query<{ taken: boolean }>(lock, [LEAD_LOCKS, name])
    if (rows[0]?.taken) {
      const lead = holdLead(askedAt, { renew: async () => (await client.query('select 1')).rowCount === 1, end })
      client.on('end', lead.lose)
      return lead
    }
  } catch (error) {
    await end()
    throw error
  }
  await end()
  return null
}

type Hold = { renew(): Promise<boolean>; end(): Promise<void> }

/** A lead that was confirmed at `askedAt` and is confirmed again every few seconds, until it is lost or released. */
function holdLead(askedAt: number, { renew, end }: Hold): Lead & { lose(): void } {
  let confirmedAt = askedAt
  let over = false
  const beat = async () => {
    const askedAt = performance.now()
    // No answer is no answer: the lead lasts as long as the last confirmation is trusted.
    const isOurs = await renew().catch(() => null)
    if (isOurs === true) confirmedAt = askedAt
    if (isOurs === false) lose()
  }
  const timer = setInterval(beat, BEAT_MS).unref()
  const lose = () => {
    over = true
    clearInterval(timer)
  }
  return {
    lose,
    isHeld() {
      if (performance.now() - confirmedAt > TRUSTED_MS) lose()
      return !over
    },
    async release() {
      lose()
      await end().catch(() => {})
    },
  }
}
