import { findChannels } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { VOTE, votingOf } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay } from '../../core/paper.ts'
import { nextPost } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { settingsOfTeams } from '../../voting/voter-groups.ts'
import { findDigests, outcomesOfDigests } from '../stored-digests.ts'
import type { DigestView } from './compose.ts'

/** What is needed of their channels to write deliveries together. */
export type DeliveryViews = {
  /** Throws when the digest is not stored. */
  digest(place: Delivery['place'], date: IsoDay): DigestView
  settings(place: Delivery['place']): ChannelSettings
  /** The emoji that votes in a team, the first of several. */
  vote(team: string): string
}

/** Reads it in four queries, however many deliveries there are. */
export async function loadViews(db: Db, defaults: Defaults, deliveries: Delivery[]): Promise<DeliveryViews> {
  const places = [...new Set(deliveries.map(({ place }) => place as ChannelId))]
  const channels = await findChannels(db, places)
  const teams = await settingsOfTeams(db, [...new Set(deliveries.map(({ team }) => team))])
  const settings = (place: Delivery['place']) =>
    effectiveSettings(channels.get(place as ChannelId)?.settings ?? {}, defaults)
  const vote = (team: string) => votingOf(teams.get(team) ?? {})[0] ?? VOTE
  const views = new Map<string, DigestView>()
  for (const date of new Set(deliveries.flatMap(({ subject }) => ('date' in subject ? [subject.date] : [])))) {
    const [digests, outcomes] = [await findDigests(db, places, date), await outcomesOfDigests(db, places, date)]
    for (const [place, { counts, coversSince, notes, plannedAt }] of digests) {
      const channel = channels.get(place)
      if (!channel) continue
      const own = settings(place)
      const next = nextPost(own, plannedAt, date)?.at ?? null
      const facts = { date, counts, coversSince, notes, timezone: own.timezone, vote: vote(channel.team), next }
      views.set(`${place} ${date}`, { settings: own, facts, outcomes: outcomes.get(place) ?? [] })
    }
  }
  return {
    settings,
    vote,
    digest(place, date) {
      const view = views.get(`${place} ${date}`)
      if (!view) throw new Error(`The digest of ${place} for ${date} is not on record.`)
      return view
    },
  }
}
