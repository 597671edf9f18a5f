import { sql } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import { type Condition, readIds, type SearchEngine } from '../engines/engine.ts'
import { cosine, quantize } from './quantize.ts'
import { readNumbers, readSpace } from './stored-vectors.ts'

/**
 * `likeness`: the cosine of the vectors. `standardScore`: by how many standard deviations it is closer than papers
 * usually are, since models differ in their similarities.
 */
export type Neighbour = { seq: number; id: PaperId; likeness: number; standardScore: number }

const CLOSEST = 100
/** Bits find the closest well and order them badly: so many are compared by their numbers. */
const COMPARED = 400
/**
 * Compared by bits before the conditions, which cost more; when too few meet these, all papers that do are compared.
 */
const TRIED = 1_000
const SAMPLE = 256
const SAMPLE_KEPT_MS = 600_000
/** One paper in 200 is so close by chance. */
const OUTSTANDING = 2.5

/** It is much closer than papers usually are, and may be shown although it lacks the words. */
export const standsOut = ({ standardScore }: Neighbour): boolean => standardScore >= OUTSTANDING

export type VectorSearch = ReturnType<typeof createVectorSearch>

/** Searches the papers that have a vector of this model. */
export function createVectorSearch(engine: SearchEngine, model: string) {
  const { db } = engine
  let sample: { at: number; of: Int8Array[] } | null = null

  async function byBits(bits: Uint8Array, conditions: Condition[], limit: number): Promise<number[]> {
    const papers = conditions.length === 0 ? sql`` : sql`join paper_facts on paper_facts.seq = vector_bits.paper_seq`
    const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
    const { rows } = await sql<{ seq: number }>`select vector_bits.paper_seq as seq from vector_bits ${papers} ${where}
      order by ${engine.bitsApart(bits)}, vector_bits.paper_seq limit ${limit}`.execute(db)
    return rows.map(({ seq }) => seq)
  }

  async function nearest(bits: Uint8Array, conditions: Condition[]): Promise<number[]> {
    if (conditions.length === 0) return byBits(bits, [], COMPARED)
    const tried = await byBits(bits, [], TRIED)
    const meeting = await meetingAll(engine, tried, conditions)
    const isEnough = tried.length < TRIED || meeting.size >= CLOSEST
    return isEnough ? tried.filter((seq) => meeting.has(seq)).slice(0, COMPARED) : byBits(bits, conditions, COMPARED)
  }

  /** Likenesses as standard scores among those of a sample of papers. */
  async function standardize(numbers: Int8Array): Promise<(likeness: number) => number> {
    if (sample === null || Date.now() - sample.at > SAMPLE_KEPT_MS) sample = { at: Date.now(), of: await readSample() }
    const likenesses = sample.of.filter(({ length }) => length === numbers.length).map((one) => cosine(numbers, one))
    const mean = average(likenesses)
    const deviation = Math.sqrt(average(likenesses.map((one) => (one - mean) ** 2)))
    // Of papers that are all alike, none is close.
    return (likeness) => (deviation > 0 ? (likeness - mean) / deviation : 0)
  }

  async function readSample(): Promise<Int8Array[]> {
    const max = db.selectFrom('vector_bits').select(({ fn }) => fn.max('paper_seq').as('seq'))
    const last = await max.executeTakeFirst()
    const step = Math.max(1, Number(last?.seq ?? 0) / SAMPLE)
    const spread = Array.from({ length: SAMPLE }, (_, index) => Math.ceil((index + 1) * step))
    const rows = await readNumbers(db, spread)
    return rows.map((row) => row.numbers)
  }

  async function readSeqs(papers: PaperId[]): Promise<number[]> {
    if (papers.length === 0) return []
    const rows = await db.selectFrom('papers').select('seq').where('id', 'in', papers).execute()
    return rows.map(({ seq }) => seq)
  }

  const isOurs = async (dimensions: number): Promise<boolean> => {
    const space = await readSpace(db)
    return space?.model === model && space.dimensions === dimensions
  }

  return {
    /** The closest to a vector, closest first, and behind them those `named`, of papers that meet the conditions. */
    async closest(
      vector: Float32Array | Int8Array,
      conditions: Condition[],
      named: PaperId[] = [],
    ): Promise<Neighbour[]> {
      if (!(await isOurs(vector.length))) return []
      const { numbers, bits } = quantize(vector)
      const asked = await meetingAll(engine, await readSeqs(named), conditions)
      const candidates = await readNumbers(db, [...asked.union(new Set(await nearest(bits, conditions)))])
      const scoreOf = await standardize(numbers)
      const best = candidates
        .map((one) => ({ seq: one.seq, likeness: cosine(numbers, one.numbers) }))
        .toSorted((a, b) => b.likeness - a.likeness || a.seq - b.seq)
        .filter(({ seq }, place) => place < CLOSEST || asked.has(seq))
      const bestNumbers = best.map(({ seq }) => seq)
      const ids = await readIds(db, bestNumbers)
      return best.flatMap(({ seq, likeness }) => {
        const id = ids.get(seq)
        return id === undefined ? [] : [{ seq, id, likeness, standardScore: scoreOf(likeness) }]
      })
    },
    /** null: it has none yet. */
    async vectorOf(paper: PaperId): Promise<Int8Array | null> {
      const [known] = await readNumbers(db, await readSeqs([paper]))
      return known?.numbers ?? null
    },
  }
}

/** Which of these papers meet the conditions. */
async function meetingAll({ db }: SearchEngine, papers: number[], conditions: Condition[]): Promise<Set<number>> {
  if (papers.length === 0 || conditions.length === 0) return new Set(papers)
  const { rows } = await sql<{ seq: number }>`select seq from paper_facts
    where paper_facts.seq in (${sql.join(papers)}) and ${sql.join(conditions, sql` and `)}`.execute(db)
  return new Set(rows.map(({ seq }) => seq))
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
