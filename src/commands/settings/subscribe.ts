import { findChannel, findSubscribed, setChannelState, subscribeChannel } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { formatMoment, localDate, nextPost } from '../../core/schedule.ts'
import { askButton, notSubscribed, pickChannelButton, reply } from '../replies.ts'
import { noArguments, type Verb } from '../verb.ts'
import { stopPosts } from './pause.ts'

export const subscribe: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  does: 'a post here each posting day',
  access: 'manager',
  isForChannel: true,
  isPickable: true,
  parse: noArguments,
  async run({ store, defaults, now, join, zoneOf }, { channel: id, person }) {
    const elsewhere = pickChannelButton('subscribe')
    const change = askButton('Settings', 'settings')
    const before = await findChannel(store.db, id)
    if (before?.state === 'active') {
      const next = describeNextPost(before, defaults, now())
      return reply(`This channel is subscribed already. Next post: ${next}.`, change, elsewhere)
    }
    const { channel, problem } = await join(id)
    if (!channel) return reply(problem ?? 'Paperboy cannot post here.', elsewhere)
    await subscribeChannel(store.db, channel.id, channel.name, now(), person)
    if (before?.state === 'paused') await setChannelState(store.db, id, 'active', null)
    const settings = effectiveSettings(before?.settings ?? {}, defaults)
    const today = localDate(settings.timezone, now())
    const next = nextPost(settings, now(), before?.lastDigestOn ?? today)
    const when = next
      ? `${formatMoment(next.at, settings.timezone)} ${settings.timezone}`
      : 'none, no posting day is set'
    const said = [
      before?.lastDigestOn
        ? `Subscribed again. Next post: ${when}.`
        : 'Subscribed. The newest papers come within a minute.',
      ...(before?.lastDigestOn || !next ? [] : [`Then ${when}, and so on.`]),
      ...(problem === null ? [] : [problem]),
    ]
    // Theirs where the platform tells it; nobody knows whose zone UTC is.
    const own = (await zoneOf(channel.id, person)) ?? (settings.timezone === 'UTC' ? '' : settings.timezone)
    const zone = { label: own === '' ? 'Another time zone' : `In ${own}`, action: 'settings-form' }
    const offered = own === settings.timezone ? [] : [{ ...zone, value: `when ${channel.id} ${own}`.trim() }]
    return reply(said.join(' '), ...offered, change)
  },
}

export const unsubscribe: Verb = {
  name: 'unsubscribe',
  usage: 'unsubscribe',
  does: 'no more posts here',
  access: 'manager',
  isForChannel: true,
  parse: noArguments,
  async run(context, { channel }) {
    if (!(await findSubscribed(context.store.db, channel))) return notSubscribed()
    await stopPosts(context, channel, { state: 'left', said: 'Unsubscribed: no more posts here.', undo: 'subscribe' })
    return reply('Unsubscribed. What was posted and voted for stays.', askButton('Subscribe again', 'subscribe'))
  },
}
