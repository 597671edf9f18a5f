import type { Channel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { formatMoment, localDate } from '../../core/schedule.ts'
import { type Choice, type Counts, countOutcomes, type Outcome } from '../choose/choose.ts'
import type { NewDigest } from '../insert-digests.ts'
import { findDigest, outcomesOfDigest } from '../stored-digests.ts'
import { describeOutcome } from '../write/texts.ts'
import { draftDigests } from './draft.ts'
import { type PlanContext, record } from './plan.ts'

export type ChannelReport = { channel: ChannelId } & Counts & {
    papers: { id: PaperId; outcome: Outcome; reason: string }[]
    /** What is missing, in sentences. */
    notes: string[]
  }

/**
 * One digest now for each channel, whatever the schedule: of today's news, or of the day `date`. One that exists is
 * reported, not made again. With `dryRun` nothing is stored.
 */
export async function postNow(
  context: PlanContext,
  channels: Channel[],
  { date, now, dryRun }: { date: IsoDay | null; now: number; dryRun: boolean },
): Promise<ChannelReport[]> {
  const reports: ChannelReport[] = []
  for (const channel of channels) {
    const today = localDate(effectiveSettings(channel.settings, context.defaults).timezone, now)
    const request = { date: date ?? today, now, scope: date === null ? 'news' : 'day' } as const
    const [draft] = await draftDigests(context, [channel], request)
    if (!draft) continue
    const before = await findDigest(context.store.db, channel.id, request.date)
    // Only the schedule posts a line to say that there is nothing.
    const isEmpty = draft.deliveries.every(({ subject }) => subject.kind === 'nothing')
    if (!before && !dryRun && !isEmpty) await record(context, [draft])
    reports.push(
      before
        ? await reportRepeated(context, channel, draft, before.plannedAt)
        : report(channel.id, draft.choices.map(toEntry), draft.notes),
    )
  }
  return reports
}

/** What the digest of that day decided is “already”; what came after it waits for the next one. */
async function reportRepeated(
  { store, defaults }: PlanContext,
  channel: Channel,
  { date, choices, notes }: NewDigest,
  plannedAt: number,
): Promise<ChannelReport> {
  const { timezone } = effectiveSettings(channel.settings, defaults)
  const when = formatMoment(plannedAt, timezone)
  const decided = await outcomesOfDigest(store.db, channel.id, date)
  const known = new Set(decided.map(({ paper }) => paper))
  const later = choices.filter(({ paper, outcome }) => !known.has(paper.id) && outcome !== 'already')
  return report(
    channel.id,
    [
      ...decided.map(({ paper, outcome, reason }) => ({
        id: paper,
        outcome: 'already' as const,
        reason: `${describeOutcome[outcome]} on ${when}: ${reason}`,
      })),
      ...later.map(({ paper }) => ({
        id: paper.id,
        outcome: 'held' as const,
        reason: `arrived after the digest of ${when}; comes with the next one`,
      })),
    ],
    notes,
  )
}

const toEntry = ({ paper, outcome, reason }: Choice) => ({ id: paper.id, outcome, reason })

const report = (channel: ChannelId, papers: ChannelReport['papers'], notes: string[]): ChannelReport => ({
  channel,
  ...countOutcomes(papers),
  papers,
  notes,
})
