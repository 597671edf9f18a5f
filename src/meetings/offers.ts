import { sql } from 'kysely'
import { maySpeak } from '../access/who-may.ts'
import { OFFER } from '../channels/team-settings.ts'
import type { ChannelId, ChatAdapter, PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { upsertRows } from '../db/rows.ts'
import { formerMembers } from './former-members.ts'

type Offer = { paper: PaperId; person: PersonId }

/** Records that somebody offers to present a paper, or takes the offer back, by command. */
export async function recordOffer(
  db: Db,
  { team, paper, person, stands, now }: Offer & { team: string; stands: boolean; now: number },
): Promise<void> {
  const offer = { team, paper_id: paper, person, stands: stands ? 1 : 0, at: now }
  await upsertRows(db, 'offers', [offer], { key: ['team', 'paper_id', 'person'] })
}

export type OfferContext = { store: Pick<Store, 'db'>; adapters: Map<string, ChatAdapter> }

/**
 * The standing offers to present these papers, the earliest first. 🙋 by somebody who may not make the bot speak there
 * is none; a command was refused when it was typed.
 */
export async function offersFor(context: OfferContext, teams: string[], papers: PaperId[]): Promise<Offer[]> {
  const offers = await findOffers(context.store.db, teams, papers)
  const counted = await Promise.all(
    offers.map(({ channel, person }) => channel === null || maySpeak(context, channel, person).catch(() => false)),
  )
  return offers.filter((_, index) => counted[index])
}

/** A command and 🙋 on any post count alike; the newest one decides. `channel` null: by command. */
async function findOffers(
  db: Db,
  teams: string[],
  papers: PaperId[],
): Promise<(Offer & { channel: ChannelId | null })[]> {
  if (papers.length === 0) return []
  const byCommand = db
    .selectFrom('offers')
    .select(['paper_id', 'person', 'stands', 'at', sql<ChannelId | null>`cast(null as text)`.as('channel')])
    .where('team', 'in', teams)
    .where('paper_id', 'in', papers)
  const byReaction = db
    .selectFrom('deliveries as d')
    .innerJoin('votes as v', 'v.post', 'd.post')
    .select([
      sql<PaperId>`d.paper_id`.as('paper_id'),
      'v.person',
      'v.stands',
      'v.since as at',
      sql<ChannelId | null>`d.place`.as('channel'),
    ])
    .where('d.team', 'in', teams)
    .where('d.paper_id', 'in', papers)
    .where('v.emoji', '=', OFFER)
  const marks = await byCommand.unionAll(byReaction).orderBy('at').orderBy('stands', 'desc').execute()
  const newest = new Map(marks.map((mark) => [`${mark.paper_id} ${mark.person}`, mark]))
  const left = await formerMembers(db, teams)
  return [...newest.values()]
    .filter(({ stands, person }) => stands === 1 && !left.has(person))
    .toSorted((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1))
    .map(({ paper_id, person, channel }) => ({ paper: paper_id, person, channel }))
}
