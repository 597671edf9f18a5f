import { type Channel, listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { type PersonId, teamOf } from '../../core/chat.ts'
import { type Card, headingLine, lineOf, type Message, messageOf, notice } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import { DAY_MS, formatMoment, nextPost } from '../../core/schedule.ts'
import { latestDigest, postedIn } from '../../digest/stored-digests.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { showSaved } from '../personal/saved.ts'
import { askButton, pickChannelButton, readable, show } from '../replies.ts'
import type { ActionVerb, Asker, CommandContext } from '../verb.ts'
import { topMessage } from './top.ts'

const CHANNELS = 20
const TODAY = 10

/** One person's page: today's posts, their team's top of the week, their list, and each channel's next post. */
export const home: ActionVerb = {
  name: 'home',
  access: 'anyone',
  run: async (context, asked) => show(await homeMessage(context, asked)),
}

export async function homeMessage(context: CommandContext, { channel, person }: Asker): Promise<Message> {
  const channels = await visibleChannels(context, teamOf(channel), person)
  const top = await topMessage(context, channel, 'week')
  const saved = await showSaved(context, person, 0)
  const list = 'message' in saved ? saved.message : notice('')
  return messageOf({
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
