import { isAllowed } from '../../access/who-may.ts'
import { findChannel } from '../../channels/channels.ts'
import { type ChannelId, teamOf } from '../../core/chat.ts'
import { askIn, askOne, reply } from '../replies.ts'
import { verbs } from '../table.ts'
import type { ActionVerb, FormVerb } from '../verb.ts'

export const pickChannelAction: ActionVerb = {
  name: 'elsewhere',
  access: 'anyone',
  run: async (_, { value }) =>
    askOne(
      { id: `elsewhere:${value}`, title: 'Another channel', submit: 'Choose' },
      { name: 'channel', label: 'Channel', input: { kind: 'channel' } },
    ),
}

export const pickChannelSubmitted: FormVerb = {
  name: 'elsewhere',
  access: 'anyone',
  async submit(context, { channel: here, person, values }, about) {
    const [number = ''] = (values.channel ?? '').split(' ')
    const verb = verbs.find(({ name, isPickable }) => name === about && isPickable)
    if (!verb || number === '') return { errors: { channel: 'Choose a channel.' } }
    const channel = `${teamOf(here)}/${number}` as ChannelId
    if (!(await isAllowed(context, verb.access, { channel, person })))
      return reply('That is for people who manage that channel.')
    const answer = (await verb.run(context, { channel, person }, [])) ?? reply('There is nothing to choose.')
    if (channel === here || 'form' in answer) return answer
    const name = (await findChannel(context.store.db, channel))?.name
    const { message, to } = answer
    const buttons = message.buttons.map((button) => askIn(channel, button))
    return { message: { ...message, heading: message.heading ?? (name ? `#${name}` : 'That channel'), buttons }, to }
  },
}
