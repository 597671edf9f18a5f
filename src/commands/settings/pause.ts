import { findSubscribed, setChannelState } from '../../channels/channels.ts'
import { describeNextPost, pauseOf } from '../../channels/next-post.ts'
import type { ChannelId } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { count } from '../../digest/write/texts.ts'
import { sendHeld } from '../../ops/lifecycle.ts'
import { announce } from '../announce.ts'
import { askButton, notSubscribed, reply } from '../replies.ts'
import { type CommandContext, noArguments, type Verb } from '../verb.ts'

const RESUME = askButton('Resume', 'resume')

export const pause: Verb = {
  name: 'pause',
  usage: 'pause',
  does: 'no posts here until resumed',
  access: 'manager',
  isForChannel: true,
  parse: noArguments,
  async run(context, { channel: id }) {
    const channel = await findSubscribed(context.store.db, id)
    if (!channel) return notSubscribed()
    if (channel.state === 'paused') return reply(`This channel is ${pauseOf(channel)}.`, RESUME)
    await stopPosts(context, id, {
      state: 'paused',
      said: 'Paused: no posts here until somebody resumes.',
      undo: 'resume',
    })
    return reply('Paused: no posts here until `/papers resume`. The first one then covers the time between.', RESUME)
  },
}

type Stop = { state: 'paused' | 'left'; said: string; undo: string }

/** Tells the channel in one line, with a button that undoes it. */
export async function stopPosts(context: CommandContext, id: ChannelId, { state, said, undo }: Stop): Promise<void> {
  const message = { ...notice(said), buttons: [askButton('Undo', undo)] }
  await context.store.write(async (db) => {
    await setChannelState(db, id, state, state === 'paused' ? 'paused by a manager' : null)
    await announce(context, db, { what: state, channel: id, message })
  })
  await context.deliver()
}

export const resume: Verb = {
  name: 'resume',
  usage: 'resume',
  does: 'posts again',
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
