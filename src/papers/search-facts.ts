import type { Paper, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Popularity } from './popularity.ts'

/** Writes down, in one narrow row each, what papers and their sources say that a search can filter by. */
export async function recordFacts(db: Db, papers: Paper[], popularity: Map<PaperId, Popularity>): Promise<void> {
  if (papers.length === 0) return
  const ids = papers.map(({ id }) => id)
  const stored = await db.selectFrom('papers').select(['seq', 'id']).where('id', 'in', ids).execute()
  const numbers = new Map<string, number>(stored.map(({ id, seq }) => [id, seq]))
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
  await db
    .insertInto('paper_facts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('seq').doUpdateSet((row) => ({
        first_day: row.ref('excluded.first_day'),
        last_day: row.ref('excluded.last_day'),
        upvotes: row.ref('excluded.upvotes'),
        sources: row.ref('excluded.sources'),
        categories: row.ref('excluded.categories'),
        has: row.ref('excluded.has'),
      })),
    )
    .execute()
}

/** `|code|pdf|` */
const listed = (names: Iterable<string>): string => ['', ...names, ''].join('|')

const assetsOf = ({ links, pictures }: Paper): string[] => [
  ...(['code', 'pdf', 'project'] as const).filter((what) => links[what] !== null),
  ...(pictures.length > 0 ? ['picture'] : []),
]
