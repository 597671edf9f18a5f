import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings, type OwnSettings } from '../../channels/settings.ts'
import type { IsoDay } from '../../core/paper.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { candidatesFor } from '../choose/candidates.ts'
import { choose } from '../choose/choose.ts'
import { loadPool } from '../pool.ts'
import { createRules } from '../rules.ts'
import { count } from '../write/texts.ts'

const DAYS = 14
const EXAMPLES = 3

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
    const filter = {
      scope: 'day',
      sources: settings.sources,
      decisions: new Map(),
      digestDates: new Set<IsoDay>(),
    } as const
    const candidates = candidatesFor(today, { ...filter, date })
    const choices = choose(candidates, createRules(settings), settings.papersPerDay, date)
    for (const { outcome, paper, upvotes } of choices)
      if (outcome === 'posted') posted.push({ title: paper.title, upvotes: upvotes ?? 0 })
  }
  const best = posted.toSorted((a, b) => b.upvotes - a.upvotes).slice(0, EXAMPLES)
  const examples = best.length === 0 ? '' : `, for example ${best.map(({ title }) => `“${title}”`).join(', ')}`
  const share = `${count(posted.length, 'paper')} of ${papers.length}`
  return `In the last ${DAYS} days this would have posted ${share} in ${channel.name}${examples}.`
}
