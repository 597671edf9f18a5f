import { findSubscribed } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import { longDay } from '../../core/schedule.ts'
import { latestDigest, postedIn } from '../../digest/stored-digests.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { askButton, citeButton, notSubscribed, readable, reply, show, showList } from '../replies.ts'
import { noArguments, type Verb } from '../verb.ts'
import { homeMessage } from './home.ts'

const IN_DIRECT_MESSAGES =
  'In direct messages you can search all papers, `follow WORDS`, `cite`, and see what you `saved`. ' +
  'Posts come to channels.'

export const today: Verb = {
  name: '',
  usage: '',
  does: 'today’s papers here',
  access: 'anyone',
  parse: noArguments,
  async run(context, { channel: id, person }) {
    const { store, defaults, now } = context
    if (context.isTeamless(id))
      return reply(IN_DIRECT_MESSAGES, askButton('My list', 'saved'), askButton('Help', 'help'))
    if (context.isDirect(id)) return show(await homeMessage(context, { channel: id, person }))
    const channel = await findSubscribed(store.db, id)
    if (!channel) return notSubscribed(askButton('Help', 'help'))
    const note = `Next post: ${describeNextPost(channel, defaults, now())}`
    const digest = await latestDigest(store.db, id)
    if (!digest) return reply(`Nothing has been posted here yet. ${note}`, askButton('Settings', 'settings'))
    const ranks = new Map((await postedIn(store.db, digest)).map(({ paper, rank }) => [paper, rank]))
    const lines = await lineCards(store.db, [...ranks.keys()])
    const cards = readable(lines).map((card) => ({ ...card, rank: (card.paper && ranks.get(card.paper)) ?? null }))
    const buttons = cards.length > 0 ? [citeButton('today')] : []
    return showList({ heading: `Papers · ${longDay(digest.date)}`, cards, note, buttons })
  },
}
