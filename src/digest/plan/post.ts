import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings, type OwnSettings } from '../../channels/settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { addDays, formatMoment, localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { chooseFrom, listedOn, loadPool } from '../choose/candidates.ts'
import { type Counts, countOutcomes, type Outcome } from '../choose/choose.ts'
import { findDigest, type NewDigest, outcomesOfDigest } from '../stored-digests.ts'
import { count, describeOutcome } from '../write/texts.ts'
import { draftDigests } from './draft.ts'
import { type PlanContext, record } from './plan.ts'

const DAYS = 14
const EXAMPLES = 3

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
    const papers = before
      ? await entriesSince(context, channel, draft, before.plannedAt)
      : draft.choices.map(({ paper, outcome, reason }) => ({ id: paper.id, outcome, reason }))
    reports.push({ channel: channel.id, ...countOutcomes(papers), papers, notes: draft.notes })
  }
  return reports
}

/** What the digest of that day decided is “already”; what came after it waits for the next one. */
async function entriesSince(
  { store, defaults }: PlanContext,
  channel: Channel,
  { date, choices }: NewDigest,
  plannedAt: number,
): Promise<ChannelReport['papers']> {
  const when = formatMoment(plannedAt, effectiveSettings(channel.settings, defaults).timezone)
  const decided = await outcomesOfDigest(store.db, channel.id, date)
  const known = new Set(decided.map(({ paper }) => paper))
  const later = choices.filter(({ paper, outcome }) => !known.has(paper.id) && outcome !== 'already')
  return [
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
  ]
}

/** What settings would have posted: “In the last 14 days this would have posted 31 papers of 280, for example …”. */
export async function dryRun(
  { store, defaults, now }: { store: Store; defaults: Defaults; now: () => number },
  channel: Channel,
  own: OwnSettings,
): Promise<string> {
  const settings = effectiveSettings(own, defaults)
  const until = localDate(settings.timezone, now())
  const since = addDays(until, -DAYS)
  const pool = await loadPool(store.db, { sources: settings.sources, since, until, seenAfter: 0 })
  const papers = [...pool.values()]
  const posted: { title: string; upvotes: number }[] = []
  for (let date = since; date <= until; date = addDays(date, 1)) {
    const today = papers.filter(({ sightings }) => sightings.some(({ day }) => day === date))
    for (const { outcome, paper, upvotes } of chooseFrom(today, listedOn(date, new Set()), new Map(), settings, date))
      if (outcome === 'posted') posted.push({ title: paper.title, upvotes: upvotes ?? 0 })
  }
  const best = posted.toSorted((a, b) => b.upvotes - a.upvotes).slice(0, EXAMPLES)
  const examples = best.length === 0 ? '' : `, for example ${best.map(({ title }) => `“${title}”`).join(', ')}`
  const share = `${count(posted.length, 'paper')} of ${papers.length}`
  return `In the last ${DAYS} days this would have posted ${share} in ${channel.name}${examples}.`
}
