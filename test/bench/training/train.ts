// Makes ../ranker/model.json from SciTLDR: CORPUS=<dir> npm run train:summary [-- --check | --folds]
// CORPUS holds scitldr/train.jsonl (github.com/allenai/scitldr, Apache-2.0). --check trains again and compares to the byte,
// --folds reports five-fold scores; neither writes anything.
import { readFileSync, writeFileSync } from 'node:fs'
import { textOf } from '../../../src/summaries/extractive.ts'
import { type Bins, createBinnedWeights } from '../../../src/summaries/ranker/binned-weights.ts'
import type { Document } from '../../../src/summaries/ranker/document.ts'
import { createNgramModel, forestOf, type Model, model, type Tree } from '../../../src/summaries/ranker/model.ts'
import { ngramScoreOf } from '../../../src/summaries/ranker/ngrams.ts'
import { wordFeatures } from '../../../src/summaries/ranker/probability.ts'
import { candidatesOf, type LineCandidate, scoreOf } from '../../../src/summaries/ranker/rank.ts'
import { computeProbabilities, readDocument } from '../../../src/summaries/ranker/read-document.ts'
import { binOf, boost, quantiles, rounded } from './boost.ts'
import { createRandom, type Example, fitSparse } from './linear.ts'
import { readReference, scoreRouge, stem } from './rouge.ts'

const foldCount = 5
const forestCount = 3
const fewestPapersPerWord = 15
const fewestSentencesPerNgram = 12

type Paper = {
  document: Document
  references: ReturnType<typeof readReference>[]
  targetStems: Set<string>
  fold: number
  titled: boolean
  candidates: LineCandidate[]
  rewards: number[]
}

const modelFile = new URL('../../../src/summaries/ranker/model.json', import.meta.url)
const random = createRandom(1)
const corpus = process.env.CORPUS
if (!corpus) throw new Error('CORPUS is unset: name the folder that holds scitldr/train.jsonl.')

const papers = readPapers(`${corpus}/scitldr/train.jsonl`)
setFrequencies(papers)
for (const fold of range(foldCount)) {
  model.wording = fitWording(papers.filter((paper) => paper.fold !== fold))
  model.version++
  for (const paper of papers.filter((own) => own.fold === fold)) setWording(paper)
}
const cuts = wordCuts(papers)
for (const fold of range(foldCount)) {
  fitWords(
    papers.filter((paper) => paper.fold !== fold),
    cuts,
  )
  // What the ranker learns from must be as unsure as what it will meet.
  for (const paper of papers.filter((own) => own.fold === fold)) setCandidates(paper)
}
if (process.argv.includes('--folds')) reportFolds()
else if (process.argv.includes('--check')) checkModel()
else writeFileSync(modelFile, trainModel())

function readPapers(file: string): Paper[] {
  const rows = readFileSync(file, 'utf8').trim().split('\n')
  return rows.flatMap((line, index) => {
    const row = JSON.parse(line) as { source: string[]; target: string[]; title?: string }
    const references = row.target.map(readReference)
    const targetStems = new Set(references.flatMap(({ words }) => words))
    // Feeds without titles exist: each paper is learnt from with and without.
    return [row.title ?? '', ''].map((title) => ({
      document: readDocument(row.source.join(' '), title),
      references,
      targetStems,
      fold: index % foldCount,
      titled: title !== '',
      candidates: [],
      rewards: [],
    }))
  })
}

function setFrequencies(all: Paper[]): void {
  const counts = new Map<string, number>()
  for (const { document, titled } of all)
    if (titled) for (const { key } of document.words) counts.set(key, (counts.get(key) ?? 0) + 1)
  // What an earlier training knew must not decide what this one does.
  model.words.lexicon.clear()
  for (const [key, count] of counts)
    if (count >= fewestPapersPerWord) model.words.lexicon.set(key, { weight: 0, frequency: rounded(Math.log(count)) })
  model.version++
}

function fitWording(some: Paper[]): Model['wording'] {
  const counts = new Map<string, number>()
  const sentences = some
    .filter(({ titled }) => titled)
    .flatMap(({ document, references }) => {
      const rewards = document.sentences.map(({ text }) => rewardOf(text, references))
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
      return document.sentences.map(({ words }, i) => ({
        keys: ngramsOf(words.map(({ key }) => key)),
        target: (rewards[i] ?? 0) - mean,
      }))
    })
  for (const { keys } of sentences) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const common = sentences.map(
    ({ keys, target }): Example => ({
      keys: ['#', ...keys.filter((key) => (counts.get(key) ?? 0) >= fewestSentencesPerNgram)],
      target,
    }),
  )
  const weights = fitSparse(common, { epochs: 8, rate: 0.03, decay: 0.02, start: 1, link: 'identity' }, random)
  const bias = rounded(weights.get('#') ?? 0)
  weights.delete('#')
  return createNgramModel(bias, new Map([...weights].map(([key, weight]) => [key, Number(weight.toFixed(4))])))
}

