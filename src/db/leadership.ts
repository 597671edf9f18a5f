import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Lead } from '../core/setup.ts'
import { databaseNow } from './clock.ts'
import type { Dialect } from './db.ts'
import { isGone, processOwner } from './process-owner.ts'
import type { Schema } from './schema.ts'

const BEAT_MS = 5_000
const TRUSTED_MS = 15_000
/** A leader that died or lost the network is replaced after this time. */
const FREED_MS = 20_000

/** Takes the lead by a row that is renewed until it is lost or released. Null when another process has it. */
export async function tryLead(db: Kysely<Schema>, dialect: Dialect, name: string): Promise<Lead | null> {
  const askedAt = performance.now()
  const owner = `${processOwner}:${randomUUID()}`
  if (dialect === 'sqlite') await freeDead(db, name)
  const now = databaseNow(dialect)
  const until = sql<number>`${now} + ${sql.lit(FREED_MS)}`
  const taken = await db
    .insertInto('leases')
    .values({ name, owner, until })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ owner, until }).where('leases.until', '<', now))
    .returning('owner')
    .executeTakeFirst()
  if (!taken) return null
  let confirmedAt = askedAt
  let over = false
  async function renew(): Promise<void> {
    const askedAt = performance.now()
    const lease = db.updateTable('leases').set({ until }).where('name', '=', name).where('owner', '=', owner)
    // No answer is no answer: the lead lasts as long as the last confirmation is trusted.
    const renewed = await lease.executeTakeFirst().catch(() => null)
    if (renewed?.numUpdatedRows === 1n) confirmedAt = askedAt
    else if (renewed) lose()
  }
  const timer = setInterval(renew, BEAT_MS).unref()
  const lose = () => {
    over = true
    clearInterval(timer)
  }
  return {
    isHeld() {
      if (performance.now() - confirmedAt > TRUSTED_MS) lose()
      return !over
    },
    async release() {
      lose()
      await freeLease(db, { name, owner }).catch(() => {})
    },
  }
}

const freeLease = (db: Kysely<Schema>, { name, owner }: { name: string; owner: string }) =>
  db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()

/** A process of this machine that was killed need not be waited for. Containers on PostgreSQL may share its name. */
async function freeDead(db: Kysely<Schema>, name: string): Promise<void> {
  const lease = await db.selectFrom('leases').select('owner').where('name', '=', name).executeTakeFirst()
  if (lease && isGone(lease.owner)) await freeLease(db, { name, owner: lease.owner })
}
