import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { paperIdOf } from '../../src/core/identifiers/paper-id.ts'
import type { Sighting } from '../../src/core/paper.ts'
import { linksOf } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { openSearch } from '../../src/search/search.ts'
import type { Databases } from './databases.ts'
import { print } from './printing.ts'
import {
  abbreviationQueries,
  answerOf,
  createMiniSearch,
  createPlainSearch,
  type Judged,
  ndcg,
  readLines,
  recall,
  recallOf100,
  type Text,
} from './relevance.ts'
import { type JudgedSet, printAblation } from './search-ablation.ts'

export type Recorded = Text & { authors?: string[]; featuredOn?: string; upvotes?: number | null }
type Measured = { what: string; queries: Judged[]; measure: typeof ndcg; bar: string }

/** Weights are tuned on half of the queries, by the hash of their names; the other half, and those about the newest papers, decide. */
export async function measureRelevance(
  from: string,
  databases: Databases,
  { ablate }: { ablate: boolean },
): Promise<void> {
  const daily = readLines<Recorded>(join(from, 'search/papers.jsonl'))
  const medical = readLines<Recorded>(join(from, 'scifact/papers.jsonl'))
  await measureCorpus('relevance', daily, databases, measuresOf(from, daily), ablate ? ablationSets(from, daily) : [])
  const claims = readLines<Judged>(join(from, 'scifact/queries.jsonl'))
  const claimed = (what: string, measure: typeof ndcg, bar: string) => ({ what, queries: claims, measure, bar })
  const measures = [claimed('SciFact, nDCG@10', ndcg, '≥ 0.700'), claimed('  Recall@100', recallOf100, '≥ 0.930')]
  const sets = [{ name: 'SciFact', queries: claims, measure: ndcg }]
  await measureCorpus('generality, SciFact', medical, databases, measures, ablate ? sets : [])
}

async function measureCorpus(
  title: string,
  papers: Recorded[],
  databases: Databases,
  measures: Measured[],
  ablated: JudgedSet[],
): Promise<void> {
  const open: { store: Store; search: PaperSearch }[] = []
  const answers = [
    { name: 'FTS5', answer: createPlainSearch(papers) },
    { name: 'MiniSearch', answer: createMiniSearch(papers) },
  ]
  for (const [name, createDatabase] of databases) {
    const store = await openStore(await createDatabase())
    await recordSightings(store, papers.map(sightingOf), Date.now())
    const search = await openSearch(store)
    open.push({ store, search })
    answers.push({ name, answer: answerOf(search) })
  }
  print(`${title}, ${papers.length} papers`, ...answers.map(({ name }) => name), 'bar')
  for (const { what, queries, measure, bar } of measures) {
    const cells: number[] = []
    for (const { answer } of answers) cells.push(await measure(queries, answer))
    print(what, ...cells, bar)
  }
  if (ablated.length > 0 && open[0]) await printAblation(open[0].store, ablated)
  for (const { store, search } of open) {
    await search.close()
    await store.close()
  }
}

/** As people half-remember a paper; the first half may be tuned on. */
function readQuestions(file = 'questions.jsonl'): { all: Judged[]; heldOut: Judged[] } {
  const asked = readLines<{ query: string; paper: string }>(join(import.meta.dirname, file))
  const all = asked.map(({ query, paper }) => ({ query, relevant: [paper] }))
  return { all, heldOut: all.slice(all.length / 2) }
}

type Named = Judged & { qid: string }

const isHeldOut = ({ qid }: Named): boolean => (createHash('sha256').update(qid).digest()[0] ?? 0) % 2 === 1

function measuresOf(from: string, papers: Recorded[]): Measured[] {
  const newest = new Set(
    papers
      .map(({ id }) => id)
      .toSorted()
      .slice(-Math.floor(papers.length / 4)),
  )
  const isNew = ({ relevant }: Judged) => relevant.filter((id) => newest.has(id)).length * 2 > relevant.length
  const split = (name: string, bar: string): Measured[] => {
    const all = readLines<Named>(join(from, 'search', `${name}.jsonl`))
    const row = (what: string, queries: Judged[], bar: string) => ({
      what: `${what} (${queries.length})`,
      queries,
      measure: ndcg,
      bar,
    })
    return [
      row(`${name}, nDCG@10`, all, bar),
      row(
        '  tuned half',
        all.filter((one) => !isHeldOut(one)),
        '',
      ),
      row('  held-out half', all.filter(isHeldOut), bar),
      row('  about the newest quarter of the papers', all.filter(isNew), ''),
    ]
  }
  const { either, other } = abbreviationQueries(papers, 150)
  const questions = readQuestions()
  return [
    ...split('topics', '≥ 0.440'),
    ...split('known-item', '≥ 0.910'),
    ...split('typos', '≥ 0.980'),
    {
      what: `questions, nDCG@10 (${questions.all.length})`,
      queries: questions.all,
      measure: ndcg,
      bar: '≥ 1.05 × FTS5',
    },
    { what: '  held-out half', queries: questions.heldOut, measure: ndcg, bar: '' },
    // Written last, by somebody who knew nothing of the search.
    {
      what: '  sixty more, nDCG@10',
      queries: readQuestions('questions-60.jsonl').all,
      measure: ndcg,
      bar: '≥ 1.05 × FTS5',
    },
    { what: 'abbreviations, papers with either, Recall@10', queries: either, measure: recall, bar: '≥ 0.90' },
    { what: 'abbreviations, papers with the other, Recall@10', queries: other, measure: recall, bar: '' },
  ]
}

/** On the half that nothing was tuned on. */
function ablationSets(from: string, papers: Recorded[]): JudgedSet[] {
  const heldOut = (name: string) => readLines<Named>(join(from, 'search', `${name}.jsonl`)).filter(isHeldOut)
  return [
    ...['topics', 'known-item', 'typos'].map((name) => ({ name, queries: heldOut(name), measure: ndcg })),
    { name: 'questions', queries: readQuestions().heldOut, measure: ndcg },
    { name: 'abbreviations', queries: abbreviationQueries(papers, 150).either, measure: recall },
  ]
}

export function sightingOf({
  id,
  title,
  abstract,
  authors = [],
  featuredOn: day = '2025-01-01',
  upvotes = null,
}: Recorded): Sighting {
  const paperId = paperIdOf(id) ?? `url:${id}`
  const empty = { pictures: [], organization: null, keywords: [], categories: [], sourceSummary: null, facts: {} }
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')
  const paper = { ...empty, id: paperId, title: oneLine(title), abstract: oneLine(abstract), authors }
  const sighting = { source: 'import', day, upvotes, comments: null }
  return { ...sighting, paper: { ...paper, publishedAt: null, links: linksOf(paperId) } }
}
