import type { ChannelId, Lifecycle } from '../chat.ts'
import type { AlertContext } from '../delivery/alert.ts'
import { pauseRefused } from '../delivery/refused.ts'
import { leaveTeam, moveChannel, renameChannel, setChannelState } from '../store/channels.ts'

/** A channel's life on its platform: what was posted there stays on record. */
export async function followLifecycle(context: AlertContext, event: Lifecycle): Promise<void> {
  const { store, log } = context
  log.info(event, 'a channel changed on its platform')
  if ('team' in event) return leaveTeam(store.db, event.team, 'Paperboy was removed from the workspace')
  const { channel, change, detail } = event
  if (change === 'archived') return pauseRefused(context, channel, 'the channel was archived; unarchive it')
  if (change === 'removed') return setChannelState(store.db, channel, 'left', 'Paperboy was removed from the channel')
  if (change === 'renamed') return renameChannel(store.db, channel, detail)
  const place = channel.slice(0, channel.lastIndexOf('/'))
  await store.write((db) => moveChannel(db, channel, `${place}/${detail}` as ChannelId))
}
