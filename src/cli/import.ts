import { z } from 'zod'
import { sourceIdOf } from '../core/identifiers/paper-id.ts'
import { barePaper, isoDay, type Sighting, wholeDay } from '../core/paper.ts'
import type { Store } from '../db/open.ts'
import { count } from '../digest/write/texts.ts'
import { recordSightings } from '../papers/papers.ts'
import { parseDate } from '../sources/date.ts'
import { cleanText, readAuthors } from '../sources/text/text.ts'
import { readLines, readRows } from './arguments.ts'
import { type CliVerb, complain, print } from './verb.ts'

const BATCH = 500

const paperRow = z.object({
  id: z.string(),
  title: z.string().trim().min(1, 'the title is empty'),
  abstract: z.string().default(''),
  authors: z.array(z.string()).default([]),
  publishedAt: z.string().nullish(),
  /** The same, as assistants are told it. */
  published: z.string().nullish(),
  featuredOn: isoDay.nullish(),
  upvotes: z.number().int().nullish(),
  url: z.string().nullish(),
})

export const importVerb: CliVerb = (program, withApp) =>
  program
    .command('import')
    .description(
      'Add papers to search from JSON lines: {id,title,abstract,authors,publishedAt,featuredOn?,upvotes?,url?}',
    )
    .argument('<file>', 'a file, or - for standard input')
    .action((file: string) => withApp(({ store }) => importPapers(store, file)))

/** Papers from JSON lines. They are history: searchable, never posted. A bad line is named and left out. */
async function importPapers(store: Store, file: string): Promise<number> {
  const now = Date.now()
  const rejected: string[] = []
  const imported = { papers: 0, newPapers: 0 }
  let batch: Sighting[] = []
  const flush = async () => {
    const { papers, newPapers } = await recordSightings(store, batch, now, BATCH)
    imported.papers += papers
    imported.newPapers += newPapers
    batch = []
  }
  for await (const { row, reject } of readRows(readLines(file), paperRow, (problem) => rejected.push(problem))) {
    const sighting = await toSighting(row, now)
    if (sighting) batch.push(sighting)
    else reject(`“${row.id}” is no arXiv identifier, DOI or link`)
    if (batch.length >= BATCH) await flush()
  }
  await flush()
  const { papers, newPapers } = imported
  for (const problem of rejected) complain(problem)
  print(`Imported ${count(papers, 'paper')}, ${newPapers} of them new; ${count(rejected.length, 'line')} left out.`)
  return papers === 0 && rejected.length > 0 ? 1 : 0
}

async function toSighting(row: z.output<typeof paperRow>, now: number): Promise<Sighting | null> {
  const id = sourceIdOf(row.id) ?? (row.url ? sourceIdOf(row.url) : null)
  if (!id) return null
  const publishedAt = parseDate(row.publishedAt ?? row.published ?? '')
  return {
    source: 'import',
    day: row.featuredOn ?? wholeDay(publishedAt) ?? new Date(now).toISOString().slice(0, 10),
    upvotes: row.upvotes ?? null,
    comments: null,
    paper: {
      ...barePaper(id),
      title: cleanText(row.title),
      abstract: cleanText(row.abstract),
      authors: await readAuthors(row.authors),
      publishedAt,
    },
  }
}
