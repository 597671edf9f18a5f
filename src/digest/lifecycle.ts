import type { Logger } from 'pino'
import type { ChannelId, Lifecycle } from '../chat.ts'
import { leaveTeam, moveChannel, renameChannel, setChannelState } from '../store/channels.ts'
import type { Store } from '../store/open.ts'

/** A channel's life on its platform: what was posted there stays on record. */
export async function followLifecycle({ store, log }: { store: Store; log: Logger }, event: Lifecycle): Promise<void> {
  log.info(event, 'a channel changed on its platform')
  if ('team' in event) return leaveTeam(store.db, event.team, 'Paperboy was removed from the workspace')
  const { channel, change, detail } = event
  if (change === 'archived')
    return setChannelState(store.db, channel, 'paused', 'the channel was archived; unarchive it, then `/papers resume`')
  if (change === 'removed') return setChannelState(store.db, channel, 'left', 'Paperboy was removed from the channel')
  if (change === 'renamed') return renameChannel(store.db, channel, detail)
  const place = channel.slice(0, channel.lastIndexOf('/'))
  await store.write((db) => moveChannel(db, channel, `${place}/${detail}` as ChannelId))
}
