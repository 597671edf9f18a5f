import { everybodyIn, readerOf } from '../../library/paper-history.ts'
import { show } from '../replies.ts'
import { type ActionVerb, type Asker, anyWords, type CommandContext, type Verb } from '../verb.ts'
import { teamSearchReply } from './team-search.ts'

export const search: Verb = {
  name: 'search',
  usage: 'skills',
  does: 'search papers',
  access: 'anyone',
  parse: anyWords,
  run: async (context, asked, [query = '']) => show((await searchPageReply(context, asked, query, 0)).message),
}

export const searchPageReply = (context: CommandContext, asked: Asker, query: string, offset: number) =>
  teamSearchReply(context, { query, offset, reader: readerOf(context, asked) })

/** Shows everybody what one person found: the same page, with nothing from other channels. */
export const shareSearch: ActionVerb = {
  name: 'share',
  access: 'anyone',
  async run(context, { channel, value }) {
    const [, offset = '0', query = ''] = /^(\d+):([\s\S]*)$/.exec(value) ?? []
    const { message } = await teamSearchReply(context, { query, offset: Number(offset), reader: everybodyIn(channel) })
    return show({ ...message, buttons: [], page: null }, 'channel')
  },
}
