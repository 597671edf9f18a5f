import { isAllowed } from '../../access/verb-access.ts'
import { type ChannelId, teamOf } from '../../core/chat.ts'
import { askOne, reply } from '../replies.ts'
import type { ActionVerb, FormVerb, Verb } from '../verb.ts'
import { settings } from './settings.ts'
import { subscribe } from './subscribe.ts'

const pickableVerbs: Verb[] = [subscribe, settings]

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
    const verb = pickableVerbs.find(({ name }) => name === about)
    if (!verb || number === '') return { errors: { channel: 'Choose a channel.' } }
    const channel = `${teamOf(here)}/${number}` as ChannelId
    if (!(await isAllowed(context, verb.access, { channel, person })))
      return reply('That is for people who manage that channel.')
    return (await verb.run(context, { channel, person }, [])) ?? reply('There is nothing to choose.')
  },
}
