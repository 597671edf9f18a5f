import { type Channel, listChannels } from '../channels/channels.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import type { IsoDay, Paper } from '../core/paper.ts'
import { localDate, shortDay } from '../core/schedule.ts'
import type { Store } from '../db/open.ts'
import { outcomesOfPaper, type RecordedOutcome } from '../digest/stored-digests.ts'
import { count, describeAuthor, describeOutcome } from '../digest/write/texts.ts'
import { explainBallot } from '../meetings/ballot.ts'
import { popularityOf } from '../papers/popularity.ts'
import { sourceLabel } from '../sources/collecting/source-notes.ts'
import { type SummaryReport, summaryReportsOn } from '../summaries/reports.ts'
import { changeLines } from './paper-changes.ts'

/** Where a paper came from, and what each channel did with it. */
export async function explain(store: Store, paper: Paper, only: ChannelId | null, zone = 'UTC'): Promise<string[]> {
  const { db } = store
  const localDay = (at: number) => localDate(zone, at)
  const today = localDay(store.now())
  const channels = (await listChannels(db)).filter(({ id }) => only === null || id === only)
  const popularity = (await popularityOf(db, [paper.id])).get(paper.id)
  const listed = (popularity?.days ?? []).map(({ source, day }) => `${sourceLabel(source)} on ${shortDay(day, today)}`)
  const upvotes = popularity?.upvotes == null ? '' : `, ${count(popularity.upvotes, 'upvote')} so far`
  const outcomes = await outcomesOfPaper(db, paper.id)
  return [
    `${paper.title} (${paper.id})`,
    listed.length > 0
      ? `Listed by ${listed.join(', ')}${upvotes}.`
      : 'No source lists it; it was imported or suggested.',
    ...(await changeLines(db, paper.id, zone, store.now())).map((line) => `${line}.`),
    ...channels.flatMap((channel) => explainChannel(channel, outcomes, today)),
    ...(await explainVotes(store, paper, new Set(only === null ? channels.map(({ team }) => team) : [teamOf(only)]))),
    ...(await summaryReportsOn(db, paper.id)).flatMap((report) =>
      explainReport(report, channels, only, shortDay(localDay(report.at), today)),
    ),
  ]
}

/** Where it stands on the ballot of each of these teams. */
async function explainVotes({ db, now }: Store, paper: Paper, teams: Set<string>): Promise<string[]> {
  const lines: string[] = []
  for (const team of teams) {
    const line = await explainBallot(db, team, paper.id, now())
    if (line !== null) lines.push(teams.size > 1 ? `${team}: ${line}` : line)
  }
  return lines
}

/** A report about its summary, for the team that wrote it; one from the operator is for all. */
function explainReport(
  { writer, state, reason, person, channel: id }: SummaryReport,
  channels: Channel[],
  only: ChannelId | null,
  day: string,
): string[] {
  if (only !== null && state !== 'withdrawn' && teamOf(only) !== teamOf(id)) return []
  const [by, model = null] = writer.split(/:(.*)/s)
  const author = describeAuthor({ by: by === 'model' || by === 'source' ? by : 'extract', model })
  const where = channels.find((channel) => channel.id === id)?.name
  // Only the operator sees who it was.
  const who = only === null ? ` by ${person}` : ''
  if (state === 'withdrawn') return [`Summary (${author}) hidden everywhere, ${day}.`]
  return [`Summary (${author}) ${state} as wrong${who}${where ? ` in ${where}` : ''}, ${day}: “${reason}”.`]
}

function explainChannel(channel: Channel, outcomes: RecordedOutcome[], today: IsoDay): string[] {
  const own = outcomes.filter((outcome) => outcome.channel === channel.id)
  const never = 'Not posted: it was listed before this channel subscribed. Search still finds it.'
  if (own.length === 0) return [`${channel.name}: ${never}`]
  return own.map(
    ({ date, outcome, reason }) => `${channel.name}, ${shortDay(date, today)}: ${describeOutcome[outcome]}, ${reason}.`,
  )
}
