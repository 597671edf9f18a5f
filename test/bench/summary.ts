import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { createModelSummarizer, usualTimeoutMs } from '../../src/summaries/model/summarizer.ts'
import { splitSentences } from '../../src/summaries/sentences.ts'
import type { Summarize, SummaryForm } from '../../src/summaries/summary.ts'
import { startFakeOpenAi } from '../fakes/openai.ts'
import { openScratch } from '../fakes/scratch.ts'
import { abstracts } from '../fixtures/abstracts.ts'
import { corpus, median } from './bench.ts'
import { measureChecks } from './summary-checks.ts'
import { measureFaults } from './summary-faults.ts'
import { measureLines } from './summary-lines.ts'
import { readReference, scoreRouge } from './training/rouge.ts'

/**
 * Prints how good summaries are, each number with its bar and with references of the same run:
 * CORPUS=<dir> npm run bench:summary [-- faults [--show] | checks | lines]
 */
const write = (what: string, measured: string, bar = '') => {
  process.stdout.write(`${what.padEnd(62)} ${measured.padEnd(26)} ${bar && `bar ${bar}`}\n`)
}

const program = new URL('../../bin/paperboy.js', import.meta.url).pathname
const papersOfADay = Array.from({ length: 20 }, (_, i) => ({ id: `arxiv:2511.${10000 + i}`, ...abstracts.tidemark }))
const never = new AbortController().signal

type Row = { title: string; abstract: string; sentences: string[]; references: ReturnType<typeof readReference>[] }

if (!corpus)
  process.stdout.write('CORPUS is not set: what needs recorded papers is skipped. CORPUS=<dir> npm run bench:summary\n')
const [part] = process.argv.slice(2)
if (part === undefined || part === 'checks') measureChecks(corpus, write)
if (corpus && (part === undefined || part === 'faults')) measureFaults(corpus, write)
if (corpus && (part === undefined || part === 'lines')) measureLines(corpus, write)
if (part === undefined) await measureAll()

async function measureAll(): Promise<void> {
  if (corpus) measureExtracts(readRows(join(corpus, 'scitldr/dev.jsonl')))
  write('model data', `${(statSync(modelFile()).size / 1000).toFixed(0)} kB`)
  if (corpus) measureProgram(join(corpus, 'search/papers.jsonl'), 'tldr', '≥ 5,000')
  if (corpus) measureProgram(join(corpus, 'search/papers.jsonl'), 'lines', '≥ 3,000')
  await measureCalls()
  await measureDelay()
}

function modelFile(): URL {
  return new URL('../../src/summaries/ranker/model.json', import.meta.url)
}

function measureExtracts(rows: Row[]): void {
  const tldr = ({ title, abstract }: Row) => summarizeExtractively({ id: '', title, abstract }, 'tldr').lines.join(' ')
  write(
    'ROUGE-1/2/L: first sentence',
    rouge(rows, ({ sentences }) => sentences[0] ?? ''),
  )
  write('ROUGE-1/2/L: first “we propose” sentence', rouge(rows, firstProposal))
  write('ROUGE-1/2/L: best single sentence, by the references', rouge(rows, bestSentence))
  write('ROUGE-1/2/L: Paperboy', rouge(rows, tldr), '≥ 42.6 / 21.8 / 35.2')
  write(
    'ROUGE-1/2/L: Paperboy, titles withheld',
    rouge(rows, (row) => tldr({ ...row, title: '' })),
  )
  const strange = rows.map((row) => strangeWords(row, 'tldr') + strangeWords(row, 'lines')).reduce((a, b) => a + b, 0)
  write('words that the abstract has in no form', String(strange), '0')
  const lines = rows.flatMap(({ title, abstract }) => summarizeExtractively({ id: '', title, abstract }, 'lines').lines)
  const cut = lines.filter((line) => line.endsWith('…')).length
  write('lines of posts that are cut short', `${((100 * cut) / lines.length).toFixed(1)} % of ${lines.length}`, '≤ 5 %')
  const rates = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage()
    for (const row of rows) tldr(row)
    return (rows.length / process.cpuUsage(before).user) * 1e6
  })
  write('abstracts a second of processor time, warm', median(rates.slice(3)).toFixed(0), '≥ 5,000')
}

