import { sql } from 'kysely'
import type { Paper, PaperId } from '../../core/paper.ts'
import type { Db, Dialect } from '../../db/db.ts'
import { insertMissing, upsertRows } from '../../db/rows.ts'
import { popularityOf } from '../popularity.ts'
import { longKey, parseAbbreviations, shortKey } from './abbreviations.ts'
import { addPlace, readWords, type Word } from './tokenize.ts'

/** Indexes papers within the transaction that stores them; `before` is how the index knows them. */
export async function indexPapers(db: Db, dialect: Dialect, papers: Paper[], before: Map<PaperId, Paper>) {
  if (papers.length === 0) return
  const numbers = await paperNumbers(db, papers)
  const entries = papers.flatMap((paper) => {
    const seq = numbers.get(paper.id)
    return seq === undefined ? [] : [createEntry(seq, paper)]
  })
  await (dialect === 'sqlite' ? writeSqlite(db, entries) : writePostgres(db, entries, before))
  await writeAbbreviations(db, entries)
}

/** By what number the index knows these papers. */
async function paperNumbers(db: Db, papers: Paper[]): Promise<Map<PaperId, number>> {
  const ids = papers.map(({ id }) => id)
  const rows = await db.selectFrom('papers').select(['id', 'seq']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, seq }) => [id, seq]))
}

type IndexEntry = { seq: number; paper: Paper; title: Word[]; abstract: Word[]; topics: Word[]; people: Word[] }

function createEntry(seq: number, paper: Paper): IndexEntry {
  return {
    seq,
    paper,
    title: readWords(paper.title),
    abstract: readWords(paper.abstract),
    topics: readWords([...paper.keywords, paper.organization ?? ''].join(' . ')),
    people: readWords(paper.authors.join(' . ')),
  }
}

/** What the index is made of; what else is stored of a paper changes more often. */
export const indexedText = (paper: Paper | undefined): string =>
  JSON.stringify([paper?.title, paper?.abstract, paper?.keywords, paper?.organization, paper?.authors])

const stems = (words: Word[]): string => words.map(({ stem }) => stem).join(' ')

/** What a spelling is compared with: names are written as the papers write them, too. */
function vocabularyOf({ title, abstract, topics, people }: IndexEntry): Set<string> {
  const words = new Set<string>()
  for (const part of [title, abstract, topics, people]) for (const { word } of part) words.add(word)
  return words
}

async function writeSqlite(db: Db, entries: IndexEntry[]): Promise<void> {
  const index = entries.map(({ seq, title, abstract, topics, people }) => {
    return sql`(${seq}, ${stems(title)}, ${stems(abstract)}, ${stems(topics)}, ${stems(people)})`
  })
  await sql`insert or replace into paper_index (rowid, title, abstract, topics, people)
    values ${sql.join(index)}`.execute(db)
  const words = entries.map((entry) => sql`(${entry.seq}, ${[...vocabularyOf(entry)].join(' ')})`)
  await sql`insert or replace into paper_words (rowid, words) values ${sql.join(words)}`.execute(db)
}

async function writePostgres(db: Db, entries: IndexEntry[], before: Map<PaperId, Paper>): Promise<void> {
  const { rows } = await sql<{ seq: number }>`select seq from paper_index
    where seq in (${sql.join(entries.map(({ seq }) => seq))})`.execute(db)
  const indexed = new Set(rows.map(({ seq }) => seq))
  const [words, stems] = [new Map<string, number>(), new Map<string, number>()]
  for (const entry of entries) {
    count(words, vocabularyOf(entry), 1)
    count(stems, placesOf(entry).keys(), 1)
    const old = before.get(entry.paper.id)
    if (!old || !indexed.has(entry.seq)) continue
    count(words, vocabularyOf(createEntry(entry.seq, old)), -1)
    count(stems, placesOf(createEntry(entry.seq, old)).keys(), -1)
  }
  const vectors = entries.map((entry) => sql`(${entry.seq}::bigint, ${textVector(entry)}::tsvector)`)
  await sql`insert into paper_index (seq, words) values ${sql.join(vectors)}
    on conflict (seq) do update set words = excluded.words`.execute(db)
  await addCounts(db, 'vocabulary', words)
  await addCounts(db, 'paper_stems', stems)
}

function count(counts: Map<string, number>, terms: Iterable<string>, by: 1 | -1): void {
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + by)
}

/** In order, so that two writers cannot wait for each other. */
async function addCounts(db: Db, table: 'vocabulary' | 'paper_stems', counts: Map<string, number>): Promise<void> {
  const terms = [...counts.keys()].toSorted()
  await sql`insert into ${sql.table(table)} as known (term, doc)
    select * from unnest(${terms}::text[], ${terms.map((term) => counts.get(term))}::int[])
    on conflict (term) do update set doc = known.doc + excluded.doc`.execute(db)
}

// PostgreSQL 12.3: a tsvector holds positions up to 16383 and 255 of one word.
const MAX_POSITION = 16_383

/** `'train':2A,17B` */
const textVector = (entry: IndexEntry): string =>
  [...placesOf(entry)].map(([stem, places]) => `'${stem}':${places.join(',')}`).join(' ')

const WEIGHTS = { title: 'A', abstract: 'B', topics: 'C', people: 'D' } as const

/** Where each stem stands, with a gap between the parts of a paper so that no phrase spans two. */
function placesOf(entry: IndexEntry): Map<string, string[]> {
  const places = new Map<string, string[]>()
  let position = 0
  for (const part of ['title', 'abstract', 'topics', 'people'] as const) {
    for (const { stem } of entry[part]) {
      position += 1
      if (position > MAX_POSITION) return places
      addPlace(places, stem, `${position}${WEIGHTS[part]}`)
    }
    position += 10
  }
  return places
}

async function writeAbbreviations(db: Db, entries: IndexEntry[]): Promise<void> {
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
  await insertMissing(db, 'abbreviations', rows)
}

/** Writes down, in one narrow row each, what papers and their sources say that a search can filter by. */
export async function recordFacts(db: Db, papers: Paper[]): Promise<void> {
  const numbers = await paperNumbers(db, papers)
  const popularity = await popularityOf(db, [...numbers.keys()])
  const rows = papers.map((paper) => {
    const { days = [], upvotes = null } = popularity.get(paper.id) ?? {}
    return {
      seq: numbers.get(paper.id) ?? 0,
      first_day: days[0]?.day ?? '',
      last_day: days.at(-1)?.day ?? '',
      upvotes: upvotes ?? 0,
      sources: listed(new Set(days.map(({ source }) => source.toLowerCase()))),
      categories: JSON.stringify(paper.categories).toLowerCase(),
      has: listed(assetsOf(paper)),
    }
  })
  await upsertRows(db, 'paper_facts', rows, { key: ['seq'] })
}

/** `|code|pdf|` */
const listed = (names: Iterable<string>): string => ['', ...names, ''].join('|')

const assetsOf = ({ links, pictures }: Paper): string[] => [
  ...(['code', 'pdf', 'project'] as const).filter((what) => links[what] !== null),
  ...(pictures.length > 0 ? ['picture'] : []),
]
