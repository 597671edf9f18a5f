import { emojiName, howToVote } from '../../channels/team-settings.ts'
import { type ChannelId, teamOf } from '../../core/chat.ts'
import { type Message, messageOf } from '../../core/message.ts'
import { DAY_MS } from '../../core/schedule.ts'
import { topCards } from '../../library/top.ts'
import { voteOf } from '../../voting/voter-groups.ts'
import { citeButton, readable, START, show } from '../replies.ts'
import { type CommandContext, nearOneOf, type Verb } from '../verb.ts'

const DAYS: Record<string, number> = { week: 7, month: 31 }

export const top: Verb = {
  name: 'top',
  usage: 'top [week|month]',
  does: 'most 👍 this week',
  access: 'anyone',
  isForTeams: true,
  parse: (rest) => (rest === '' || Object.hasOwn(DAYS, rest) ? [rest || 'week'] : null),
  near: nearOneOf(Object.keys(DAYS)),
  run: async (context, { channel }, [span = 'week']) => show(await topMessage(context, channel, span)),
}

export async function topMessage({ store, now }: CommandContext, channel: ChannelId, span: string): Promise<Message> {
  const vote = await voteOf(store.db, teamOf(channel))
  const cards = await topCards(store, channel, vote, now() - (DAYS[span] ?? 7) * DAY_MS)
  const nothing = `Nobody has voted this ${span}. ${howToVote(vote)}`
  return messageOf({
    kind: 'list',
    heading: `Most ${emojiName(vote)} this ${span}`,
    cards: readable(cards),
    buttons: cards.length > 0 ? [citeButton(`top ${span}`)] : START.slice(0, span === 'month' ? 1 : 2),
    note: cards.length === 0 ? nothing : null,
  })
}
