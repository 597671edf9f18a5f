import { type Kysely, sql } from 'kysely'
import { takeAdvisoryLock } from './advisory-lock.ts'
import type { Dialect, Migration } from './db.ts'
import { papers } from './migrations/0001-papers.ts'
import { channels } from './migrations/0002-channels.ts'
import { deliveries } from './migrations/0003-deliveries.ts'
import { leases } from './migrations/0004-leases.ts'
import { inbox } from './migrations/0005-inbox.ts'
import { search } from './migrations/0010-search.ts'
import { summaries } from './migrations/0011-summaries.ts'
import { votes } from './migrations/0020-votes.ts'
import { subscribers } from './migrations/0030-subscribers.ts'
import { noInbox } from './migrations/0031-no-inbox.ts'
import { installations } from './migrations/0040-installations.ts'
import { managerRoles } from './migrations/0045-manager-roles.ts'
import { discussions } from './migrations/0050-discussions.ts'
import { ballot } from './migrations/0051-ballot.ts'
import { agenda } from './migrations/0052-agenda.ts'
import { tally } from './migrations/0053-tally.ts'
import { notes } from './migrations/0055-notes.ts'
import { aliases } from './migrations/0056-aliases.ts'
import { follows } from './migrations/0057-follows.ts'
import { linkReplies } from './migrations/0058-link-replies.ts'
import { forgotten } from './migrations/0059-forgotten.ts'
import { vectors } from './migrations/0060-vectors.ts'
import { searchFacts } from './migrations/0065-search-facts.ts'
import { summaryReports } from './migrations/0070-summary-reports.ts'
import { alerts } from './migrations/0080-alerts.ts'
import { retention } from './migrations/0085-retention.ts'
import { feedKeys } from './migrations/0086-feed-keys.ts'
import { links } from './migrations/0110-links.ts'
import { spoken } from './migrations/0120-spoken.ts'
import { seeding } from './migrations/0150-seeding.ts'
import type { Schema } from './schema.ts'

/** In order, for ever: a step that has been released is never changed, only followed by another. */
const steps: { name: string; step: Migration }[] = [
  { name: '0001-papers', step: papers },
  { name: '0002-channels', step: channels },
  { name: '0003-deliveries', step: deliveries },
  { name: '0004-leases', step: leases },
  { name: '0005-inbox', step: inbox },
  { name: '0010-search', step: search },
  { name: '0011-summaries', step: summaries },
  { name: '0020-votes', step: votes },
  { name: '0030-subscribers', step: subscribers },
  { name: '0031-no-inbox', step: noInbox },
  { name: '0040-installations', step: installations },
  { name: '0045-manager-roles', step: managerRoles },
  { name: '0050-discussions', step: discussions },
  { name: '0051-ballot', step: ballot },
  { name: '0052-agenda', step: agenda },
  { name: '0053-tally', step: tally },
  { name: '0055-notes', step: notes },
  { name: '0056-aliases', step: aliases },
  { name: '0057-follows', step: follows },
  { name: '0058-link-replies', step: linkReplies },
  { name: '0059-forgotten', step: forgotten },
  { name: '0060-vectors', step: vectors },
  { name: '0065-search-facts', step: searchFacts },
  { name: '0070-summary-reports', step: summaryReports },
  { name: '0080-alerts', step: alerts },
  { name: '0085-retention', step: retention },
  { name: '0086-feed-keys', step: feedKeys },
  { name: '0110-links', step: links },
  { name: '0120-spoken', step: spoken },
  { name: '0150-seeding', step: seeding },
]

/** The first step that an existing database still lacks; null when it is new, or up to date. */
export async function pendingStep(db: Kysely<Schema>): Promise<string | null> {
  const applied = sql<{ name: string }>`select name from migrations`.execute(db)
  const names = await applied.then(({ rows }) => new Set(rows.map(({ name }) => name))).catch(() => null)
  return names === null ? null : (steps.find(({ name }) => !names.has(name))?.name ?? null)
}

/** Brings a database up to date. Throws, and changes nothing, when a newer Paperboy has written it. */
export async function migrate(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Two processes that start at once: the second waits here and then finds nothing to do.
    await takeAdvisoryLock(transaction, dialect, 'migrations')
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
      transaction,
    )
    const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(transaction)
    const known = new Set(steps.map(({ name }) => name))
    const unknown = rows.find(({ name }) => !known.has(name))
    if (unknown)
      throw new Error(`a newer Paperboy has written it (${unknown.name}); update this one, nothing was changed`)
    const applied = new Set(rows.map(({ name }) => name))
    for (const { name, step } of steps) {
      if (applied.has(name)) continue
      await step(transaction, dialect)
      await sql`insert into migrations (name, applied_at) values (${name}, ${Date.now()})`.execute(transaction)
    }
  })
}
