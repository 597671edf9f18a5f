import type { Logger } from 'pino'
import type { ChannelId } from '../chat.ts'
import { findChannel, setChannelState } from '../store/channels.ts'
import type { Store } from '../store/open.ts'

/** Pauses a channel that takes nothing any more, and says so once. People are asked to mend it; `/papers resume` goes on. */
export async function pauseRefused(store: Store, log: Logger, id: ChannelId, reason: string): Promise<void> {
  const channel = await findChannel(store.db, id)
  if (channel?.state !== 'active') return
  await setChannelState(store.db, id, 'paused', reason)
  log.warn({ channel: id, reason }, 'channel paused: the platform refuses every message there')
}
