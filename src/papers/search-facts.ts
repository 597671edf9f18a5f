import type { Paper, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'
import { paperNumbers } from './paper-numbers.ts'
import type { Popularity } from './popularity.ts'

/** Writes down, in one narrow row each, what papers and their sources say that a search can filter by. */
export async function recordFacts(db: Db, papers: Paper[], popularity: Map<PaperId, Popularity>): Promise<void> {
  const numbers = await paperNumbers(db, papers)
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
