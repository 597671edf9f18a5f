import { sql } from 'kysely'
import type { Paper } from '../paper.ts'
import type { Db, Dialect } from '../store/open.ts'
import { longKey, parseAbbreviations, shortKey } from './meaning/abbreviations.ts'
import { readWords, stemOf, type Word } from './words.ts'

/** Puts papers that are stored into the index, or puts them there anew. Belongs into the transaction that stores them. */
export async function indexPapers(db: Db, dialect: Dialect, papers: Paper[]): Promise<void> {
  if (papers.length === 0) return
  const rows = await db
    .selectFrom('papers')
    .select(['id', 'seq'])
    .where(
      'id',
      'in',
      papers.map(({ id }) => id),
    )
    .execute()
  const numbers = new Map(rows.map(({ id, seq }) => [id, seq]))
  const entries = papers.flatMap((paper) => {
    const seq = numbers.get(paper.id)
    return seq === undefined ? [] : [createEntry(seq, paper)]
  })
  await (dialect === 'sqlite' ? writeSqlite(db, entries) : writePostgres(db, entries))
  await writeAbbreviations(db, entries)
}

type Entry = { seq: number; paper: Paper; title: Word[]; abstract: Word[]; topics: Word[]; people: Word[] }

function createEntry(seq: number, paper: Paper): Entry {
  return {
    seq,
    paper,
    title: readWords(paper.title),
    abstract: readWords(paper.abstract),
    topics: readWords([...paper.keywords, paper.organization ?? ''].join(' . ')),
    people: readWords(paper.authors.join(' . ')),
  }
}

const stems = (words: Word[]): string => words.map(({ stem }) => stem).join(' ')

/** What a spelling is compared with: names are written as the papers write them, too. */
function vocabularyOf({ title, abstract, topics, people }: Entry): Set<string> {
  const words = new Set<string>()
  for (const part of [title, abstract, topics, people]) for (const { word } of part) words.add(word)
  return words
}

async function writeSqlite(db: Db, entries: Entry[]): Promise<void> {
  const index = entries.map(({ seq, title, abstract, topics, people }) => {
    return sql`(${seq}, ${stems(title)}, ${stems(abstract)}, ${stems(topics)}, ${stems(people)})`
  })
  await sql`insert or replace into paper_index (rowid, title, abstract, topics, people)
    values ${sql.join(index)}`.execute(db)
  const words = entries.map((entry) => sql`(${entry.seq}, ${[...vocabularyOf(entry)].join(' ')})`)
  await sql`insert or replace into paper_words (rowid, words) values ${sql.join(words)}`.execute(db)
}

async function writePostgres(db: Db, entries: Entry[]): Promise<void> {
  const { rows } = await sql<{ seq: number }>`select seq from paper_index
    where seq in (${sql.join(entries.map(({ seq }) => seq))})`.execute(db)
  const known = new Set(rows.map(({ seq }) => seq))
  const counts = new Map<string, number>()
  // A corrected paper brings new words, but does not count its others twice.
  for (const entry of entries)
    for (const word of vocabularyOf(entry)) counts.set(word, (counts.get(word) ?? 0) + (known.has(entry.seq) ? 0 : 1))
  const vectors = entries.map((entry) => sql`(${entry.seq}::bigint, ${textVector(entry)}::tsvector)`)
  await sql`insert into paper_index (seq, words) values ${sql.join(vectors)}
    on conflict (seq) do update set words = excluded.words`.execute(db)
  // In order, so that two writers cannot wait for each other.
  const words = [...counts.keys()].toSorted()
  await sql`insert into vocabulary (term, stem, doc)
    select * from unnest(${words}::text[], ${words.map(stemOf)}::text[], ${words.map((word) => counts.get(word))}::int[])
    on conflict (term) do update set doc = vocabulary.doc + excluded.doc`.execute(db)
}

// PostgreSQL 12.3: a tsvector holds positions up to 16383 and 255 of one word.
const MAX_POSITION = 16_383

/** `'train':2A,17B`: titles weigh A, abstracts B, topics C, people D, with a gap between them so that no phrase spans two. */
function textVector({ title, abstract, topics, people }: Entry): string {
  const places = new Map<string, string[]>()
  let position = 0
  const add = (words: Word[], weight: string) => {
    for (const { stem } of words) {
      position += 1
      if (position > MAX_POSITION) return
      const known = places.get(stem)
      if (known) known.push(`${position}${weight}`)
      else places.set(stem, [`${position}${weight}`])
    }
    position += 10
  }
  add(title, 'A')
  add(abstract, 'B')
  add(topics, 'C')
  add(people, 'D')
  return [...places].map(([stem, found]) => `'${stem}':${found.join(',')}`).join(' ')
}

async function writeAbbreviations(db: Db, entries: Entry[]): Promise<void> {
  const numbers = entries.map(({ seq }) => seq)
  await db.deleteFrom('abbreviations').where('paper_seq', 'in', numbers).execute()
  const rows = entries.flatMap(({ seq, paper }) =>
    parseAbbreviations(`${paper.title}. ${paper.abstract}`).map(({ short, long }) => ({
      paper_seq: seq,
      short: shortKey(short),
      long: longKey(long),
      long_text: long,
    })),
  )
  if (rows.length === 0) return
  await db
    .insertInto('abbreviations')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
