import { isDirect, teamOf } from '../../core/chat.ts'
import { recordOffer } from '../../meetings/offers.ts'
import { onPaper } from '../reading/paper-buttons.ts'
import { resolvePaper } from '../reading/why.ts'
import { type ActionVerb, reply, type Verb } from '../verb.ts'

export const present: Verb = {
  name: 'present',
  usage: 'present TITLE',
  does: 'offer to present it, as 🙋 does',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [text = '']) {
    const { store, now } = context
    const { channel, person } = asked
    if (isDirect(channel)) return reply('Ask in a channel of your server: each has its own reading group.')
    const paper = await resolvePaper(context, text, asked)
    if (!paper) return reply(`No paper here is called “${text}”. Its link or arXiv identifier finds it surely.`)
    await recordOffer(store.db, { team: teamOf(channel), paper: paper.id, person, stands: true, now: now() })
    const said = reply(`You offered to present ${paper.title}. Once it comes onto an agenda, you do.`)
    const buttons = [{ label: 'Take it back', action: 'unoffer', value: paper.id }]
    return 'message' in said ? { ...said, message: { ...said.message, buttons } } : said
  },
}

export const unofferAction: ActionVerb = {
  name: 'unoffer',
  access: 'anyone',
  run: onPaper(async ({ store, now }, paper, { channel, person }) => {
    await recordOffer(store.db, { team: teamOf(channel), paper: paper.id, person, stands: false, now: now() })
    return reply(`Taken back: ${paper.title}.`)
  }),
}
