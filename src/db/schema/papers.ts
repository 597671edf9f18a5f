import type { Generated } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { PaperChangeKind } from '../../core/paper-facts.ts'
import type { Dialect } from '../db.ts'
import {
  bigint,
  bigintOrNull,
  column,
  integer,
  integerOrNull,
  key,
  table,
  tableWith,
  text,
  textByBytes,
  textOrNull,
} from './table.ts'

/** By which the index knows a paper. */
const paperNumber = () => column<number>('integer', 'primary key', 'bigint')

export const paperTables = {
  papers: table({
    seq: column<Generated<number>>('integer', 'primary key', 'bigserial'),
    id: text<PaperId>('unique'),
    title: text(),
    abstract: text(),
    authors: text(),
    published_on: textOrNull(),
    links: text(),
    pictures: text(),
    organization: textOrNull(),
    keywords: text(),
    categories: text(),
    source_summary: textOrNull(),
    added_at: bigint(),
    changed_at: bigint(),
    facts: text<Generated<string>>(`default '{}'`),
  }),
  /** What became of a paper after it was stored, once each. `told_at` null: nobody was told yet. */
  paper_changes: tableWith('constraint paper_changes_once primary key (paper_id, change)', {
    paper_id: text<PaperId>('references papers (id)'),
    change: text<PaperChangeKind>(),
    url: textOrNull(),
    at: bigint(),
    told_at: bigintOrNull(),
  }),
  /** When a source was last asked about a posted paper, and when it last answered. */
  paper_rechecks: tableWith('constraint paper_rechecks_key primary key (paper_id, source)', {
    paper_id: text<PaperId>('references papers (id)'),
    source: text(),
    tried_at: bigint(),
    checked_at: bigintOrNull(),
  }),
  /** Other identifiers under which a paper is met. */
  aliases: table({ id: key<PaperId>(), paper_id: text<PaperId>('references papers (id)') }),
  sightings: tableWith('constraint sightings_key primary key (paper_id, source, day)', {
    paper_id: text<PaperId>('references papers (id)'),
    source: text(),
    day: text(),
    upvotes: integerOrNull(),
    comments: integerOrNull(),
    first_seen_at: bigint(),
    seen_at: bigint(),
  }),
  sources: table({
    name: key(),
    tried_at: bigint(),
    succeeded_at: bigintOrNull(),
    /** The newest day it ever listed a paper on, and when that was first seen: a source that stops moving is stale. */
    newest_day: textOrNull(),
    news_at: bigintOrNull(),
    error: textOrNull(),
    failing_since: bigintOrNull(),
  }),
  history: tableWith('constraint history_key primary key (source, month)', {
    source: text(),
    month: text(),
    papers: integer(),
    read_at: bigint(),
  }),
  meta: table({ key: key(), value: text() }),
  /** No reference to papers: the command line summarizes papers that no table has. */
  summaries: tableWith('constraint summaries_key primary key (paper, language, prompt)', {
    paper: text(),
    language: text(),
    prompt: integer(),
    model: text(),
    state: text<'claimed' | 'written' | 'refused'>(),
    content: textOrNull(),
    lease_until: bigint(),
    written_at: bigintOrNull(),
  }),
  model_usage: tableWith('constraint model_usage_key primary key (day, model)', {
    day: text(),
    model: text(),
    calls: integer(),
    prompt_tokens: bigint(),
    completion_tokens: bigint(),
  }),
  /** Summaries that people found wrong. `writer`: whose words they were, as `Writer` has it. */
  summary_reports: table({
    id: key(),
    paper_id: text<PaperId>('references papers (id)'),
    writer: text(),
    state: text<'hidden' | 'withdrawn' | 'reported'>(),
    reason: text(),
    person: text<PersonId>(),
    channel_id: text<ChannelId>(),
    reported_at: bigint(),
  }),
  /** What a paper's own text says short for what; `long` holds its stems, `long_text` its words. */
  abbreviations: tableWith('constraint abbreviations_key primary key (paper_seq, short)', {
    paper_seq: bigint(),
    short: text(),
    long: text(),
    long_text: text(),
  }),
  /** What filters and orders ask of a paper, in rows so narrow that reading all of them takes milliseconds. */
  paper_facts: table({
    seq: paperNumber(),
    first_day: textByBytes(),
    last_day: textByBytes(),
    upvotes: integer(),
    /** In small letters, as `has`: a list like `|code|pdf|`. */
    sources: text(),
    categories: text(),
    has: text(),
  }),
  /** Signs of a model's numbers, as bytes. `of_change`: the paper's `changed_at` then. Null: it takes no such text. */
  vectors: table({
    paper_seq: paperNumber(),
    of_change: bigint(),
    text_hash: text(),
    numbers: column<Uint8Array | null>('blob', '', 'bytea'),
  }),
  /** Apart, since every search reads all of them: 192 bytes a paper are read eight times as fast as 1,700. */
  vector_bits: table({ paper_seq: paperNumber(), bits: column<unknown>('blob', 'not null', 'bit varying') }),
}

export const paperIndexes = [
  // Papers get their vectors newest first; this index alone tells which ones still lack theirs.
  `create index papers_by_publication on papers (coalesce(published_on, ''), seq, changed_at)`,
  'create index paper_changes_untold on paper_changes (told_at, at)',
  'create index sightings_by_day on sightings (day, source)',
  'create index sightings_by_arrival on sightings (first_seen_at)',
  'create index summary_reports_by_paper on summary_reports (paper_id)',
  'create index abbreviations_by_short on abbreviations (short)',
  'create index abbreviations_by_long on abbreviations (long)',
  // With `first_day`, days are filtered without a look at the table.
  'create index paper_facts_by_day on paper_facts (last_day desc, upvotes desc, seq desc, first_day)',
  'create index paper_facts_by_upvotes on paper_facts (upvotes desc, last_day desc, seq desc)',
]

/** The words of papers. Every one as it is written there, and in how many papers it stands. */
export type WordTables = { vocabulary: { term: string; doc: number } }

/** `paper_index` holds words that are already folded and stemmed, so the tokenizer only has to split at spaces. */
export const wordTables: Record<Dialect, string[]> = {
  sqlite: [
    `create virtual table paper_index using fts5(
      title, abstract, topics, people, content='', contentless_delete=1, tokenize='ascii')`,
    'create virtual table paper_stems using fts5vocab(paper_index, row)',
    // Unstemmed, for spelling: corrections made of stems would be no words.
    `create virtual table paper_words using fts5(
      words, content='', contentless_delete=1, detail=none, tokenize='ascii')`,
    'create virtual table vocabulary using fts5vocab(paper_words, row)',
    // Merging 16 segments at a time instead of 4 makes importing a third faster.
    "insert into paper_index (paper_index, rank) values ('automerge', 16)",
    "insert into paper_words (paper_words, rank) values ('automerge', 16)",
  ],
  // FTS5 knows in how many papers each stem stands; PostgreSQL keeps that in `paper_stems`.
  postgres: [
    'create table paper_index (seq bigint primary key, words tsvector not null)',
    'create index paper_index_words on paper_index using gin (words)',
    'create table paper_stems (term text collate "C" primary key, doc integer not null)',
    'create table vocabulary (term text collate "C" primary key, doc integer not null)',
  ],
}
