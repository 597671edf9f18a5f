import { type Channel, describeNextPost, findSubscribed, listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { emojiName, howToVote } from '../../channels/team-settings.ts'
import { type ChannelId, type PersonId, type Reply, teamOf } from '../../core/chat.ts'
import { type Card, headingLine, lineOf, type Message, messageOf } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import { DAY_MS, formatMoment, longDay, nextPost } from '../../core/schedule.ts'
import { latestDigest, postedIn } from '../../digest/stored-digests.ts'
import { lineCards, lineCardsOf } from '../../digest/write/read-papers.ts'
import { topCards } from '../../library/weekly.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { sourceNotes } from '../../sources/collecting/source-notes.ts'
import { voteOf } from '../../voting/voter-groups.ts'
import { savedList } from '../personal/saved.ts'
import {
  askButton,
  citeButton,
  inDirectMessages,
  notSubscribed,
  pickChannelButton,
  readable,
  reply,
  START,
  show,
  showList,
} from '../replies.ts'
import { type Asker, type CommandContext, nearOneOf, noArguments, type Verb } from '../verb.ts'

const CHANNELS = 20
const TODAY = 10
const DAYS: Record<string, number> = { week: 7, month: 31 }

export const today: Verb = {
  name: '',
  usage: '',
  does: 'today’s papers here',
  cap: null,
  parse: noArguments,
  async run(context, { channel: id, person }) {
    const { store, defaults, now } = context
    if (context.isTeamless(id)) return inDirectMessages(context, id, '')
    if (context.isDirect(id)) return showHome(context, { channel: id, person })
    const channel = await findSubscribed(store.db, id)
    if (!channel) return notSubscribed(askButton('Help', 'help'))
    const note = `Next post: ${describeNextPost(channel, defaults, now())}`
    const digest = await latestDigest(store.db, id)
    if (!digest) {
      const failing = sourceNotes(effectiveSettings(channel.settings, defaults), await sourceHealth(store.db), now())
      const said = ['Nothing has been posted here yet', ...failing, note].join('. ')
      return reply(`${said}.`, askButton('Settings', 'settings'))
    }
    const lines = await lineCardsOf(store.db, await postedIn(store.db, digest), ({ rank }) => ({ rank }))
    const cards = readable(lines)
    const buttons = cards.length > 0 ? [citeButton('today')] : []
    return showList({ heading: `Papers · ${longDay(digest.date)}`, cards, note, buttons })
  },
}

/** One person's page: today's posts, their team's top of the week, their list, and each channel's next post. */
export async function showHome(context: CommandContext, { channel, person }: Asker): Promise<Reply> {
  const channels = await visibleChannels(context, teamOf(channel), person)
  const top = await topMessage(context, channel, 'week')
  const list = await savedList(context, person, 0)
  const message = messageOf({
    kind: 'list',
    heading: 'Paperboy',
    cards: [
      ...section('Today', await postedTodayCards(context, channels), 'Nothing new yet.'),
      ...section(top.heading ?? '', top.cards, top.note ?? ''),
      ...section(list.heading ?? 'Saved by you', list.cards, list.note ?? ''),
      ...section('Channels', nextPosts(context, channels).map(lineOf), 'None yet: type /papers subscribe in one.'),
    ],
    note: 'Type /papers and some words to search.',
    buttons: [
      askButton('Agenda', 'agenda'),
      askButton('What you follow', 'follow'),
      pickChannelButton('subscribe', 'Subscribe a channel'),
      pickChannelButton('settings', 'Settings of a channel'),
      askButton('Help', 'help'),
    ],
  })
  return show(message)
}

/** A private channel stays unnamed for those who are not in it. */
async function visibleChannels({ store, maySee }: CommandContext, team: string, person: PersonId): Promise<Channel[]> {
  const visible: Channel[] = []
  for (const channel of await listChannels(store.db)) {
    if (visible.length >= CHANNELS) break
    if (channel.team === team && (await maySee(channel.id, person))) visible.push(channel)
  }
  return visible
}

/** Best first, each paper once, though several channels may have got it. */
async function postedTodayCards({ store, now }: CommandContext, channels: Channel[]): Promise<Card[]> {
  const ranks = new Map<PaperId, number>()
  for (const { id } of channels) {
    const digest = await latestDigest(store.db, id)
    if (!digest || digest.plannedAt < now() - DAY_MS) continue
    for (const { paper, outcome, rank } of await postedIn(store.db, digest))
      if (outcome === 'posted') ranks.set(paper, Math.min(ranks.get(paper) ?? Infinity, rank ?? Infinity))
  }
  const best = [...ranks].toSorted(([, a], [, b]) => a - b).map(([paper]) => paper)
  return readable(await lineCards(store.db, best.slice(0, TODAY)))
}

const nextPosts = ({ defaults, now }: CommandContext, channels: Channel[]): string[] =>
  channels.map(({ name, state, settings, lastDigestOn }) => {
    const effective = effectiveSettings(settings, defaults)
    const next = state === 'active' ? nextPost(effective, now(), lastDigestOn) : null
    return `#${name}: ${next ? `${formatMoment(next.at, effective.timezone)} ${effective.timezone}` : 'paused'}`
  })

const section = (heading: string, cards: Card[], otherwise: string): Card[] => [
  headingLine(heading),
  ...(cards.length > 0 ? cards : [lineOf(otherwise)]),
]

export const top: Verb = {
  name: 'top',
  usage: 'top [week|month]',
  does: 'most 👍 this week',
  cap: null,
  isForTeams: true,
  parse: (rest) => (rest === '' || Object.hasOwn(DAYS, rest) ? [rest || 'week'] : null),
  near: nearOneOf(Object.keys(DAYS)),
  run: async (context, { channel }, [span = 'week']) => show(await topMessage(context, channel, span)),
}

export async function topMessage({ store, now }: CommandContext, channel: ChannelId, span: string): Promise<Message> {
  const vote = await voteOf(store.db, teamOf(channel))
  const cards = await topCards(store, channel, vote, now() - (DAYS[span] ?? 7) * DAY_MS)
  const nothing = `Nobody has voted this ${span}. ${howToVote(vote)}`
  const elsewhere = span === 'month' ? START : [askButton('Top of the month', 'top month')]
  return messageOf({
    kind: 'list',
    heading: `Most ${emojiName(vote)} this ${span}`,
    cards: readable(cards),
    buttons: cards.length > 0 ? [citeButton(`top ${span}`)] : elsewhere,
    note: cards.length === 0 ? nothing : null,
  })
}
