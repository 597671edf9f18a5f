import { findChannel, setChannelState } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import { count } from '../../digest/write/texts.ts'
import { sendHeld } from '../../ops/pause-channel.ts'
import { reply } from '../replies.ts'
import { noArguments, type Verb } from '../verb.ts'

export const pause: Verb = {
  name: 'pause',
  usage: 'pause',
  does: 'no posts here until resumed',
  access: 'manager',
  parse: noArguments,
  async run({ store }, { channel }) {
    await setChannelState(store.db, channel, 'paused', 'paused by a manager')
    return reply(
      'Paused: nothing is posted here until `/papers resume`. The first post after that covers the time between.',
    )
  },
}

export const resume: Verb = {
  name: 'resume',
  usage: 'resume',
  does: 'posts again',
  access: 'manager',
  parse: noArguments,
  async run({ store, defaults, now }, { channel: id }) {
    const held = await store.write(async (db) => {
      await setChannelState(db, id, 'active', null)
      return sendHeld(db, [id], now())
    })
    const channel = await findChannel(store.db, id)
    if (!channel) return reply('This channel is not subscribed.')
    const rest = held > 0 ? ` What it could not take before is sent now: ${count(held, 'message')}.` : ''
    return reply(`Resumed. Next post: ${describeNextPost(channel, defaults, now())}.${rest}`)
  },
}
