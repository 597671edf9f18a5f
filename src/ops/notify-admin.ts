import type { Logger } from 'pino'
import { type Channel, firstSubscriber, listChannels } from '../channels/channels.ts'
import type { ChannelId, Place } from '../core/chat.ts'
import { type Message, notice } from '../core/message.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { deliveryId } from '../outbox/delivery.ts'
import { storeMessages } from '../outbox/messages.ts'
import { isDelivery, planMessage } from '../outbox/plan-deliveries.ts'

export type AlertContext = {
  store: Store
  log: Logger
  /** `ALERT_CHANNEL`: the id of a place, or the name of a channel that is subscribed. */
  alertChannel: string | null
}

export type Alert = {
  /** Names the issue, once in the world: what was said about it is not said again. */
  about: string
  /** The channel it concerns; null: the whole bot. */
  channel: Channel | null
  text: string
}

/** Sends an alert once: to `ALERT_CHANNEL`, else by direct message to the channel's subscriber or the first one. */
export async function notifyAdmin({ store, log, alertChannel }: AlertContext, alert: Alert): Promise<void> {
  const { about, channel, text } = alert
  const to = await findReceiver(store.db, alertChannel, channel)
  if (!to) return log.error({ about, text }, 'nobody to tell: set ALERT_CHANNEL')
  const [key, id] = [`alert:${about}`, deliveryId(`alert:${about}`)]
  const message: Message = { ...notice(text), kind: 'alert', heading: headingFor(to, alert) }
  await store.write(async (db) => {
    // Several processes may notice the same issue.
    await takeAdvisoryLock(db, store.dialect, key)
    if (await isDelivery(db, id)) return
    await planMessage(db, { key, to, message, now: store.now() })
    await storeMessages(db, [{ id, message }])
  })
}

async function findReceiver(db: Db, alertChannel: string | null, issue: Channel | null): Promise<Place | null> {
  const channel = await findAlertPlace(db, alertChannel, issue)
  if (channel) return { channel }
  const person = issue ? issue.subscribedBy : await firstSubscriber(db)
  return person && { person }
}

/** Where alerts go; null when nobody chose, or when the channel itself is the issue. */
export async function findAlertPlace(db: Db, wanted: string | null, issue: Channel | null): Promise<ChannelId | null> {
  if (wanted === null) return null
  const named = wanted.replace(/^#/, '')
  const place = wanted.includes(':')
    ? (wanted as ChannelId)
    : (await listChannels(db)).find(({ name }) => name === named)?.id
  return place === undefined || place === issue?.id ? null : place
}

/** Only the channel's subscriber reads its name: readers of the alert channel may not see that channel. */
function headingFor(to: Place, { channel }: Alert): string | null {
  if (!channel) return null
  return 'person' in to && to.person === channel.subscribedBy ? channel.name : channel.id
}
