import {
  deactivateTeam,
  findChannel,
  forgetRemoval,
  recordRemoval,
  removedBefore,
  renameChannel,
  resumeTeam,
  setChannelState,
} from '../channels/channels.ts'
import type { ChannelId, Lifecycle } from '../core/chat.ts'
import { REVOKED } from '../core/network/token-gate.ts'
import { DAY_MS, localDate } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { reviveDeliveriesTo } from '../outbox/backlog.ts'
import { forgetTeam } from '../privacy/forget.ts'
import { moveChannel } from './move-channel.ts'
import { type AlertContext, notifyAdmin } from './notify-admin.ts'

/** In case that a removal was a mistake. */
const KEPT_MS = 30 * DAY_MS
/** Messages that a channel could not take are news for so long. */
const NEWS_MS = 7 * DAY_MS
const REMOVED = 'Paperboy was removed from the workspace'

/** A channel was archived, renamed, moved or left on its platform. What was posted there stays stored. */
export async function handleLifecycle(context: AlertContext, event: Lifecycle): Promise<void> {
  const { store, log } = context
  if ('team' in event) {
    log.info(event, 'a workspace or server changed')
    return handleTeamLifecycle(store, event)
  }
  const { channel: id, change, detail } = event
  const channel = await findChannel(store.db, id)
  // Platforms send events for channels that are not ours, and for other changes than a new name.
  if (!channel || (change === 'renamed' && channel.name === detail)) return
  log.info(event, 'a channel changed on its platform')
  if (change === 'archived') return pauseChannel(context, id, 'the channel was archived')
  if (change === 'renamed') return renameChannel(store.db, id, detail)
  if (change === 'moved') {
    const place = id.slice(0, id.lastIndexOf('/'))
    return store.write((db) => moveChannel(db, id, `${place}/${detail}` as ChannelId))
  }
  if (channel.state === 'left') return
  const reason = detail || 'Paperboy was removed from the channel'
  const text = `No more posts: ${reason}. \`/papers subscribe\` starts posts again, there or in another channel.`
  await notifyAdmin(context, { about: `${id}:left:${localDate('UTC', store.now())}`, channel, text })
  await setChannelState(store.db, id, 'left', reason)
}

async function handleTeamLifecycle(store: Store, { team, change }: Lifecycle & { team: string }): Promise<void> {
  if (change === 'revoked') return deactivateTeam(store.db, team, 'paused', REVOKED)
  await store.write(async (db) => {
    if (change === 'uninstalled') {
      await deactivateTeam(db, team, 'left', REMOVED)
      await recordRemoval(db, team, store.now())
      return
    }
    await forgetRemoval(db, team)
    await sendHeld(db, await resumeTeam(db, team, [REMOVED, REVOKED]), store.now())
  })
}

export async function deleteRemovedTeams(
  { store, log }: Pick<AlertContext, 'store' | 'log'>,
  now: number,
): Promise<void> {
  for (const team of await removedBefore(store.db, now - KEPT_MS)) {
    await forgetTeam(store, team)
    log.info({ team }, 'a team that removed Paperboy is forgotten')
  }
}

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
