import { sql } from 'kysely'
import { plain } from '../message.ts'
import type { PaperId } from '../paper.ts'
import { attentionOf, coverage, findPaper, findPapers } from '../store/papers.ts'
import { readCandidates } from './candidates.ts'
import { conditionOf } from './conditions.ts'
import type { Condition, SearchEngine } from './engine.ts'
import { allOf, anyOf } from './expression.ts'
import { type Interpretation, interpret, type Unit, unitExpression } from './interpretation.ts'
import { excerptOf, mark } from './marking.ts'
import { parseQuery } from './query.ts'
import { rank } from './ranking.ts'
import type { Hit, SearchAnswer, SearchOptions } from './search.ts'

/** What is ranked exactly; whoever reads on behind it wants another search. */
const CANDIDATES = 200

export async function answerSearch(
  engine: SearchEngine,
  text: string,
  { limit, offset }: Pick<SearchOptions, 'limit' | 'offset'>,
): Promise<SearchAnswer> {
  const query = parseQuery(text)
  const covered = await coverage(engine.db)
  const empty = {
    hits: [],
    total: 0,
    coverage: covered,
    correction: null,
    corrected: query.corrected,
    problems: query.problems,
    nearest: [],
  }
  if (query.paper) return { ...empty, ...(await onePaper(engine, query.paper)) }
  const interpretation = interpret(query)
  const { ranked, total } = await findRanked(engine, interpretation, covered.papers)
  const shown = ranked.slice(offset, offset + limit)
  return {
    ...empty,
    total,
    problems: interpretation.problems,
    hits: await readHits(engine, shown, interpretation.units),
  }
}

type Scored = { id: PaperId; score: number }
type Found = { ranked: Scored[]; total: number }

async function findRanked(
  engine: SearchEngine,
  { units, conditions, sort }: Interpretation,
  papers: number,
): Promise<Found> {
  const others = conditions.map((condition) => conditionOf(condition, engine.holds))
  if (units.length === 0 || sort !== 'best')
    return findSorted(engine, [...others, ...units.map((unit) => engine.holds(unitExpression(unit)))], sort)
  const expressions = units.map(unitExpression)
  const strict = await engine.findBest(allOf(expressions), others, CANDIDATES)
  const loose =
    units.length > 1 && strict.total < CANDIDATES ? await engine.findBest(anyOf(expressions), others, CANDIDATES) : null
  const candidates = await readCandidates(engine, [...new Set([...strict.best, ...(loose?.best ?? [])])])
  const counts = await engine.countPapers(units.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems)))
  const ranked = rank(candidates, units, { papers, counts }).map(({ candidate: { id }, score }) => ({ id, score }))
  return { ranked, total: strict.total }
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

async function onePaper({ db }: SearchEngine, id: PaperId): Promise<Pick<SearchAnswer, 'hits' | 'total' | 'problems'>> {
  const paper = await findPaper(db, id)
  if (!paper) return { hits: [], total: 0, problems: ['This paper has not been brought here yet.'] }
  const attention = (await attentionOf(db, [id])).get(id)
  const hit = { paper, score: 1, title: plain(paper.title), excerpt: null, upvotes: attention?.upvotes ?? null }
  return { hits: [{ ...hit, day: attention?.days.at(-1)?.day ?? null }], total: 1, problems: [] }
}

async function readHits({ db }: SearchEngine, found: Scored[], units: Unit[]): Promise<Hit[]> {
  const ids = found.map(({ id }) => id)
  const papers = await findPapers(db, ids)
  const attention = await attentionOf(db, ids)
  return found.flatMap(({ id, score }) => {
    const paper = papers.get(id)
    if (!paper) return []
    const { upvotes = null, days = [] } = attention.get(id) ?? {}
    const hit = { paper, score, title: mark(paper.title, units), excerpt: excerptOf(paper.abstract, units) }
    return [{ ...hit, upvotes, day: days.at(-1)?.day ?? null }]
  })
}
