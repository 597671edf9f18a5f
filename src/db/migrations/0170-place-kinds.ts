import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** How ids told people from channels before: `slack:T1/U1`, `discord:U1`, and elsewhere with an `@`. */
const PERSON = /^slack:[^/]+\/[UW]|^discord:[^/]+$|^(?!email:)[^/]+\/@/
const AT_ONCE = 500
const TABLES = ['deliveries', 'follows', 'followed_papers']

/** What kind a place is stands beside it: one id may be of a person and of a channel. */
export const placeKinds: Migration = async (db) => {
  for (const statement of columns) await sql.raw(statement).execute(db)
  for (const table of TABLES.map((name) => sql.table(name))) {
    const { rows } = await sql<{ place: string }>`select distinct place from ${table}`.execute(db)
    const people = rows.map(({ place }) => place).filter((place) => PERSON.test(place))
    for (let start = 0; start < people.length; start += AT_ONCE) {
      const some = sql.join(people.slice(start, start + AT_ONCE))
      await sql`update ${table} set place_kind = 'person' where place in (${some})`.execute(db)
    }
  }
}

// Where the kind belongs to a key, SQLite wants a new table.
const columns = [
  `alter table deliveries add column place_kind text default 'channel' not null`,
  'alter table follows rename to old_follows',
  `create table follows (
    id text not null,
    place text not null,
    place_kind text default 'channel' not null,
    query text not null,
    channel_id text not null,
    created_at bigint not null,
    constraint follows_key primary key (id),
    constraint follows_once_each unique (place, place_kind, query)
  )`,
  `insert into follows (id, place, query, channel_id, created_at)
    select id, place, query, channel_id, created_at from old_follows`,
  'drop table old_follows',
  'alter table followed_papers rename to old_followed_papers',
  `create table followed_papers (
    place text not null,
    place_kind text default 'channel' not null,
    paper_id text not null references papers (id),
    query text not null,
    found_at bigint not null,
    told_at bigint,
    constraint followed_papers_once primary key (place, place_kind, paper_id)
  )`,
  `insert into followed_papers (place, paper_id, query, found_at, told_at)
    select place, paper_id, query, found_at, told_at from old_followed_papers`,
  'drop table old_followed_papers',
  'create index followed_papers_untold on followed_papers (told_at, place)',
]
