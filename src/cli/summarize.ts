import { z } from 'zod'
import { createExtractive } from '../summaries/extractive.ts'
import { checkGrounding } from '../summaries/grounding/grounding.ts'
import { createSummarizer } from '../summaries/summarizer.ts'
import type { Summarize, SummaryForm } from '../summaries/summary.ts'
import { hideEverywhere } from './hide.ts'
import { type CliVerb, readLines, UsageError } from './verb.ts'

const paperLine = z.object({ id: z.string(), title: z.string().default(''), abstract: z.string() })
const checkLine = z.object({
  id: z.string(),
  title: z.string().default(''),
  abstract: z.string(),
  summary: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]),
})

type Options = { form: string; language?: string; llm: boolean; check?: boolean; hide?: string }

type Write = (line: string) => void

export const summarizeVerb: CliVerb = (program, withApp) => {
  program
    .command('summarize')
    .description('summaries of papers, JSON lines in and out; --check tells what a summary claims beyond its abstract')
    .argument('[file]', 'a file, or - for standard input', '-')
    .option('--form <form>', 'tldr (one sentence) or lines (what a post shows)', 'lines')
    .option('--language <language>', 'the language of summaries that a model writes')
    .option('--no-llm', 'sentences of the abstract, whatever OPENAI_MODEL says')
    .option('--check', '{id,abstract,summary} in, {id,ok,objections} out')
    .option('--hide <paper>', 'a title, a link or an identifier, whose wrong summary nobody is shown any more')
    .action(async (file: string, options: Options) => {
      const { form, hide } = options
      if (hide !== undefined) return withApp({ quiet: true, prompt: false }, (app) => hideEverywhere(app, hide))
      if (form !== 'tldr' && form !== 'lines') throw new UsageError(`--form is tldr or lines, not “${form}”.`)
      const write: Write = (line) => process.stdout.write(`${line}\n`)
      const complain: Write = (line) => process.stderr.write(`${line}\n`)
      if (options.check) return checkLines(readLines(file), write, complain)
      // Without a model neither settings nor a database are needed.
      const signal = new AbortController().signal
      if (!options.llm)
        return summarizeLines(readLines(file), { summarize: createExtractive(), form, signal }, write, complain)
      await withApp({ quiet: true, prompt: false }, async (app) => {
        const summarize = createSummarizer(app.config, options.language ?? app.config.SUMMARY_LANGUAGE, app)
        await summarizeLines(readLines(file), { summarize, form, signal: app.signal }, write, complain)
        return 0
      })
    })
}

type Work = { summarize: Summarize; form: SummaryForm; signal: AbortSignal }

/** `{id,title,abstract}` in, `{id,summary,by,model?}` out, line by line; a bad line is named and left out. */
export async function summarizeLines(
  lines: AsyncIterable<string>,
  work: Work,
  write: Write,
  complain: Write,
): Promise<void> {
  for await (const paper of readRows(lines, paperLine, complain)) {
    const { lines: summary, by, model } = await work.summarize(paper, work.form, work.signal)
    write(JSON.stringify({ id: paper.id, summary: summary.join('\n'), by, ...(model === null ? {} : { model }) }))
  }
}

/** `{id,abstract,summary}` in, `{id,ok,objections}` out. */
export async function checkLines(lines: AsyncIterable<string>, write: Write, complain: Write): Promise<void> {
  for await (const { id, title, abstract, summary } of readRows(lines, checkLine, complain)) {
    const { objections } = checkGrounding(summary.split('\n'), { title, abstract })
    write(JSON.stringify({ id, ok: objections.length === 0, objections }))
  }
}

async function* readRows<Row>(
  lines: AsyncIterable<string>,
  schema: z.ZodType<Row>,
  complain: Write,
): AsyncGenerator<Row> {
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    const row = parseRow(line, schema)
    if (typeof row === 'string') complain(`line ${number} was left out: ${row}`)
    else yield row.value
  }
}

function parseRow<Row>(line: string, schema: z.ZodType<Row>): { value: Row } | string {
  try {
    const parsed = schema.safeParse(JSON.parse(line))
    return parsed.success ? { value: parsed.data } : z.prettifyError(parsed.error).replaceAll('\n', ' ')
  } catch {
    return 'it is not JSON'
  }
}
