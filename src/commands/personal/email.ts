import { reply } from '../replies.ts'
import type { Verb } from '../verb.ts'
import { inviteWithChannel, showReaders } from './invited-readers.ts'
import { inviteReader, mailAddress } from './mailbox.ts'

export const email: Verb = {
  name: 'email',
  usage: 'email ADDRESS [weekly] [with this channel]',
  does: 'the papers by mail; `email readers` lists whom managers invited',
  access: 'anyone',
  isHere: ({ letters }) => letters !== null,
  parse(rest) {
    if (/^readers$/i.test(rest.trim())) return ['readers']
    const [, to = '', rhythm, channel = ''] =
      /^(\S+)(?:\s+(daily|weekly))?(\s+with (?:this )?channel)?$/i.exec(rest.trim()) ?? []
    const { data } = mailAddress.safeParse(to)
    const usual = channel === '' ? 'daily' : 'weekly'
    return data === undefined ? null : [data, rhythm?.toLowerCase() ?? usual, channel.trim()]
  },
  async run(context, asked, [to = '', rhythm = 'daily', channel = '']) {
    const { store, letters, now, deliver } = context
    if (letters === null) return reply('Mail is off. The bot’s operator can turn it on with SMTP_URL.')
    if (to === 'readers') return showReaders(context, asked)
    if (channel !== '') return inviteWithChannel({ ...context, letters }, asked, to, rhythm)
    const { note } = await inviteReader({ store, letters, now }, to, rhythm)
    await deliver()
    return reply(note)
  },
}
