import type { ChannelId, Lifecycle } from '../chat.ts'
import { type AlertContext, tellAdmin } from '../delivery/alert.ts'
import { pauseRefused } from '../delivery/refused.ts'
import { findChannel, leaveTeam, moveChannel, renameChannel, setChannelState } from '../store/channels.ts'
import { localDate } from './schedule.ts'

/** A channel's life on its platform: what was posted there stays on record. */
export async function followLifecycle(context: AlertContext, event: Lifecycle): Promise<void> {
  const { store, log } = context
  if ('team' in event) {
    log.info(event, 'removed from a workspace or server')
    return leaveTeam(store.db, event.team, 'Paperboy was removed from the workspace')
  }
  const { channel: id, change, detail } = event
  const channel = await findChannel(store.db, id)
  // Platforms tell of every channel they have, and of more than a new name.
  if (!channel || (change === 'renamed' && channel.name === detail)) return
  log.info(event, 'a channel changed on its platform')
  if (change === 'archived') return pauseRefused(context, id, 'the channel was archived; unarchive it')
  if (change === 'renamed') return renameChannel(store.db, id, detail)
  if (change === 'moved') {
    const place = id.slice(0, id.lastIndexOf('/'))
    return store.write((db) => moveChannel(db, id, `${place}/${detail}` as ChannelId))
  }
  if (channel.state === 'left') return
  const reason = detail || 'Paperboy was removed from the channel'
  const text = `No more posts: ${reason}. \`/papers subscribe\` starts again, there or elsewhere.`
  await tellAdmin(context, { about: `${id}:left:${localDate('UTC', store.now())}`, channel, text })
  await setChannelState(store.db, id, 'left', reason)
}
