import { sql } from 'kysely'
import { OFFER } from '../channels/team-settings.ts'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

type Offer = { paper: PaperId; person: PersonId }

/** Records that somebody offers to present a paper, or takes the offer back, by command. */
export async function recordOffer(
  db: Db,
  { team, paper, person, stands, now }: Offer & { team: string; stands: boolean; now: number },
): Promise<void> {
  const offer = { stands: stands ? 1 : 0, at: now }
  await db
    .insertInto('offers')
    .values({ team, paper_id: paper, person, ...offer })
    .onConflict((conflict) => conflict.columns(['team', 'paper_id', 'person']).doUpdateSet(offer))
    .execute()
}

/**
 * The standing offers to present these papers, the earliest first. A command and 🙋 on any post count alike; the newest
 * one decides.
 */
export async function offersFor(db: Db, teams: string[], papers: PaperId[]): Promise<Offer[]> {
  if (papers.length === 0) return []
  const byCommand = db
    .selectFrom('offers')
    .select(['paper_id', 'person', 'stands', 'at'])
    .where('team', 'in', teams)
    .where('paper_id', 'in', papers)
  const byReaction = db
    .selectFrom('deliveries as d')
    .innerJoin('votes as v', 'v.post', 'd.post')
    .select([sql<string>`d.paper_id`.as('paper_id'), 'v.person', 'v.stands', 'v.since as at'])
    .where('d.team', 'in', teams)
    .where('d.paper_id', 'in', papers)
    .where('v.emoji', '=', OFFER)
  const words = db
    .selectFrom(byCommand.unionAll(byReaction).as('w'))
    .select(['paper_id', 'person', 'stands', 'at'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy(['paper_id', 'person']).orderBy('at', 'desc').orderBy('stands'))
        .as('age'),
    )
  const rows = await db
    .selectFrom(words.as('newest'))
    .select(['paper_id', 'person'])
    .where('age', '=', 1)
    .where('stands', '=', 1)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('former_members')
            .select('former_members.person')
            .where('former_members.team', 'in', teams)
            .whereRef('former_members.person', '=', 'newest.person'),
        ),
      ),
    )
    .orderBy('at')
    .orderBy('person')
    .execute()
  return rows.map(({ paper_id, person }) => ({ paper: paper_id as PaperId, person: person as PersonId }))
}
