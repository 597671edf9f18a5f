import type { Transaction } from 'kysely'
import type { Db, Store } from './open.ts'
import type { Schema } from './schema.ts'

/** Something that happened on a platform. */
export type InboxEvent = {
  /** Unique for one happening, however often the platform tells of it. */
  event: string
  /** What is handled in order: a post, a paper. */
  key: string
  kind: string
  payload: unknown
}

/** Once this has resolved the platform may be told that the event has arrived. False: it had arrived before. */
export async function receiveEvent(db: Db, { event, key, kind, payload }: InboxEvent, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('inbox')
    .values({ event, key, kind, payload: JSON.stringify(payload), received_at: now })
    .onConflict((conflict) => conflict.column('event').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export type HandleEvent = (db: Transaction<Schema>, event: InboxEvent) => Promise<void>

export type Handled = { event: InboxEvent; attempts: number; error: unknown }

/**
 * Handles the oldest event of some key: what `handle` writes and the mark that it is handled are one transaction, so that a crash leaves
 * both or neither. Null when nothing waits; `error` is null when it went well.
 */
export async function handleNext(store: Store, handle: HandleEvent, now: number): Promise<Handled | null> {
  let taken: Handled | null = null
  try {
    await store.write(async (db) => {
      const row = await oldestWaiting(db, store, now)
      if (!row) return
      const { seq, event, key, kind, attempts } = row
      taken = { event: { event, key, kind, payload: JSON.parse(row.payload) }, attempts: attempts + 1, error: null }
      await handle(db, taken.event)
      await db.updateTable('inbox').set({ handled_at: now }).where('seq', '=', seq).execute()
    })
    return taken
  } catch (error) {
    // Closures hide the assignment above from the compiler.
    const failed = taken as Handled | null
    if (!failed) throw error
    return { ...failed, error }
  }
}

/** Another process that is at the head of a key keeps its followers waiting, too: they are not the oldest yet. */
function oldestWaiting(db: Db, { dialect }: Store, now: number) {
  const oldest = db
    .selectFrom('inbox as i')
    .selectAll('i')
    .where('i.handled_at', 'is', null)
    .where('i.not_before', '<=', now)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('inbox as earlier')
            .select('earlier.seq')
            .whereRef('earlier.key', '=', 'i.key')
            .whereRef('earlier.seq', '<', 'i.seq')
            .where('earlier.handled_at', 'is', null),
        ),
      ),
    )
    .orderBy('i.seq')
    .limit(1)
  return (dialect === 'postgres' ? oldest.forUpdate().skipLocked() : oldest).executeTakeFirst()
}

/** Tries an event again later; one that was given up no longer keeps its followers waiting. */
export async function postponeEvent(db: Db, event: string, notBefore: number): Promise<void> {
  await db
    .updateTable('inbox')
    .set((row) => ({ attempts: row('attempts', '+', 1), not_before: notBefore }))
    .where('event', '=', event)
    .where('handled_at', 'is', null)
    .execute()
}

export async function giveUpEvent(db: Db, event: string, error: string, now: number): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ handled_at: now, error })
    .where('event', '=', event)
    .where('handled_at', 'is', null)
    .execute()
}

export async function forgetEvents(db: Db, handledBefore: number): Promise<void> {
  await db.deleteFrom('inbox').where('handled_at', '<', handledBefore).execute()
}
