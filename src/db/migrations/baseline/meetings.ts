export const meetingTables = (): string[] => [
  `create table offers (
    team text not null,
    paper_id text not null references papers (id),
    person text not null,
    stands integer not null,
    at bigint not null,
    constraint offers_key primary key (team, paper_id, person)
  )`,
  `create table discussions (
    team text not null,
    paper_id text not null references papers (id),
    date text not null,
    presenter text,
    verdict text,
    opened_at bigint,
    closed_at bigint,
    constraint discussions_key primary key (team, paper_id)
  )`,
  'create index discussions_by_paper on discussions (paper_id)',
  `create table agendas (
    team text not null,
    date text not null,
    channel_id text not null,
    meets_at bigint not null,
    planned_at bigint not null,
    reminded_at bigint,
    opened_at bigint,
    changed_at bigint not null,
    shown_at bigint not null,
    constraint agendas_key primary key (team, date)
  )`,
  'create index agendas_by_time on agendas (meets_at)',
  `create table agenda_items (
    team text not null,
    date text not null,
    paper_id text not null references papers (id),
    position integer not null,
    state text not null,
    votes integer not null,
    presenter text,
    answer text,
    constraint agenda_items_key primary key (team, date, paper_id)
  )`,
  'create index agenda_items_by_paper on agenda_items (paper_id)',
  `create table declined (
    team text not null,
    date text not null,
    person text not null,
    constraint declined_key primary key (team, date, person)
  )`,
]