function rouge(rows: Row[], summarize: (row: Row) => string): string {
  const sums = [0, 0, 0]
  for (const row of rows)
    for (const [i, value] of scoreRouge(summarize(row), row.references).entries()) sums[i] = (sums[i] ?? 0) + value
  return sums.map((sum) => ((100 * sum) / rows.length).toFixed(2)).join(' / ')
}

function firstProposal({ sentences }: Row): string {
  const verb = /\bwe (?:propose|present|introduce|show|develop|study|demonstrate|describe)\b/i
  return sentences.find((sentence) => verb.test(sentence)) ?? sentences[0] ?? ''
}

function bestSentence({ sentences, references }: Row): string {
  const ranked = sentences.toSorted((a, b) => scoreRouge(b, references)[0] - scoreRouge(a, references)[0])
  return ranked[0] ?? ''
}

function strangeWords({ title, abstract }: Row, form: 'tldr' | 'lines'): number {
  // “achieving” may become “achieves”, “is capable of” “can”, and a clause be joined by “which”.
  const words = (text: string) =>
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?:ing|es|s)$/, '').slice(0, 5))
  const known = new Set(words(abstract))
  return summarizeExtractively({ id: '', title, abstract }, form)
    .lines.flatMap(words)
    .filter((word) => !known.has(word) && !/^(?:which|the|and|can)$/.test(word)).length
}

/** The command line on some thousand papers: Node and the model are loaded, and the code is compiled, in the time that is counted. */
function measureProgram(file: string, form: SummaryForm, bar: string): void {
  const input = readFileSync(file)
  const count = readLines(file).length
  const times = Array.from({ length: 3 }, () => {
    const started = performance.now()
    execFileSync(process.execPath, [program, 'summarize', '--no-llm', '--form', form], { input, maxBuffer: 1e8 })
    return performance.now() - started
  })
  const rate = (count / median(times)) * 1000
  write(`abstracts a second of \`summarize --form ${form}\`, ${count} and start-up`, rate.toFixed(0), bar)
}

/** 100 channels want the same 20 papers; half-way the process is replaced by another. */
async function measureCalls(): Promise<void> {
  const content = JSON.stringify({
    tldr: 'Tidemark writes a short memory after every document.',
    contribution: 'A retrieval method that writes a short memory.',
    method: '',
    result: 'Recall improves by 7.4 points.',
    keywords: [],
  })
  const server = await startFakeOpenAi({ kind: 'reply', content })
  const store = await openScratch()
  for (const share of [papersOfADay.slice(0, 10), papersOfADay]) {
    const summarize = summarizer(server.url, store)
    await Promise.all(Array.from({ length: 100 }, () => wordDigest(summarize, share)))
  }
  write('model calls for 100 channels × 20 papers, restarted half-way', String(server.requests.length), '20')
  await Promise.all([server.close(), store.close()])
}

/** The server takes the question and never answers. */
async function measureDelay(): Promise<void> {
  const server = await startFakeOpenAi({ kind: 'stall', after: '' })
  const store = await openScratch()
  const started = performance.now()
  await wordDigest(summarizer(server.url, store), papersOfADay)
  write(
    'delay of a digest of 20 papers when the server hangs',
    `${((performance.now() - started) / 1000).toFixed(1)} s`,
    '≤ 15 s',
  )
  await Promise.all([server.close(), store.close()])
}

async function wordDigest(summarize: Summarize, papers: typeof papersOfADay): Promise<void> {
  for (const paper of papers) await summarize(paper, 'lines', never)
}

function summarizer(baseUrl: string, store: Awaited<ReturnType<typeof openScratch>>): Summarize {
  return createModelSummarizer({
    server: { model: 'gpt-5-mini', apiKey: undefined, baseUrl },
    language: 'en',
    dailyTokens: 1e9,
    store,
    log: pino({ level: 'silent' }),
    timeoutMs: usualTimeoutMs,
  })
}

function readRows(file: string): Row[] {
  return readLines(file).map((line) => {
    const { source, target, title } = JSON.parse(line) as { source: string[]; target: string[]; title?: string }
    const abstract = source.join(' ')
    return { title: title ?? '', abstract, sentences: splitSentences(abstract), references: target.map(readReference) }
  })
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n')
}
