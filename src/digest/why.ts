import type { ChannelId } from '../chat.ts'
import type { Paper } from '../paper.ts'
import { type Channel, listChannels } from '../store/channels.ts'
import { outcomesOfPaper, type RecordedOutcome } from '../store/digests.ts'
import type { Store } from '../store/open.ts'
import { attentionOf } from '../store/papers.ts'
import { shortDay } from './schedule.ts'
import { sourceLabel } from './sources.ts'
import { count, describeOutcome } from './words.ts'

/** Sentences that say where a paper came from and what each of these channels did with it: the day, the rule, the message. */
export async function explain({ db }: Store, paper: Paper, only: ChannelId | null): Promise<string[]> {
  const channels = (await listChannels(db)).filter(({ id }) => only === null || id === only)
  const attention = (await attentionOf(db, [paper.id])).get(paper.id)
  const listed = (attention?.days ?? []).map(({ source, day }) => `${sourceLabel(source)} on ${shortDay(day)}`)
  const upvotes = attention?.upvotes == null ? '' : `, ${count(attention.upvotes, 'upvote')} so far`
  const outcomes = await outcomesOfPaper(db, paper.id)
  return [
    `${paper.title} (${paper.id})`,
    listed.length > 0
      ? `Listed by ${listed.join(', ')}${upvotes}.`
      : 'No source lists it; it was imported or suggested.',
    ...channels.flatMap((channel) => explainChannel(channel, outcomes)),
  ]
}

function explainChannel(channel: Channel, outcomes: RecordedOutcome[]): string[] {
  const own = outcomes.filter((outcome) => outcome.channel === channel.id)
  if (own.length === 0)
    return [
      `${channel.name}: never offered. Papers from before the channel was subscribed are history: searchable, not posted.`,
    ]
  return own.map(
    ({ date, outcome, reason }) => `${channel.name}, ${shortDay(date)}: ${describeOutcome[outcome]}, ${reason}.`,
  )
}
