import type { ChannelId } from '../../core/chat.ts'
import { type Message, notice } from '../../core/message.ts'
import { topCards } from '../../library/top.ts'
import { type CommandContext, citeButton, type Verb } from '../verb.ts'

const PERIODS = new Map([
  ['week', 7],
  ['month', 31],
])
const DAY_MS = 86_400_000

export const top: Verb = {
  name: 'top',
  usage: 'top [week|month]',
  does: 'most 👍',
  access: 'anyone',
  parse: (rest) => (rest === '' || PERIODS.has(rest) ? [rest || 'week'] : null),
  run: async (context, { channel }, [span = 'week']) => ({
    message: await showTop(context, channel, span),
    to: 'asker',
  }),
}

export async function showTop({ store, now }: CommandContext, channel: ChannelId, span: string): Promise<Message> {
  const cards = await topCards(store, channel, now() - (PERIODS.get(span) ?? 7) * DAY_MS)
  const nothing = `Nobody has voted this ${span}. 👍 on a paper says: I want to discuss this.`
  return {
    ...notice(''),
    kind: 'list',
    heading: `Most 👍 this ${span}`,
    cards,
    buttons: cards.length > 0 ? [citeButton(`top ${span}`)] : [],
    note: cards.length === 0 ? nothing : null,
  }
}
