import { findChannel } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import { formatDay } from '../../core/schedule.ts'
import { latestDigest, postedIn } from '../../digest/stored-digests.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { citeButton, reply, showList } from '../replies.ts'
import { noArguments, type Verb } from '../verb.ts'

export const today: Verb = {
  name: '',
  usage: '',
  does: 'the papers of the latest post here',
  access: 'anyone',
  parse: noArguments,
  async run({ store, defaults, now }, { channel: id }) {
    const channel = await findChannel(store.db, id)
    if (!channel) return reply('Nothing is posted here: the channel is not subscribed.')
    const note = `Next post: ${describeNextPost(channel, defaults, now())}`
    const digest = await latestDigest(store.db, id)
    if (!digest) return reply(`Nothing has been posted here yet. ${note}`)
    const ranks = new Map((await postedIn(store.db, digest)).map(({ paper, rank }) => [paper, rank]))
    const lines = await lineCards(store.db, [...ranks.keys()])
    const cards = lines.map((card) => ({ ...card, rank: (card.paper && ranks.get(card.paper)) ?? null }))
    const buttons = cards.length > 0 ? [citeButton('today')] : []
    return showList({ heading: `Papers · ${formatDay(digest.date)}`, cards, note, buttons })
  },
}
