import type { DeliveryId, PostRef } from '../../core/chat.ts'
import type { Message } from '../../core/message.ts'
import type { Db } from '../../db/db.ts'
import { insertMissing } from '../../db/rows.ts'
import type { DeliveryState } from '../../db/schema/outbox.ts'

/** A line that says that something is wrong. */
export type OpenAlert = {
  delivery: DeliveryId
  cause: string
  /** Null when nobody was there to be told. */
  state: DeliveryState | null
  post: PostRef | null
  message: Message | null
}

export async function recordAlert(db: Db, delivery: DeliveryId, cause: string): Promise<void> {
  await insertMissing(db, 'alerts', [{ delivery_id: delivery, cause }])
}

/** Those of which nobody has read yet that it is over. */
export async function openAlerts(db: Db): Promise<OpenAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .leftJoin('deliveries', 'deliveries.id', 'alerts.delivery_id')
    .select(['alerts.delivery_id', 'cause', 'state', 'post', 'message'])
    .where('over_at', 'is', null)
    .execute()
  return rows.map(({ delivery_id, cause, state, post, message }) => ({
    delivery: delivery_id,
    cause,
    state,
    post: post === null ? null : JSON.parse(post),
    message: message === null ? null : JSON.parse(message),
  }))
}

export async function closeAlert(db: Db, { delivery, cause }: OpenAlert, now: number): Promise<void> {
  await db
    .updateTable('alerts')
    .set({ over_at: now })
    .where('delivery_id', '=', delivery)
    .where('cause', '=', cause)
    .execute()
}
