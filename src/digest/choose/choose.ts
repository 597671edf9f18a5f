import type { IsoDay, Paper, SourceName } from '../../core/paper.ts'
import { daysBetween, shortDay } from '../../core/schedule.ts'
import type { Schema } from '../../db/schema.ts'

export type Outcome = Schema['outcomes']['outcome']

/** What an earlier digest of the same channel decided about a paper. */
export type Decision = { outcome: Outcome; date: IsoDay; reason: string; upvotes: number | null }

export type DigestCandidate = {
  paper: Paper
  /** The newest day a source lists it on. */
  day: IsoDay
  days: { source: SourceName; day: IsoDay }[]
  upvotes: number | null
  comments: number | null
  /** Arrived since the channel's last digest. */
  isNew: boolean
  before: Decision | null
}

export type Choice = {
  paper: Paper
  outcome: Outcome
  /** A sentence for people: why this outcome. */
  reason: string
  /** 1 is best; null for what was not ranked. */
  rank: number | null
  upvotes: number | null
}

export type SelectionRules = {
  /** A sentence when the rules leave the paper out, else null. */
  objection(candidate: DigestCandidate): string | null
  minUpvotes: number
}

// A listed paper may rise, and one short of upvotes may still get them, for three days.
const ELIGIBLE_DAYS = 3
/** What a thread lists at most; a longer list is noise. */
export const THREAD_SIZE = 60

/** Decides about every candidate: best first, each with its reason, nothing dropped silently. */
export function choose(candidates: DigestCandidate[], rules: SelectionRules, size: number, date: IsoDay): Choice[] {
  const contenders: DigestCandidate[] = []
  const decided: Choice[] = []
  for (const candidate of candidates) {
    const assessment = assess(candidate, rules, date)
    const { paper, upvotes } = candidate
    if (assessment === 'contender') contenders.push(candidate)
    else if (assessment) decided.push({ paper, upvotes, rank: null, ...assessment })
  }
  return [...rank(contenders.toSorted(bestFirst), size), ...decided]
}

type Assessment = 'contender' | { outcome: Outcome; reason: string } | null

/** null: an earlier digest decided about it, and nothing has changed since. */
function assess(candidate: DigestCandidate, rules: SelectionRules, date: IsoDay): Assessment {
  const { before, isNew, upvotes, day } = candidate
  const rising =
    before?.outcome === 'thread' &&
    daysBetween(before.date, date) <= ELIGIBLE_DAYS &&
    (upvotes ?? 0) > (before.upvotes ?? 0)
  if (before && before.outcome !== 'held' && !rising)
    return isNew ? { outcome: 'already', reason: describeEarlier(before, date) } : null
  const { standing } = candidate.paper.facts
  const objection = standing ? `the paper was ${standing}` : rules.objection(candidate)
  if (objection) return { outcome: 'filtered', reason: objection }
  if ((upvotes ?? 0) >= rules.minUpvotes) return 'contender'
  const short = `${upvotes ?? 0} upvotes, and this channel asks for ${rules.minUpvotes}`
  return daysBetween(day, date) < ELIGIBLE_DAYS
    ? { outcome: 'held', reason: `${short}; looked at again for ${ELIGIBLE_DAYS} days` }
    : { outcome: 'filtered', reason: short }
}

function describeEarlier({ outcome, date, reason }: Decision, today: IsoDay): string {
  if (outcome === 'posted') return `posted here on ${shortDay(date, today)}`
  if (outcome === 'thread') return `listed in the thread of ${shortDay(date, today)}`
  return `left out on ${shortDay(date, today)}: ${reason}`
}

function rank(contenders: DigestCandidate[], size: number): Choice[] {
  return contenders.flatMap((candidate, index): Choice[] => {
    const { paper, upvotes, before } = candidate
    const wasListed = before?.outcome === 'thread'
    const place = index + 1
    const measure = upvotes === null ? 'date' : `upvotes (${upvotes})`
    const position = `${ordinal(place)} of ${contenders.length} by ${measure}`
    const choice = { paper, rank: place, upvotes }
    if (place <= size)
      return [{ ...choice, outcome: 'posted', reason: wasListed ? `${position}, risen from the thread` : position }]
    // Listed before and not risen: nothing new to say about it.
    if (wasListed) return []
    if (place <= size + THREAD_SIZE)
      return [{ ...choice, outcome: 'thread', reason: `${position}; the best ${size} are posted` }]
    return [{ ...choice, outcome: 'filtered', reason: `${position}; a thread lists ${THREAD_SIZE}` }]
  })
}

/** Upvotes, then comments, then the newer paper; the id makes the order the same everywhere. */
function bestFirst(a: DigestCandidate, b: DigestCandidate): number {
  return (
    (b.upvotes ?? -1) - (a.upvotes ?? -1) ||
    (b.comments ?? 0) - (a.comments ?? 0) ||
    (b.paper.publishedAt ?? '').localeCompare(a.paper.publishedAt ?? '') ||
    (a.paper.id < b.paper.id ? -1 : 1)
  )
}

// Intl costs more than everything else in choosing, so it is asked once for each number.
const ordinals = new Map<number, string>()
const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const suffixes = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
])

function ordinal(place: number): string {
  const known = ordinals.get(place) ?? `${place}${suffixes.get(rules.select(place)) ?? 'th'}`
  ordinals.set(place, known)
  return known
}

/** How many candidates had which outcome: `found = posted + thread + filtered + held + already`. */
export type Counts = { found: number } & Record<Outcome, number>

export function countOutcomes(choices: { outcome: Outcome }[]): Counts {
  const counts: Counts = { found: choices.length, posted: 0, thread: 0, filtered: 0, held: 0, already: 0 }
  for (const { outcome } of choices) counts[outcome] += 1
  return counts
}
