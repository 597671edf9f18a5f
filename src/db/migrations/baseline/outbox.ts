import type { Dialect } from '../../db.ts'

export function outboxTables(dialect: Dialect): string[] {
  // Keys are found by their prefix, and places are locked in one order: both need the order of bytes.
  // Most PostgreSQL servers sort by language.
  const bytes = dialect === 'sqlite' ? 'text' : 'text collate "C"'
  return [
    `create table deliveries (
      id text primary key,
      key ${bytes} not null unique,
      platform text not null,
      team text not null,
      place ${bytes} not null,
      seq bigint not null,
      parent_id text,
      state text not null,
      subject text not null,
      message text,
      attempts integer default 0 not null,
      fence integer default 0 not null,
      lease_until bigint,
      lease_owner text,
      looks integer default 0 not null,
      not_before bigint not null,
      first_attempt_at bigint,
      post text,
      reason text,
      planned_at bigint not null,
      settled_at bigint,
      paper_id text,
      seed text
    )`,
    // Years of sent deliveries stay out of the indexes that every claim reads.
    `create index deliveries_open on deliveries (place, seq)
      where state in ('planned', 'worded', 'sending', 'uncertain')`,
    `create index deliveries_planned on deliveries (seq) where state = 'planned'`,
    `create index deliveries_stuck on deliveries (state) where state in ('held', 'dead')`,
    'create index deliveries_leased on deliveries (lease_owner) where lease_owner is not null',
    // Every reaction asks whose post it is on.
    'create index deliveries_by_post on deliveries (post) where post is not null',
    'create index deliveries_by_paper on deliveries (paper_id, team) where paper_id is not null',
    'create index deliveries_of_papers on deliveries (planned_at) where paper_id is not null',
    // A row leaves this index when its message is deleted, so that most days retention finds nothing at once.
    `create index deliveries_with_words on deliveries (settled_at)
      where message is not null and settled_at is not null`,
    `create table lanes (
      place ${bytes} primary key,
      platform text not null,
      team text not null,
      ready_at double precision,
      full_at double precision not null
    )`,
    'create index lanes_by_team on lanes (platform, team, ready_at)',
    'create index lanes_by_time on lanes (platform, ready_at)',
    `create table buckets (
      scope text primary key,
      full_at double precision not null
    )`,
    `create table leases (
      name text primary key,
      owner text not null,
      until bigint not null
    )`,
  ]
}
