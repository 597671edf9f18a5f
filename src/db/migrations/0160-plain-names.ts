import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** `worded` is `ready`, `lanes` are `channel_queues`, and `departed` are `former_members`. */
export const plainNames: Migration = async (db) => {
  const statements = [
    'drop index deliveries_open',
    `update deliveries set state = 'ready' where state = 'worded'`,
    `create index deliveries_open on deliveries (place, seq)
      where state in ('planned', 'ready', 'sending', 'uncertain')`,
    'drop index lanes_by_team',
    'drop index lanes_by_time',
    'alter table lanes rename to channel_queues',
    'create index channel_queues_by_team on channel_queues (platform, team, ready_at)',
    'create index channel_queues_by_time on channel_queues (platform, ready_at)',
    'alter table departed rename to former_members',
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
