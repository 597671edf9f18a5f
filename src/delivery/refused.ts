import type { ChannelId } from '../chat.ts'
import { localDate } from '../digest/schedule.ts'
import { findChannel, setChannelState } from '../store/channels.ts'
import { type AlertContext, tellAdmin } from './alert.ts'

/** Pauses a channel that takes nothing any more, and tells who can mend it, once. `/papers resume` goes on. */
export async function pauseRefused(context: AlertContext, id: ChannelId, reason: string): Promise<void> {
  const { store, log } = context
  const channel = await findChannel(store.db, id)
  if (channel?.state !== 'active') return
  const text = `Paused: ${reason}. When that is mended, \`/papers resume\` there goes on.`
  // Told before it is paused: a crash between the two must not leave a channel silent that nobody knows of.
  await tellAdmin(context, { about: `${id}:${reason}:${localDate('UTC', store.now())}`, channel, text })
  await setChannelState(store.db, id, 'paused', reason)
  log.warn({ channel: id, reason }, 'channel paused: the platform refuses every message there')
}
