import { Option } from 'commander'
import { z } from 'zod'
import { count, describeAuthor } from '../digest/write/texts.ts'
import { postsOf } from '../outbox/posts.ts'
import { cleanText } from '../sources/text/text.ts'
import { createExtractive } from '../summaries/extractive.ts'
import { checkGrounding } from '../summaries/grounding/grounding.ts'
import { hideSummary } from '../summaries/hide.ts'
import { longestTimeoutMs } from '../summaries/model/summarizer.ts'
import { insertSummaryReport, summaryReportsOn, type Writer } from '../summaries/reports.ts'
import { createSummarizer } from '../summaries/summarizer.ts'
import type { Summarize, SummaryForm } from '../summaries/summary.ts'
import { summaryOfPost, writerOf } from '../summaries/team-summaries.ts'
import { readLines, readRows, requirePaper } from './arguments.ts'
import { type CliVerb, complain, print } from './verb.ts'
import type { App } from './wiring/open-app.ts'

const text = z.string().transform(cleanText)
const paperRow = z.object({ id: z.string(), title: text.default(''), abstract: text })
const checkRow = paperRow.extend({
  summary: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]),
})

type Options = { form: SummaryForm; language?: string; llm: boolean; check?: boolean; hide?: string }

const FORM = new Option('--form <form>', 'tldr (one sentence) or lines (what a post shows)')
  .choices(['tldr', 'lines'])
  .default('lines')

export const summarizeVerb: CliVerb = (program, withApp) =>
  program
    .command('summarize')
    .description('Summarize papers, JSON lines in and out. --check compares summaries with their abstracts.')
    .argument('[file]', 'a file, or - for standard input', '-')
    .addOption(FORM)
    .option('--language <language>', 'the language of summaries that a model writes')
    .option('--no-llm', 'sentences of the abstract, whatever OPENAI_MODEL says')
    .option('--check', '{id,abstract,summary} in, {id,ok,objections} out')
    .option('--hide <paper>', 'hide a paper’s wrong summary from all teams; a title, a link or an identifier')
    .action(async (file: string, options: Options) => {
      const { form, hide } = options
      if (hide !== undefined) return withApp((app) => hideEverywhere(app, hide))
      if (options.check) return checkLines(readLines(file))
      // Without a model neither settings nor a database are needed.
      const { signal } = new AbortController()
      if (!options.llm) return summarizeLines(readLines(file), { summarize: createExtractive(), form, signal })
      await withApp(async (app) => {
        const language = options.language ?? app.config.SUMMARY_LANGUAGE
        // Also at a terminal: why the model wrote no summary is a part of the answer.
        const log = app.log.child({}, { level: app.config.LOG_LEVEL ?? 'warn' })
        const summarize = createSummarizer(app.config, language, { ...app, log }, longestTimeoutMs)
        await summarizeLines(readLines(file), { summarize, form, signal: app.signal })
      })
    })

type Work = { summarize: Summarize; form: SummaryForm; signal: AbortSignal }

/** `{id,title,abstract}` in, `{id,summary,by,model?}` out, line by line; a bad line is named and left out. */
export async function summarizeLines(
  lines: AsyncIterable<string>,
  work: Work,
  write = print,
  reject = complain,
): Promise<void> {
  for await (const { row } of readRows(lines, paperRow, reject)) {
    const { lines: summary, by, model } = await work.summarize(row, work.form, work.signal)
    write(JSON.stringify({ id: row.id, summary: summary.join('\n'), by, ...(model === null ? {} : { model }) }))
  }
}

export async function checkLines(lines: AsyncIterable<string>, write = print, reject = complain): Promise<void> {
  for await (const { row } of readRows(lines, checkRow, reject)) {
    const { objections } = checkGrounding(row.summary.split('\n'), row)
    write(JSON.stringify({ id: row.id, ok: objections.length === 0, objections }))
  }
}

type HideContext = Pick<App, 'store' | 'search' | 'signal' | 'adapters' | 'log'>

/** Hides from all teams the summaries of a paper that were reported; without a report, those that its posts show. */
export async function hideEverywhere(app: HideContext, text: string, write = print): Promise<number> {
  const { db, now } = app.store
  const paper = await requirePaper(app, text)
  const posts = await Promise.all((await postsOf(db, paper.id)).map((post) => summaryOfPost(db, paper, post)))
  const reports = await summaryReportsOn(db, paper.id)
  const withdrawn = new Set(reports.flatMap(({ writer, state }) => (state === 'withdrawn' ? [writer] : [])))
  const open = (writers: Writer[]) => [...new Set(writers)].filter((writer) => !withdrawn.has(writer))
  const reported = open(reports.map(({ writer }) => writer))
  const shown = open(posts.flatMap((summary) => (summary ? [writerOf(paper, summary)] : [])))
  const writers = reported.length > 0 ? reported : shown
  if (writers.length === 0) throw new Error(`No post shows a summary of “${paper.title}”.`)
  const report = { person: 'cli:operator', channel: 'cli:local', reason: 'hidden everywhere' } as const
  for (const writer of writers)
    await insertSummaryReport(db, { paper: paper.id, writer, state: 'withdrawn', at: now(), ...report })
  const changed = await hideSummary(app, paper, null)
  write(`Hidden everywhere: “${paper.title}”.`)
  const describe = (instead: (typeof changed)[number]['instead']) =>
    instead.lines.length > 0 ? describeAuthor(instead) : 'no summary'
  for (const [what, posts] of Map.groupBy(changed, ({ instead }) => describe(instead)))
    write(`${count(posts.length, 'post')} now: ${what}.`)
  const old = changed.filter(({ isOld }) => isOld).length
  if (old === 0) return 0
  write(`${count(old, 'post')} could not be edited: the log says why.`)
  return 1
}
