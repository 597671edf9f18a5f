import { sql } from 'kysely'
import type { Rate } from '../../core/network/allowance.ts'
import type { Db, Dialect } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { givenRows } from '../../db/rows.ts'
import { nextSlot } from '../pace.ts'

/** When the bucket of a platform is full again. Whoever asks has it alone until the transaction ends. */
export async function lockBucket(db: Db, dialect: Dialect, scope: string): Promise<number> {
  const bucket = db.selectFrom('buckets').select('full_at').where('scope', '=', scope)
  const locked = dialect === 'postgres' ? bucket.forUpdate() : bucket
  const row = await locked.executeTakeFirst()
  if (row) return row.full_at
  await raiseBuckets(db, new Map([[scope, 0]]))
  return (await locked.executeTakeFirstOrThrow()).full_at
}

export async function loadBuckets(db: Db, scopes: string[]): Promise<Map<string, number>> {
  const rows = await db.selectFrom('buckets').selectAll().where('scope', 'in', scopes).execute()
  return new Map(rows.map(({ scope, full_at }) => [scope, full_at]))
}

/** A bucket only ever moves forward: a slot that was given, or a rest that a platform asked for, is not taken back. */
export async function raiseBuckets(db: Db, bucketFullAt: Map<string, number>): Promise<void> {
  if (bucketFullAt.size === 0) return
  const rows = [...bucketFullAt].map(([scope, full_at]) => ({ scope, full_at }))
  // In one order: two processes that raise the same buckets never wait for each other.
  const inOrder = rows.toSorted((a, b) => (a.scope < b.scope ? -1 : 1))
  await sql`
    insert into buckets (scope, full_at) select * from ${givenRows(db, 'buckets', inOrder)} as given where true
    on conflict (scope) do update set full_at = excluded.full_at where buckets.full_at < excluded.full_at`.execute(db)
}

type SlotRequest = { platform: string; rate: Rate | null; count: number; from: number; until: number }

/** Sets moments of a platform's allowance aside, behind all that are taken: as many as begin before `until`. */
export const takeSlots = (store: Store, { platform, rate, count, from, until }: SlotRequest): Promise<number[]> =>
  store.write(async (db) => {
    const slots: number[] = []
    let next = nextSlot(await lockBucket(db, store.dialect, platform), rate, from)
    const raised = new Map<string, number>()
    while (slots.length < count && next.at <= until) {
      slots.push(next.at)
      raised.set(platform, next.bucketFullAt)
      next = nextSlot(next.bucketFullAt, rate, from)
    }
    await raiseBuckets(db, raised)
    return slots
  })
