// Makes src/summaries/ranker/model.json from SciTLDR: CORPUS=<dir> npm run train:summary [-- --check]
// CORPUS holds scitldr/train.jsonl (github.com/allenai/scitldr, Apache-2.0). --check trains again, compares to the byte
// and writes nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { cleanSentence } from '../../../src/summaries/lines/wording/clean-sentence.ts'
import { featuresOf, type Model } from '../../../src/summaries/ranker/rank.ts'
import { readDocument } from '../../../src/summaries/ranker/words.ts'
import { createRandom, type Example, fitSparse, type Weights } from './linear.ts'
import { readReference, stem } from './rouge.ts'

const MOST_BINS = 10
const FEWEST_PAPERS_PER_WORD = 15

const modelFile = new URL('../../../src/summaries/ranker/model.json', import.meta.url)
const corpus = process.env.CORPUS
if (!corpus) throw new Error('CORPUS is unset: name the folder that holds scitldr/train.jsonl.')

type Row = { key: string; features: number[]; target: number }

const papers = readFileSync(`${corpus}/scitldr/train.jsonl`, 'utf8').trim().split('\n')
const trained = trainModel(papers.flatMap(readRows))
if (!process.argv.includes('--check')) writeFileSync(modelFile, trained)
else {
  const isSame = trained === readFileSync(modelFile, 'utf8')
  process.stdout.write(isSame ? 'The same model, byte for byte.\n' : 'Another model than ranker/model.json.\n')
  if (!isSame) process.exitCode = 1
}

/** The words of a paper, each told by whether a person's summary uses it. */
function readRows(line: string): Row[] {
  const row = JSON.parse(line) as { source: string[]; target: string[]; title?: string }
  const target = new Set(row.target.flatMap((text) => readReference(text).words))
  const sentences = row.source.map(cleanSentence).filter((text) => text.length > 1)
  const isSaid = (key: string) => target.has(stem(key)) || target.has(key)
  // Feeds without titles exist: each paper is learnt from with and without.
  return [row.title ?? '', ''].flatMap((title) => {
    const document = readDocument(sentences, title)
    return document.words.map((word) => {
      return { key: word.key, features: featuresOf(word, document), target: isSaid(word.key) ? 1 : 0 }
    })
  })
}

function trainModel(all: Row[]): string {
  const cuts = (all[0]?.features ?? []).map((_, column) => quantiles(all.map(({ features }) => features[column] ?? 0)))
  const common = commonWords(all)
  const examples = all.map(({ key, features, target }): Example => {
    const bins = features.map((value, column) => binKey(column, binOf(value, cuts[column] ?? [])))
    return { keys: common.has(key) ? [...bins, key] : bins, target }
  })
  const fit = { epochs: 12, rate: 0.05, decay: 0.01, start: 0.3 }
  return written(fitSparse(examples, fit, createRandom(1)), cuts, common)
}

/** Words of enough papers: each paper is there twice. */
function commonWords(all: Row[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count >= 2 * FEWEST_PAPERS_PER_WORD).map(([key]) => key))
}

function binKey(column: number, bin: number): string {
  return `#${column}:${bin}`
}

/** One column a line, so that the file can be compared. */
function written(weights: Weights, cuts: number[][], common: Set<string>): string {
  const weightOf = (key: string) => Number((weights.get(key) ?? 0).toPrecision(3))
  const columns = cuts.map((own, column) => ({
    cuts: own,
    weights: Array.from({ length: own.length + 1 }, (_, bin) => weightOf(binKey(column, bin))),
  }))
  const model: Model = { columns, words: Object.fromEntries([...common].toSorted().map((key) => [key, weightOf(key)])) }
  return `${JSON.stringify(model).replaceAll('},{"cuts"', '},\n{"cuts"').replace('"words"', '\n"words"')}\n`
}

/** Values that cut the sorted ones into about equally large bins. */
function quantiles(values: number[]): number[] {
  const sorted = Float64Array.from(values).sort()
  const lowest = sorted[0] ?? 0
  const at = (bin: number) => Number((sorted[Math.floor((bin * sorted.length) / MOST_BINS)] ?? lowest).toPrecision(4))
  const cuts = new Set(Array.from({ length: MOST_BINS - 1 }, (_, bin) => at(bin + 1)).filter((cut) => cut > lowest))
  const rare = sorted.find((value) => value > lowest)
  if (cuts.size === 0 && rare !== undefined) cuts.add(rare)
  return [...cuts].sort((a, b) => a - b)
}

function binOf(value: number, cuts: number[]): number {
  const found = cuts.findIndex((cut) => value < cut)
  return found < 0 ? cuts.length : found
}
