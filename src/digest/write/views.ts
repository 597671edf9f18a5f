import { findChannels } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { VOTE, votingOf } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay } from '../../core/paper.ts'
import { nextPost } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { settingsOfTeams } from '../../voting/voter-groups.ts'
import { type Digest, findDigests, outcomesOfDigests, type RecordedOutcome } from '../stored-digests.ts'
import type { DigestView } from './compose.ts'

/** What deliveries that are worded together need to know of their channels. */
export type DeliveryViews = {
  /** Throws when the digest is not on record. */
  digest(place: Delivery['place'], date: IsoDay): DigestView
  settings(place: Delivery['place']): ChannelSettings
  /** The emoji that votes in a team, of several the first. */
  vote(team: string): string
}

/** Reads it in four questions, however many deliveries there are. */
export async function loadViews(db: Db, defaults: Defaults, deliveries: Delivery[]): Promise<DeliveryViews> {
  const places = [...new Set(deliveries.map(({ place }) => place as ChannelId))]
  const channels = await findChannels(db, places)
  const teams = await settingsOfTeams(db, [...new Set(deliveries.map(({ team }) => team))])
  const digests = new Map<string, { digest: Digest; outcomes: RecordedOutcome[] }>()
  for (const date of new Set(deliveries.flatMap(({ subject }) => ('date' in subject ? [subject.date] : [])))) {
    const [found, outcomes] = [await findDigests(db, places, date), await outcomesOfDigests(db, places, date)]
    for (const [place, digest] of found)
      digests.set(`${place} ${date}`, { digest, outcomes: outcomes.get(place) ?? [] })
  }
  const settings = (place: Delivery['place']) =>
    effectiveSettings(channels.get(place as ChannelId)?.settings ?? {}, defaults)
  const vote = (team: string) => votingOf(teams.get(team) ?? {})[0] ?? VOTE
  const view = (place: Delivery['place'], date: IsoDay): DigestView => {
    const channel = channels.get(place as ChannelId)
    const { digest, outcomes } = digests.get(`${place} ${date}`) ?? {}
    if (!channel || !digest || !outcomes) throw new Error(`The digest of ${place} for ${date} is not on record.`)
    const own = settings(place)
    const { counts, coversSince, notes, plannedAt } = digest
    const next = nextPost(own, plannedAt, date)?.at ?? null
    return {
      settings: own,
      words: { date, counts, coversSince, notes, timezone: own.timezone, vote: vote(channel.team), next },
      outcomes,
    }
  }
  // The messages of one digest share what it takes to make its view.
  const known = new Map<string, DigestView>()
  return {
    settings,
    vote,
    digest(place, date) {
      const key = `${place} ${date}`
      const made = known.get(key) ?? view(place, date)
      known.set(key, made)
      return made
    },
  }
}
