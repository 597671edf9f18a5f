import { sql } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import { type Condition, readIds, type SearchEngine } from '../engines/engine.ts'
import { cosine, quantize } from './quantize.ts'
import { readNumbers, readSpace } from './stored-vectors.ts'

/** `standsOut`: it is much closer than papers usually are, and may be shown although it lacks the words. */
type Neighbour = { seq: number; id: PaperId; standsOut: boolean }

const CLOSEST = 100
/** Bits find the closest well and order them badly: so many are compared by their numbers. */
const COMPARED = 400
/**
 * Compared by bits before the conditions, which cost more; when too few meet these, all papers that do are compared.
 */
const TRIED = 1_000
const SAMPLE = 256
const SAMPLE_KEPT_MS = 600_000
/** In standard deviations, since models differ in their similarities. One paper in 200 is so close by chance. */
const OUTSTANDING = 2.5

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

  /** The least similarity that stands out from that of a sample of papers. */
  async function threshold(numbers: Int8Array): Promise<number> {
    if (sample === null || Date.now() - sample.at > SAMPLE_KEPT_MS) sample = { at: Date.now(), of: await readSample() }
    const likenesses = sample.of.filter(({ length }) => length === numbers.length).map((one) => cosine(numbers, one))
    const mean = average(likenesses)
    return mean + OUTSTANDING * Math.sqrt(average(likenesses.map((one) => (one - mean) ** 2)))
  }

  async function readSample(): Promise<Int8Array[]> {
    const max = db.selectFrom('vector_bits').select(({ fn }) => fn.max('paper_seq').as('seq'))
    const last = await max.executeTakeFirst()
    const step = Math.max(1, Number(last?.seq ?? 0) / SAMPLE)
    const spread = Array.from({ length: SAMPLE }, (_, index) => Math.ceil((index + 1) * step))
    const rows = await readNumbers(db, spread)
    return rows.map((row) => row.numbers)
  }

  const isOurs = async (dimensions: number): Promise<boolean> => {
    const space = await readSpace(db)
    return space?.model === model && space.dimensions === dimensions
  }

  return {
    /** The closest to a vector, the closest first, of the papers that meet the conditions. */
    async closest(vector: Float32Array | Int8Array, conditions: Condition[]): Promise<Neighbour[]> {
      if (!(await isOurs(vector.length))) return []
      const { numbers, bits } = quantize(vector)
      const candidates = await readNumbers(db, await nearest(bits, conditions))
      const least = await threshold(numbers)
      const best = candidates
        .map((one) => ({ seq: one.seq, likeness: cosine(numbers, one.numbers) }))
        .toSorted((a, b) => b.likeness - a.likeness || a.seq - b.seq)
        .slice(0, CLOSEST)
      const bestNumbers = best.map(({ seq }) => seq)
      const ids = await readIds(db, bestNumbers)
      return best.flatMap(({ seq, likeness }) => {
        const id = ids.get(seq)
        return id === undefined ? [] : [{ seq, id, standsOut: likeness >= least }]
      })
    },
    /** null: it has none yet. */
    async vectorOf(paper: PaperId): Promise<Int8Array | null> {
      const row = await db.selectFrom('papers').select('seq').where('id', '=', paper).executeTakeFirst()
      const [known] = row ? await readNumbers(db, [row.seq]) : []
      return known?.numbers ?? null
    },
  }
}

/** Which of these papers meet the conditions. */
async function meetingAll({ db }: SearchEngine, papers: number[], conditions: Condition[]): Promise<Set<number>> {
  if (papers.length === 0) return new Set()
  const { rows } = await sql<{ seq: number }>`select seq from paper_facts
    where paper_facts.seq in (${sql.join(papers)}) and ${sql.join(conditions, sql` and `)}`.execute(db)
  return new Set(rows.map(({ seq }) => seq))
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
