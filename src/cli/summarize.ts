import { Option } from 'commander'
import { z } from 'zod'
import { cleanText } from '../sources/text/text.ts'
import { createExtractive } from '../summaries/extractive.ts'
import { checkGrounding } from '../summaries/grounding/grounding.ts'
import { longestTimeoutMs } from '../summaries/model/summarizer.ts'
import { createSummarizer } from '../summaries/summarizer.ts'
import type { Summarize, SummaryForm } from '../summaries/summary.ts'
import { hideEverywhere } from './hide.ts'
import { readLines, readRows } from './json-lines.ts'
import { type CliVerb, complain, print } from './verb.ts'

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

/** `{id,abstract,summary}` in, `{id,ok,objections}` out. */
export async function checkLines(lines: AsyncIterable<string>, write = print, reject = complain): Promise<void> {
  for await (const { row } of readRows(lines, checkRow, reject)) {
    const { objections } = checkGrounding(row.summary.split('\n'), row)
    write(JSON.stringify({ id: row.id, ok: objections.length === 0, objections }))
  }
}
