import type { Dialect } from '../../db.ts'

export const paperTables = (dialect: Dialect): string[] => [
  `create table papers (
    seq ${dialect === 'sqlite' ? 'integer' : 'bigserial'} primary key,
    id text not null unique,
    title text not null,
    abstract text not null,
    authors text not null,
    published_on text,
    links text not null,
    pictures text not null,
    organization text,
    keywords text not null,
    categories text not null,
    source_summary text,
    added_at bigint not null,
    changed_at bigint not null
  )`,
  // Papers get their vectors newest first; this index alone tells which ones still lack theirs.
  `create index papers_by_publication on papers (coalesce(published_on, ''), seq, changed_at)`,
  `create table aliases (
    id text primary key,
    paper_id text not null references papers (id)
  )`,
  `create table sightings (
    paper_id text not null references papers (id),
    source text not null,
    day text not null,
    upvotes integer,
    comments integer,
    first_seen_at bigint not null,
    seen_at bigint not null,
    constraint sightings_key primary key (paper_id, source, day)
  )`,
  'create index sightings_by_day on sightings (day, source)',
  'create index sightings_by_arrival on sightings (first_seen_at)',
  `create table sources (
    name text primary key,
    tried_at bigint not null,
    succeeded_at bigint,
    newest_day text,
    news_at bigint,
    error text,
    failing_since bigint
  )`,
  `create table history (
    source text not null,
    month text not null,
    papers integer not null,
    read_at bigint not null,
    constraint history_key primary key (source, month)
  )`,
  `create table meta (
    key text primary key,
    value text not null
  )`,
]
