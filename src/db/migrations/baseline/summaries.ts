export const summaryTables = (): string[] => [
  // No reference to papers: the command line summarizes papers that no table has.
  `create table summaries (
    paper text not null,
    language text not null,
    prompt integer not null,
    model text not null,
    state text not null,
    content text,
    lease_until bigint not null,
    written_at bigint,
    constraint summaries_key primary key (paper, language, prompt)
  )`,
  `create table model_usage (
    day text not null,
    model text not null,
    calls integer not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    constraint model_usage_key primary key (day, model)
  )`,
  `create table summary_reports (
    id text primary key,
    paper_id text not null references papers (id),
    writer text not null,
    state text not null,
    reason text not null,
    person text not null,
    channel_id text not null,
    reported_at bigint not null
  )`,
  'create index summary_reports_by_paper on summary_reports (paper_id)',
]
