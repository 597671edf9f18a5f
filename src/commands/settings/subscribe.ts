import {
  describeNextPost,
  findChannel,
  findSubscribed,
  pauseOf,
  setChannelState,
  subscribeChannel,
} from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { formatMoment, localDate, nextPost } from '../../core/schedule.ts'
import { count } from '../../digest/write/texts.ts'
import { sendHeld } from '../../ops/lifecycle.ts'
import { announceChange, askButton, notSubscribed, pickChannelButton, reply } from '../replies.ts'
import { type CommandContext, noArguments, type Verb } from '../verb.ts'

export const subscribe: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  does: 'a post here each posting day',
  cap: 'manage',
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
    const when = next && `${formatMoment(next.at, settings.timezone)} ${settings.timezone}`
    const said = before?.lastDigestOn
      ? `Subscribed again. Next post: ${when ?? 'none, no posting day is set'}.`
      : `Subscribed. The newest papers come within a minute.${when ? ` Then ${when}, and so on.` : ''}`
    // Theirs where the platform tells it; nobody knows whose zone UTC is.
    const own = (await zoneOf(channel.id, person)) ?? (settings.timezone === 'UTC' ? '' : settings.timezone)
    const zone = { label: own === '' ? 'Another time zone' : `In ${own}`, action: 'settings-form' }
    const offered = own === settings.timezone ? [] : [{ ...zone, value: `when ${channel.id} ${own}`.trim() }]
    return reply([said, problem].filter(Boolean).join(' '), ...offered, change)
  },
}

export const unsubscribe: Verb = {
  name: 'unsubscribe',
  usage: 'unsubscribe',
  does: 'no more posts here',
  cap: 'manage',
  access: 'manager',
  isForChannel: true,
  parse: noArguments,
  async run(context, { channel }) {
    if (!(await findSubscribed(context.store.db, channel))) return notSubscribed()
    await stopPosts(context, channel, { state: 'left', said: 'Unsubscribed: no more posts here.', undo: 'subscribe' })
    return reply('Unsubscribed. What was posted and voted for stays.', askButton('Subscribe again', 'subscribe'))
  },
}

const RESUME = askButton('Resume', 'resume')

export const pause: Verb = {
  name: 'pause',
  usage: 'pause',
  does: 'no posts here until resumed',
  cap: 'manage',
  access: 'manager',
  isForChannel: true,
  parse: noArguments,
  async run(context, { channel: id }) {
    const channel = await findSubscribed(context.store.db, id)
    if (!channel) return notSubscribed()
    if (channel.state === 'paused') return reply(`This channel is ${pauseOf(channel)}.`, RESUME)
    const said = 'Paused: no posts here until somebody resumes.'
    await stopPosts(context, id, { state: 'paused', said, undo: 'resume' })
    return reply('Paused: no posts here until `/papers resume`. The first one then covers the time between.', RESUME)
  },
}

type Stop = { state: 'paused' | 'left'; said: string; undo: string }

/** Tells the channel in one line, with a button that undoes it. */
async function stopPosts(context: CommandContext, id: ChannelId, { state, said, undo }: Stop): Promise<void> {
  const message = { ...notice(said), buttons: [askButton('Undo', undo)] }
  const reason = state === 'paused' ? 'paused by a manager' : null
  await announceChange(context, { what: state, channel: id, message }, (db) => setChannelState(db, id, state, reason))
}

export const resume: Verb = {
  name: 'resume',
  usage: 'resume',
  does: 'posts again',
  cap: 'manage',
  access: 'manager',
  isForChannel: true,
  parse: noArguments,
  async run({ store, defaults, now, join }, { channel: id }) {
    const channel = await findSubscribed(store.db, id)
    if (!channel) return notSubscribed()
    const next = describeNextPost({ ...channel, state: 'active' }, defaults, now())
    const { channel: joined, problem } = await join(id)
    if (!joined)
      return reply(`${channel.state === 'paused' ? 'Still paused. ' : ''}${problem}`, askButton('Try again', 'resume'))
    const held = await store.write(async (db) => {
      await setChannelState(db, id, 'active', null)
      return sendHeld(db, [id], now())
    })
    const rest = held > 0 ? ` What it could not take before is sent now: ${count(held, 'message')}.` : ''
    const done = channel.state === 'active' ? 'This channel is not paused.' : 'Resumed.'
    return reply(`${done} Next post: ${next}.${rest}`)
  },
}
