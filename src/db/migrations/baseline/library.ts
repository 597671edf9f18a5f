export const libraryTables = (): string[] => [
  `create table saved (
    person text not null,
    paper_id text not null references papers (id),
    saved_at bigint not null,
    stands integer default 1 not null,
    constraint saved_key primary key (person, paper_id)
  )`,
  `create table notes (
    id text primary key,
    team text not null,
    paper_id text references papers (id),
    text text not null,
    author text,
    keeper text,
    channel_id text not null,
    post text not null unique,
    kept_at bigint not null
  )`,
  'create index notes_by_team on notes (team, paper_id)',
  `create table follows (
    id text primary key,
    place text not null,
    query text not null,
    channel_id text not null,
    created_at bigint not null,
    constraint follows_once unique (place, query)
  )`,
  `create table followed_papers (
    place text not null,
    paper_id text not null references papers (id),
    query text not null,
    found_at bigint not null,
    told_at bigint,
    constraint followed_papers_key primary key (place, paper_id)
  )`,
  'create index followed_papers_untold on followed_papers (told_at, place)',
  `create table link_replies (
    channel_id text not null,
    paper_id text not null references papers (id),
    date text not null,
    constraint link_replies_key primary key (channel_id, paper_id, date)
  )`,
]
