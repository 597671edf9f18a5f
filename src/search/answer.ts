import { sql } from 'kysely'
import type { Span } from '../message.ts'
import type { PaperId } from '../paper.ts'
import { coverage } from '../store/papers.ts'
import type { ReadCandidates } from './candidates.ts'
import { conditionOf } from './conditions.ts'
import type { Correction } from './corrections.ts'
import type { Condition, SearchEngine } from './engine.ts'
import { anyOf } from './expression.ts'
import { readHits, type Scored } from './hits.ts'
import { type Interpretation, interpret, unitExpression } from './interpretation.ts'
import { parseQuery } from './query.ts'
import { papersWith, rank } from './ranking.ts'
import type { SearchAnswer } from './search.ts'
import type { Unit } from './units.ts'
import { tokenize } from './words.ts'

/** What is ranked exactly; whoever reads on behind it wants another search. */
const CANDIDATES = 200
/** Words in more papers than this bring nothing to papers that lack the others. */
const LOOSE_MATCHES = 6_000

export type Limits = { limit: number; offset: number /** Milliseconds since the epoch. */; until: number }

/** Answers a search, by `until` with what it has by then. */
export async function answerSearch(
  engine: SearchEngine,
  readCandidates: ReadCandidates,
  text: string,
  { limit, offset, until }: Limits,
): Promise<SearchAnswer> {
  const isLate = () => Date.now() > until
  const query = parseQuery(text)
  const covered = await coverage(engine.db)
  const empty = { hits: [], total: 0, coverage: covered, correction: null, corrected: query.corrected, nearest: [] }
  if (query.paper) return { ...empty, ...(await onePaper(engine, query.paper)) }
  const interpretation = await interpret(engine, query)
  const { units, corrections, problems } = interpretation
  const found = await find(engine, readCandidates, interpretation, covered.papers, isLate)
  const late = isLate() ? ['This took too long; there may be better ones.'] : []
  return {
    ...empty,
    total: found.total,
    correction: corrections.length === 0 ? null : explain(text, corrections),
    problems: [...problems, ...late],
    hits: await readHits(engine, found.ranked.slice(offset, offset + limit), units),
  }
}

type Found = { ranked: Scored[]; total: number }

async function find(
  engine: SearchEngine,
  readCandidates: ReadCandidates,
  { text, phrase, mayLack, conditions, units, runs, sort }: Interpretation,
  papers: number,
  isLate: () => boolean,
): Promise<Found> {
  const others = conditions.map((condition) => conditionOf(condition, engine.holds))
  if (text === null || sort !== 'best')
    return findSorted(engine, [...others, ...(text ? [engine.holds(text)] : [])], sort)
  const counts = await engine.countPapers(stemsIn([...units, ...runs]))
  const total = await engine.count(text, others)
  const found = new Set<number>()
  const look = async (wanted: typeof text, expected: number) => {
    if (found.size >= CANDIDATES || expected === 0) return
    for (const seq of await engine.best(wanted, others, expected, CANDIDATES)) found.add(seq)
  }
  const phrases = phrase === null || total === 0 || isLate() ? 0 : await engine.count(phrase, others)
  if (phrase) await look(phrase, phrases)
  await look(text, total)
  const loose = mayLack && !isLate() ? looseUnits(units, counts) : []
  if (loose.length > 0) await look(anyOf(loose.map(unitExpression)), LOOSE_MATCHES)
  const ranked = rank(await readCandidates([...found]), units, runs, { papers, counts, phrase: phrases })
  return {
    total: total < found.size ? found.size : total,
    ranked: ranked.map(({ candidate: { id }, score }) => ({ id, score })),
  }
}

const stemsIn = (parts: Pick<Unit, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words: a paper that has none of them is none that was meant. */
function looseUnits(units: Unit[], counts: Map<string, number>): Unit[] {
  let matches = 0
  const byRarity = units.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((unit, index) => {
    matches += papersWith(unit, counts)
    return index === 0 || matches <= LOOSE_MATCHES
  })
}

/** Showing **optimization**; search exactly? */
function explain(text: string, corrections: Correction[]): SearchAnswer['correction'] {
  const spans: Span[] = []
  let [exact, end] = ['', 0]
  for (const { word, start, end: next } of tokenize(text)) {
    const meant = corrections.find(({ written }) => written === word)?.meant
    if (meant === undefined) continue
    spans.push({ text: text.slice(end, start), strong: false }, { text: meant, strong: true })
    exact += `${text.slice(end, start)}"${text.slice(start, next)}"`
    end = next
  }
  spans.push({ text: text.slice(end), strong: false })
  return { corrected: spans.filter((span) => span.text !== ''), exact: exact + text.slice(end) }
}

async function findSorted(engine: SearchEngine, conditions: Condition[], sort: Interpretation['sort']): Promise<Found> {
  const where = conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `)
  const day = sql`(select max(day) from sightings where paper_id = papers.id)`
  const upvotes = sql`coalesce((select max(upvotes) from sightings where paper_id = papers.id), 0)`
  const order = sort === 'votes' ? sql`${upvotes} desc, ${day} desc` : sql`${day} desc, ${upvotes} desc`
  const { rows } = await sql<{
    id: PaperId
  }>`select id from papers where ${where} order by ${order}, seq desc limit ${CANDIDATES}`.execute(engine.db)
  const counted = await sql<{ total: number }>`select count(*) as total from papers where ${where}`.execute(engine.db)
  return { ranked: rows.map(({ id }, index) => ({ id, score: 1 / (index + 1) })), total: counted.rows[0]?.total ?? 0 }
}

async function onePaper(engine: SearchEngine, id: PaperId): Promise<Pick<SearchAnswer, 'hits' | 'total' | 'problems'>> {
  const hits = await readHits(engine, [{ id, score: 1 }], [])
  return { hits, total: hits.length, problems: hits.length > 0 ? [] : ['This paper has not been brought here yet.'] }
}
