import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** What becomes of a paper after it was posted, when it was asked for, and who wants to hear of it. */
export const paperChanges: Migration = async (db) => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table paper_changes (
    paper_id text not null references papers (id),
    change text not null,
    url text,
    at bigint not null,
    told_at bigint,
    constraint paper_changes_once primary key (paper_id, change)
  )`,
  'create index paper_changes_untold on paper_changes (told_at, at)',
  `create table paper_rechecks (
    paper_id text not null references papers (id),
    source text not null,
    tried_at bigint not null,
    checked_at bigint,
    constraint paper_rechecks_key primary key (paper_id, source)
  )`,
  'alter table deliveries add column reworded_at bigint',
  'alter table follows add column paper_id text',
  // Where a column belongs to a key, SQLite wants a new table.
  'alter table followed_papers rename to old_followed_papers',
  'drop index followed_papers_untold',
  `create table followed_papers (
    place text not null,
    place_kind text default 'channel' not null,
    paper_id text not null references papers (id),
    change text default '' not null,
    query text not null,
    channel_id text not null,
    found_at bigint not null,
    told_at bigint,
    constraint followed_papers_once_each primary key (place, place_kind, paper_id, change)
  )`,
  `insert into followed_papers (place, place_kind, paper_id, query, channel_id, found_at, told_at)
    select old.place, old.place_kind, old.paper_id, old.query, coalesce(follows.channel_id, ''), found_at, told_at
    from old_followed_papers old
    left join follows on follows.place = old.place and follows.place_kind = old.place_kind
       and follows.query = old.query`,
  'drop table old_followed_papers',
  'create index followed_papers_untold on followed_papers (told_at, place)',
]
