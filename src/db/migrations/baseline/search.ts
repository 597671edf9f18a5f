import type { Dialect } from '../../db.ts'

export function searchTables(dialect: Dialect): string[] {
  const isSqlite = dialect === 'sqlite'
  const [seq, day] = isSqlite ? ['integer', 'text'] : ['bigint', 'text collate "C"']
  return [
    ...(isSqlite ? SQLITE_INDEX : POSTGRES_INDEX),
    `create table abbreviations (
      paper_seq bigint not null,
      short text not null,
      long text not null,
      long_text text not null,
      constraint abbreviations_key primary key (paper_seq, short)
    )`,
    'create index abbreviations_by_short on abbreviations (short)',
    'create index abbreviations_by_long on abbreviations (long)',
    // What filters and orders ask of a paper, in rows so narrow that reading all of them takes milliseconds.
    `create table paper_facts (
      seq ${seq} primary key,
      first_day ${day} not null,
      last_day ${day} not null,
      upvotes integer not null,
      sources text not null,
      categories text not null,
      has text not null
    )`,
    'create index paper_facts_by_day on paper_facts (last_day desc, upvotes desc, seq desc)',
    'create index paper_facts_by_upvotes on paper_facts (upvotes desc, last_day desc, seq desc)',
    // Filled only with an EMBEDDING_MODEL. Plain tables: opening the database needs no extension for them.
    `create table vectors (
      paper_seq ${seq} primary key,
      of_change bigint not null,
      text_hash text not null,
      numbers ${isSqlite ? 'blob' : 'bytea'}
    )`,
    // Apart, since every search reads all of them: 192 bytes a paper are read eight times as fast as 1,700.
    `create table vector_bits (
      paper_seq ${seq} primary key,
      bits ${isSqlite ? 'blob' : 'bit varying'} not null
    )`,
  ]
}

/** `paper_index` holds words that are already folded and stemmed, so the tokenizer only has to split at spaces. */
const SQLITE_INDEX = [
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
]

/** FTS5 knows in how many papers each stem stands; PostgreSQL keeps that in `paper_stems`. */
const POSTGRES_INDEX = [
  'create table paper_index (seq bigint primary key, words tsvector not null)',
  'create index paper_index_words on paper_index using gin (words)',
  'create table paper_stems (term text collate "C" primary key, doc integer not null)',
  'create table vocabulary (term text collate "C" primary key, doc integer not null)',
]
