export const channelTables = (): string[] => [
  `create table channels (
    id text primary key,
    name text not null,
    team text not null,
    state text not null,
    reason text,
    settings text not null,
    created_at bigint not null,
    last_digest_on text,
    last_planned_at bigint,
    subscribed_by text
  )`,
  `create table channel_sources (
    channel_id text not null references channels (id),
    source text not null,
    from_day text not null,
    constraint channel_sources_key primary key (channel_id, source)
  )`,
  `create table setting_changes (
    id text primary key,
    channel_id text not null,
    person text not null,
    before text not null,
    after text not null,
    at bigint not null
  )`,
  `create table digests (
    channel_id text not null references channels (id),
    date text not null,
    planned_at bigint not null,
    covers_since bigint,
    counts text not null,
    notes text not null,
    constraint digests_key primary key (channel_id, date)
  )`,
  `create table outcomes (
    channel_id text not null,
    paper_id text not null,
    date text not null,
    outcome text not null,
    reason text not null,
    rank integer,
    upvotes integer,
    constraint outcomes_key primary key (channel_id, paper_id, date)
  )`,
  'create index outcomes_by_date on outcomes (channel_id, date)',
  `create table postings (
    channel_id text not null,
    paper_id text not null references papers (id),
    date text not null,
    position integer not null,
    delivery_id text not null,
    planned_at bigint not null,
    constraint postings_key primary key (channel_id, paper_id)
  )`,
  'create index postings_by_paper on postings (paper_id)',
  `create table alerts (
    delivery_id text not null,
    cause text not null,
    over_at bigint,
    constraint alerts_key primary key (delivery_id, cause)
  )`,
]
