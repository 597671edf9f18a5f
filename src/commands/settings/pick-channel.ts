import { isAllowed } from '../../access/verb-access.ts'
import { type ChannelId, teamOf } from '../../core/chat.ts'
import { type ActionVerb, type FormVerb, reply, type Verb } from '../verb.ts'
import { settings } from './settings.ts'
import { subscribe } from './subscribe.ts'

/** What makes sense for a channel that is only named. */
const pickableVerbs: Verb[] = [subscribe, settings]

export const pickChannelAction: ActionVerb = {
  name: 'elsewhere',
  access: 'anyone',
  run: async (_, { value }) => ({
    form: {
      id: `elsewhere:${value}`,
      title: 'Another channel',
      submit: 'Choose',
      fields: [{ name: 'channel', label: 'Channel', hint: null, value: '', options: 'channels' }],
    },
  }),
}

/** Does for the chosen channel what was asked for in another one. */
export const pickChannelSubmitted: FormVerb = {
  name: 'elsewhere',
  access: 'anyone',
  async submit(context, { channel: here, person, values }, about) {
    const [number = ''] = (values.channel ?? '').split(' ')
    const verb = pickableVerbs.find(({ name }) => name === about)
    if (!verb || number === '') return { errors: { channel: 'Choose a channel.' } }
    const channel: ChannelId = `${teamOf(here) as ChannelId}/${number}`
    if (!(await isAllowed(context, verb.access, { channel, person })))
      return reply('That is for people who manage that channel.')
    return verb.run(context, { channel, person }, [])
  },
}
