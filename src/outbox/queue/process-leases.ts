import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'

/** The processes that have deliveries in hand. */
export async function leaseOwners(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('lease_owner')
    .distinct()
    .where('lease_owner', 'is not', null)
    .execute()
  return rows.flatMap(({ lease_owner }) => lease_owner ?? [])
}

/** Ends the leases of processes that are gone, so that their deliveries are looked for at once. */
export async function endLeases(store: Store, owners: string[], now: number): Promise<void> {
  if (owners.length === 0) return
  await store.write(async (db) => {
    const places = db.selectFrom('deliveries').select('place').where('lease_owner', 'in', owners)
    await db.updateTable('channel_queues').set({ ready_at: 0 }).where('place', 'in', places).execute()
    await db
      .updateTable('deliveries')
      .set({ lease_until: now - 1 })
      .where('lease_owner', 'in', owners)
      .execute()
  })
}
