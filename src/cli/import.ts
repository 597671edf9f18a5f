import { z } from 'zod'
import { barePaper, isoDay, type PaperId, paperIdOf, type Sighting } from '../core/paper.ts'
import type { Store } from '../db/open.ts'
import { count } from '../digest/write/texts.ts'
import { recordSightings } from '../papers/papers.ts'
import { cleanText, cleanTexts } from '../sources/text/text.ts'
import { type CliVerb, print, readLines } from './verb.ts'

const BATCH = 500

const line = z.object({
  id: z.string(),
  title: z.string().trim().min(1, 'the title is empty'),
  abstract: z.string().default(''),
  authors: z.array(z.string()).default([]),
  publishedAt: z.string().nullish(),
  featuredOn: isoDay.nullish(),
  upvotes: z.number().int().nullish(),
  url: z.string().nullish(),
})

export const importVerb: CliVerb = (program, withApp) => {
  program
    .command('import')
    .description('papers from JSON lines: {id,title,abstract,authors,publishedAt,featuredOn?,upvotes?,url?}')
    .argument('<file>', 'a file, or - for standard input')
    .action((file: string) =>
      withApp({ quiet: true, prompt: false }, async ({ store }) => {
        const { papers, newPapers, rejected } = await importPapers(store, readLines(file), Date.now())
        for (const { line, reason } of rejected) process.stderr.write(`line ${line} was left out: ${reason}\n`)
        print(
          `Imported ${count(papers, 'paper')}, ${newPapers} of them new; ${count(rejected.length, 'line')} left out.`,
        )
        return papers === 0 && rejected.length > 0 ? 1 : 0
      }),
    )
}

type Imported = { papers: number; newPapers: number; rejected: { line: number; reason: string }[] }

/**
 * Papers from JSON lines: `{id,title,abstract,authors,publishedAt,featuredOn?,upvotes?,url?}`. They are history: searchable, never posted.
 * A bad line is named and left out, the others are kept.
 */
async function importPapers(store: Store, lines: AsyncIterable<string>, now: number): Promise<Imported> {
  const imported: Imported = { papers: 0, newPapers: 0, rejected: [] }
  let batch: Sighting[] = []
  const flush = async () => {
    const { papers, newPapers } = await recordSightings(store, batch, now, BATCH)
    imported.papers += papers
    imported.newPapers += newPapers
    batch = []
  }
  let number = 0
  for await (const text of lines) {
    number += 1
    if (text.trim() === '') continue
    const parsed = await parseLine(text, now)
    if (typeof parsed === 'string') imported.rejected.push({ line: number, reason: parsed })
    else batch.push(parsed)
    if (batch.length >= BATCH) await flush()
  }
  await flush()
  return imported
}

/** The sighting on a line, or a sentence about what is wrong with it. */
async function parseLine(text: string, now: number): Promise<Sighting | string> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  const parsed = line.safeParse(json)
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ')
  const { id: given, title, abstract, authors, publishedAt, featuredOn, upvotes, url } = parsed.data
  const id: PaperId | null = paperIdOf(given) ?? (url ? paperIdOf(url) : null)
  if (!id) return `“${given}” is no arXiv identifier, DOI or link`
  const published = isoDay.safeParse(publishedAt?.slice(0, 10)).data ?? null
  return {
    source: 'import',
    day: featuredOn ?? published ?? new Date(now).toISOString().slice(0, 10),
    upvotes: upvotes ?? null,
    comments: null,
    paper: {
      ...barePaper(id),
      title: cleanText(title),
      abstract: cleanText(abstract),
      authors: await cleanTexts(authors),
      publishedAt: published,
    },
  }
}
