import { findChannel } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import type { Message } from '../../core/message.ts'
import { formatDay } from '../../core/schedule.ts'
import { latestDigest, outcomesOfDigest } from '../../digest/stored-digests.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { citeButton, noArguments, reply, type Verb } from '../verb.ts'

export const today: Verb = {
  name: '',
  usage: '',
  does: 'the papers of the latest post here',
  access: 'anyone',
  parse: noArguments,
  async run({ store, defaults, now }, { channel: id }) {
    const channel = await findChannel(store.db, id)
    if (!channel) return reply('Nothing is posted here: the channel is not subscribed.')
    const when = `Next post: ${describeNextPost(channel, defaults, now())}`
    const digest = await latestDigest(store.db, id)
    if (!digest) return reply(`Nothing has been posted here yet. ${when}`)
    const outcomes = (await outcomesOfDigest(store.db, id, digest.date)).filter(
      ({ outcome }) => outcome === 'posted' || outcome === 'thread',
    )
    const ids = outcomes.map(({ paper }) => paper)
    const [papers, popularity] = [await findPapers(store.db, ids), await popularityOf(store.db, ids)]
    const cards = outcomes.flatMap(({ paper: one, rank }) => {
      const paper = papers.get(one)
      return paper ? [lineCard(paper, popularity.get(one) ?? NO_POPULARITY, rank)] : []
    })
    const message: Message = {
      kind: 'list',
      heading: `Papers · ${formatDay(digest.date)}`,
      cards,
      note: when,
      buttons: cards.length > 0 ? [citeButton('today')] : [],
      page: null,
    }
    return { message, to: 'asker' }
  },
}
