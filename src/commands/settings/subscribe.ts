import { findChannel, setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { formatMoment, nextPost } from '../../core/schedule.ts'
import { reply } from '../replies.ts'
import { noArguments, type Verb } from '../verb.ts'

const ANOTHER_CHANNEL = { label: 'Another channel', action: 'elsewhere', value: 'subscribe' }

export const subscribe: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  does: 'a post here each posting day',
  access: 'manager',
  parse: noArguments,
  async run({ store, defaults, now, join }, { channel: id, person }) {
    const before = await findChannel(store.db, id)
    if (before?.state === 'active')
      return reply('This channel is subscribed. `/papers settings` changes when and what.', ANOTHER_CHANNEL)
    const { channel, problem } = await join(id)
    if (!channel) return reply(problem ?? 'Paperboy cannot post here.', ANOTHER_CHANNEL)
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
