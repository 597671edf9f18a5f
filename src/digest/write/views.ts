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
  digest(channel: ChannelId, date: IsoDay): DigestView
  settings(channel: ChannelId): ChannelSettings
  /** The emoji that votes in a team, the first of several. */
  vote(team: string): string
}

/** Reads it in four queries, however many deliveries there are. */
export async function loadViews(db: Db, defaults: Defaults, deliveries: Delivery[]): Promise<DeliveryViews> {
  const ids = [...new Set(deliveries.flatMap(({ to }) => ('channel' in to ? [to.channel] : [])))]
  const channels = await findChannels(db, ids)
  const teams = await settingsOfTeams(db, [...new Set(deliveries.map(({ team }) => team))])
  const settings = (id: ChannelId) => effectiveSettings(channels.get(id)?.settings ?? {}, defaults)
  const vote = (team: string) => votingOf(teams.get(team) ?? {})[0] ?? VOTE
  const views = new Map<string, DigestView>()
  for (const date of new Set(deliveries.flatMap(({ subject }) => ('date' in subject ? [subject.date] : [])))) {
    const [digests, outcomes] = [await findDigests(db, ids, date), await outcomesOfDigests(db, ids, date)]
    for (const [id, { counts, coversSince, notes, plannedAt }] of digests) {
      const channel = channels.get(id)
      if (!channel) continue
      const own = settings(id)
      const next = nextPost(own, plannedAt, date)?.at ?? null
      const facts = { date, counts, coversSince, notes, timezone: own.timezone, vote: vote(channel.team), next }
      views.set(`${id} ${date}`, { settings: own, facts, outcomes: outcomes.get(id) ?? [] })
    }
  }
  return {
    settings,
    vote,
    digest(id, date) {
      const view = views.get(`${id} ${date}`)
      if (!view) throw new Error(`The digest of ${id} for ${date} is not on record.`)
      return view
    },
  }
}
