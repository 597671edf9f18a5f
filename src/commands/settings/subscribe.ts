import { findChannel, setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { Reply } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { formatMoment, nextPost } from '../../core/schedule.ts'
import { noArguments, reply, type Verb } from '../verb.ts'

export const subscribe: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  does: 'a post here each posting day',
  access: 'manager',
  parse: noArguments,
  async run({ store, defaults, now, join }, { channel: id, person }) {
    const before = await findChannel(store.db, id)
    if (before?.state === 'active')
      return offerOtherChannel('This channel is subscribed. `/papers settings` changes when and what.')
    const { channel, problem } = await join(id)
    if (!channel) return offerOtherChannel(problem ?? 'Paperboy cannot post here.')
    await subscribeChannel(store.db, channel.id, channel.name, now(), person)
    if (before?.state === 'paused') await setChannelState(store.db, id, 'active', null)
    const settings = effectiveSettings(before?.settings ?? {}, defaults)
    const next = nextPost(settings, now(), before?.lastDigestOn ?? null)
    const when = next ? ` Then ${formatMoment(next.at, settings.timezone)} ${settings.timezone}, and so on.` : ''
    const zone =
      settings.timezone === 'UTC' ? ' Is that your zone? `/papers settings zone Europe/Berlin` sets another.' : ''
    return reply(`Subscribed. The newest papers come within a minute.${when}${zone}`)
  },
}

const offerOtherChannel = (note: string): Reply => ({
  message: { ...notice(note), buttons: [{ label: 'Another channel', action: 'elsewhere', value: 'subscribe' }] },
  to: 'asker',
})

export const unsubscribe: Verb = {
  name: 'unsubscribe',
  usage: 'unsubscribe',
  does: 'no more posts here',
  access: 'manager',
  parse: noArguments,
  async run({ store }, { channel }) {
    const known = await findChannel(store.db, channel)
    if (!known || known.state === 'left') return reply('This channel is not subscribed.')
    await setChannelState(store.db, channel, 'left', null)
    return reply('Unsubscribed. What was posted and voted stays; `/papers subscribe` comes back to it.')
  },
}
