import { type Channel, listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { describeError } from '../../core/error-words.ts'
import type { PaperId } from '../../core/paper.ts'
import { nextPost } from '../../core/schedule.ts'
import { recordPapers } from '../../papers/papers.ts'
import type { FindPicture } from '../../sources/pictures.ts'
import { draftDigests } from './draft.ts'
import type { PlanContext } from './plan.ts'

/** arXiv is asked once in three seconds, twice a paper. */
const BEFORE_POST_MS = 10 * 60_000

/** The channels that post within `ahead` milliseconds, and not yet, each with the day of its digest. */
export async function postingSoon(
  { store, defaults }: Pick<PlanContext, 'store' | 'defaults'>,
  now: number,
  ahead: number,
): Promise<{ channel: Channel; date: string }[]> {
  const channels = await listChannels(store.db)
  return channels.flatMap((channel) => {
    const { state, settings, lastDigestOn } = channel
    if (state !== 'active' || lastDigestOn === null) return []
    const next = nextPost(effectiveSettings(settings, defaults), now, lastDigestOn)
    return next !== null && next.at > now && next.at <= now + ahead ? [{ channel, date: next.date }] : []
  })
}

/**
 * Looks for the pictures of what will be posted soon, as things stand. Each paper is asked for once while the process
 * runs; where nothing is found, or too late, its post goes without.
 */
export function createPictureFinder(context: PlanContext & { findPicture: FindPicture }) {
  const { store, defaults, log, signal, findPicture } = context
  const asked = new Set<PaperId>()
  return async (now: number): Promise<void> => {
    const soon = await postingSoon(context, now, BEFORE_POST_MS)
    const withPictures = soon.filter(
      ({ channel }) => effectiveSettings(channel.settings, defaults).layout === 'pictures',
    )
    for (const [date, together] of Map.groupBy(withPictures, (one) => one.date)) {
      const channels = together.map(({ channel }) => channel)
      const drafts = await draftDigests(context, channels, { date, now, scope: 'news' })
      for (const { paper, outcome } of drafts.flatMap(({ choices }) => choices)) {
        if (signal.aborted || outcome !== 'posted' || paper.facts.picture || asked.has(paper.id)) continue
        asked.add(paper.id)
        try {
          const picture = await findPicture(paper, signal)
          if (picture) await recordPapers(store, [{ ...paper, facts: { ...paper.facts, picture } }], now)
        } catch (error) {
          log.info({ paper: paper.id, reason: describeError(error) }, 'no picture of the paper')
        }
      }
    }
  }
}
