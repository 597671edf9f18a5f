import { findChannel, setChannelState } from '../channels/channels.ts'
import type { ChannelId } from '../core/chat.ts'
import { DAY_MS, localDate } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { reviveDeliveriesTo } from '../outbox/backlog.ts'
import { type AlertContext, notifyAdmin } from './notify-admin.ts'

/** Messages that a channel could not take are news for so long. */
const NEWS_MS = 7 * DAY_MS

/** Sends what was held while channels took nothing. Returns how many messages; older ones wait for `paperboy retry`. */
export const sendHeld = (db: Db, channels: ChannelId[], now: number): Promise<number> =>
  reviveDeliveriesTo(db, channels, now - NEWS_MS)

/** Pauses a channel that refuses messages, and tells once who can repair it. `/papers resume` goes on. */
export async function pauseChannel(context: AlertContext, id: ChannelId, reason: string): Promise<void> {
  const { store, log } = context
  const channel = await findChannel(store.db, id)
  if (channel?.state !== 'active') return
  const text = `Paused: ${reason}. Once that is fixed, type \`/papers resume\` there.`
  // First the alert: a crash between the two must not leave a channel silent that nobody knows of.
  await notifyAdmin(context, { about: `${id}:${reason}:${localDate('UTC', store.now())}`, channel, text })
  await setChannelState(store.db, id, 'paused', reason)
  log.warn({ channel: id, reason }, 'channel paused: the platform refuses every message there')
}