/** The words, pairs and opening of a sentence. */
function ngramsOf(keys: string[]): string[] {
  const [first, second, third] = keys
  const pairs = keys.slice(1).map((key, i) => `${keys[i]} ${key}`)
  return [...keys, ...pairs, `^${first}`, `^${first} ${second}`, `^${first} ${second} ${third}`]
}

function setWording({ document }: Paper): void {
  for (const sentence of document.sentences) sentence.ngramScore = ngramScoreOf(sentence.words)
  computeProbabilities(document)
}

function wordRows({ document, targetStems }: Paper): { features: number[]; key: string; target: number }[] {
  return document.words.map((word) => ({
    features: wordFeatures(word, document),
    key: word.key,
    target: targetStems.has(stem(word.key)) || targetStems.has(word.key) ? 1 : 0,
  }))
}

function wordCuts(all: Paper[]): number[][] {
  const rows = all.flatMap((paper) => wordRows(paper))
  const count = rows[0]?.features.length ?? 0
  return range(count).map((column) =>
    quantiles(
      rows.map(({ features }) => features[column] ?? 0),
      10,
    ),
  )
}

function fitWords(some: Paper[], cuts: number[][]): Bins[] {
  const examples = some.flatMap(wordRows).map(({ features, key, target }): Example => {
    const keys = features.map((value, column) => `#${column}:${binOf(value, cuts[column] ?? [])}`)
    if (model.words.lexicon.has(key)) keys.push(key)
    return { keys, target }
  })
  const weights = fitSparse(examples, { epochs: 6, rate: 0.1, decay: 0.003, start: 0.3, link: 'logistic' }, random)
  const bins = cuts.map(
    (own, column): Bins => ({
      cuts: own,
      weights: range(own.length + 1).map((bin) => rounded(weights.get(`#${column}:${bin}`) ?? 0)),
    }),
  )
  model.words.bins = createBinnedWeights(bins)
  for (const [key, entry] of model.words.lexicon) entry.weight = rounded(weights.get(key) ?? 0)
  model.version++
  return bins
}

function setCandidates(paper: Paper): void {
  computeProbabilities(paper.document)
  paper.candidates = candidatesOf(paper.document)
  paper.rewards = paper.candidates.map((candidate) => rewardOf(textOf(candidate), paper.references))
}

/** The three scores, each in units of what a good summariser reaches; pairs count less, they come with the rest. */
function rewardOf(text: string, references: Paper['references']): number {
  const [one, two, longest] = scoreRouge(text, references)
  return (1.5 * one) / 0.43 / 9 + (0.5 * two) / 0.215 / 9 + (1.5 * longest) / 0.355 / 9
}

function fitTrees(some: Paper[]): Tree[] {
  const choices = some
    .filter(({ candidates }) => candidates.length > 0)
    .map(({ candidates, rewards }) => ({ features: candidates.map(({ features }) => [...features]), rewards }))
  // Forests that differ by chance alone err less together than each of them.
  const trees = range(forestCount).flatMap(() =>
    boost(choices, { trees: 40, leaves: 6, smallestLeaf: 600, rate: 0.1, share: { rows: 0.7, columns: 0.5 } }, random),
  )
  model.forest = forestOf(trees)
  return trees
}

function reportFolds(): void {
  const sums = { titled: [0, 0, 0], untitled: [0, 0, 0] }
  for (const fold of range(foldCount)) {
    fitTrees(papers.filter((paper) => paper.fold !== fold))
    for (const paper of papers.filter((own) => own.fold === fold)) {
      const scored = paper.candidates.map((candidate) => ({ candidate, score: scoreOf(candidate) }))
      const best = scored.sort((a, b) => b.score - a.score)[0]
      const rouge = scoreRouge(best ? textOf(best.candidate) : '', paper.references)
      const sum = paper.titled ? sums.titled : sums.untitled
      for (const [i, value] of rouge.entries()) sum[i] = (sum[i] ?? 0) + (200 * value) / papers.length
    }
  }
  for (const [name, sum] of Object.entries(sums))
    process.stdout.write(`${name}: ROUGE-1/2/L ${sum.map((value) => value.toFixed(2)).join(' / ')}\n`)
}

function trainModel(): string {
  const trees = fitTrees(papers)
  model.wording = fitWording(papers)
  const bins = fitWords(papers, cuts)
  const lexicon = Object.fromEntries(
    [...model.words.lexicon].map(([key, { weight, frequency }]) => [key, [weight, frequency]]),
  )
  const file = {
    words: { bins, lexicon },
    wording: { bias: model.wording.bias, ngrams: Object.fromEntries(model.wording.ngrams) },
    trees,
  }
  // One entry a line where it can be read and compared, one tree a line.
  const text = JSON.stringify(file)
    .replaceAll('},{"cuts"', '},\n{"cuts"')
    .replaceAll(/\],"(?=[^"]+":\[)/g, '],\n"')
  return `${text}\n`
}

function checkModel(): void {
  const isSame = trainModel() === readFileSync(modelFile, 'utf8')
  process.stdout.write(isSame ? 'The same model, byte for byte.\n' : 'Another model than ranker/model.json.\n')
  if (!isSame) process.exitCode = 1
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}
