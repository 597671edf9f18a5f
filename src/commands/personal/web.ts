import { type FeedKey, findFeedKey, listFeedKeys, withdrawFeedKey } from '../../access/feed-keys.ts'
import { LINK_DAYS } from '../../access/reader-links.ts'
import { findChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { Reply } from '../../core/chat.ts'
import { lineOf } from '../../core/message.ts'
import { localDate, shortDay } from '../../core/schedule.ts'
import { reply, showList } from '../replies.ts'
import { type Asker, type CommandContext, nearOneOf, type RunAction, type Verb } from '../verb.ts'

const WHAT_IT_IS =
  'Papers by day, week and month, with what everybody in this channel may see. ' +
  `The link is yours: open it within ${LINK_DAYS} days.`

export const web: Verb = {
  name: 'web',
  usage: 'web [keys]',
  does: 'the archive in your browser; keys of its feeds',
  cap: null,
  isHere: ({ archive }) => archive !== null,
  parse: (rest) => (rest === '' || rest.toLowerCase() === 'keys' ? [rest] : null),
  near: nearOneOf(['keys']),
  async run(context, asked, [what]) {
    const { archive } = context
    const { channel, person } = asked
    if (archive === null) return reply('The archive is off. The bot’s operator can turn it on with PAPERBOY_WEB.')
    if (context.isTeamless(channel)) return reply('Ask in a channel of your server: each has its own archive.')
    if (what !== '') return showKeys(context, asked)
    return reply(WHAT_IT_IS, { label: 'Open the archive', url: archive.open(channel, person) })
  },
}

export const withdrawKeyAction: RunAction = async ({ store, mayManage }, { person, value }) => {
  const key = await findFeedKey(store.db, value)
  if (!key) return reply('That key is withdrawn already.')
  if (key.person !== person && !(await mayManage(key.channel, person)))
    return reply('Only its owner and people who manage its channel can withdraw a key.')
  await withdrawFeedKey(store.db, key.id)
  return reply('Withdrawn: feeds with that key are gone. The page “Feeds” of the archive gives a new one.')
}

/** The asker's own; managers see all of the channel's: who has one, and when it was used. */
async function showKeys({ store, defaults, mayManage, now }: CommandContext, asked: Asker): Promise<Reply> {
  const { channel, person } = asked
  const manages = await mayManage(channel, person)
  const settings = (await findChannel(store.db, channel))?.settings ?? {}
  const { timezone } = effectiveSettings(settings, defaults)
  const keys = (await listFeedKeys(store.db, channel, person)).filter((key) => manages || key.person === person)
  const none = 'Nobody has a key to the feeds here yet. The archive’s “Feeds” page gives you one.'
  return showList({
    heading: 'Keys to feeds',
    cards: keys.map((key) => keyCard(key, asked, timezone, now())),
    note: keys.length === 0 ? none : 'A key is good until it is withdrawn, or its owner or the bot leaves.',
  })
}

function keyCard({ id, channel, person, createdAt, readAt }: FeedKey, asked: Asker, timezone: string, now: number) {
  const day = (at: number) => shortDay(localDate(timezone, at), localDate(timezone, now))
  const isOwn = person === asked.person
  const whose = isOwn ? `Yours${channel === asked.channel ? ', for this channel' : ', elsewhere'}` : null
  return {
    ...lineOf(whose ?? 'Of somebody in this channel'),
    facts: [`since ${day(createdAt)}`, readAt === null ? 'never used' : `last used ${day(readAt)}`],
    mention: isOwn ? null : { label: 'Given to', person, rings: false },
    buttons: [{ label: 'Withdraw', action: 'withdraw-key', value: id }],
  }
}
