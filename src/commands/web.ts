import { isDirect } from '../chat.ts'
import { notice } from '../message.ts'
import { ARCHIVE_DAYS } from '../web/archive-links.ts'
import { alone, say, type Verb } from './verb.ts'

export const web: Verb = {
  name: 'web',
  usage: 'web',
  does: 'the archive in your browser',
  access: 'anyone',
  parse: alone,
  async run({ archive }, { channel }) {
    if (archive === null) return say('There is no archive here: whoever runs this bot sets PAPERBOY_WEB.')
    if (isDirect(channel)) return say('Ask in a channel of your server: each has its own archive.')
    return {
      message: {
        ...notice(
          `Papers by day, week and month, with what everybody in this channel may see. The link is yours, for ${ARCHIVE_DAYS} days.`,
        ),
        buttons: [{ label: 'Open the archive', url: archive.open(channel) }],
      },
      to: 'asker',
    }
  },
}
