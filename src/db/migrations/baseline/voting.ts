export const votingTables = (): string[] => [
  `create table votes (
    post text not null,
    person text not null,
    emoji text not null,
    stands integer not null,
    at bigint not null,
    since bigint default 0 not null,
    constraint votes_key primary key (post, person, emoji)
  )`,
  'create index votes_by_person on votes (person, emoji)',
  // All that a tally reads of a vote that stands.
  'create index votes_tally on votes (post, emoji, person) where stands = 1',
  `create table teams (
    team text primary key,
    link text,
    settings text not null
  )`,
  'create index teams_by_link on teams (link)',
  `create table link_codes (
    code_hash text primary key,
    channel_id text not null,
    expires_at bigint not null
  )`,
  `create table departed (
    team text not null,
    person text not null,
    seen_at bigint not null,
    constraint departed_key primary key (team, person)
  )`,
  `create table tallies_due (
    team text not null,
    paper_id text not null,
    marked_at bigint not null,
    constraint tallies_due_key primary key (team, paper_id)
  )`,
  `create table tallies_shown (
    delivery_id text primary key,
    votes integer not null,
    edited_at bigint not null
  )`,
]
