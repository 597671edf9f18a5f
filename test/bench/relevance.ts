import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import MiniSearch from 'minisearch'
import { longKey, parseAbbreviations, shortKey } from '../../src/papers/index/abbreviations.ts'
import { stemsOf } from '../../src/papers/index/tokenize.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { createRandom } from './synthetic.ts'

/** A judged query: the papers that answer it. */
export type Judged = { query: string; relevant: string[] }
export type Text = { id: string; title: string; abstract: string }

export const readLines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** The best papers for a query, best first: ten, or a hundred where more are asked for. */
export type Answer = (query: string, limit?: number) => Promise<string[]>

export const answerOf =
  (search: PaperSearch): Answer =>
  async (query, limit = 10) =>
    (await search.search(query, { asker: null, limit, offset: 0 })).hits.map(({ paper }) => paper.id)

/** nDCG@10 with binary relevance, the mean over all queries. */
export async function ndcg(judged: Judged[], answer: Answer): Promise<number> {
  const gain = (rank: number) => 1 / Math.log2(rank + 2)
  return mean(judged, async ({ query, relevant }) => {
    const found = (await answer(query)).slice(0, 10).map((id, rank) => (relevant.includes(id) ? gain(rank) : 0))
    const ideal = relevant.slice(0, 10).map((_, rank) => gain(rank))
    return total(found) / total(ideal)
  })
}

/** How many of the ten (or fewer) papers that could be found are. */
export async function recall(judged: Judged[], answer: Answer): Promise<number> {
  return mean(judged, async ({ query, relevant }) => {
    const found = (await answer(query)).filter((id) => relevant.includes(id))
    return found.length / Math.min(10, relevant.length)
  })
}

/** The share of the judged papers that are among the first hundred, or among all candidates. */
export const recallOf100 = (judged: Judged[], answer: Answer): Promise<number> =>
  mean(judged, async ({ query, relevant }) => {
    const found = await answer(query, 100)
    return found.filter((id) => relevant.includes(id)).length / relevant.length
  })

/** FTS5 as it comes: porter, a title counts five times, any of the words. */
export function createPlainSearch(papers: Text[]): Answer {
  const db = new DatabaseSync(':memory:')
  db.exec(`create virtual table plain using fts5(id unindexed, title, abstract, tokenize='porter unicode61')`)
  const insert = db.prepare('insert into plain values (?, ?, ?)')
  for (const { id, title, abstract } of papers) insert.run(id, title, abstract)
  const select = db.prepare(`select id from plain where plain match ? order by bm25(plain, 0, 5, 1) limit ?`)
  return async (query, limit = 10) => {
    const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
    const any = words.map((word) => `"${word}"`).join(' OR ')
    return any === '' ? [] : select.all(any, limit).map(({ id }) => String(id))
  }
}

/** MiniSearch with prefixes and misspelt words, as its own guide sets it up. */
export function createMiniSearch(papers: Text[]): Answer {
  const searchOptions = { boost: { title: 5 }, fuzzy: 0.2, prefix: true }
  const index = new MiniSearch<Text>({ fields: ['title', 'abstract'], searchOptions })
  index.addAll(papers)
  return async (query, limit = 10) =>
    index
      .search(query)
      .map(({ id }) => String(id))
      .slice(0, limit)
}

/**
 * What the papers themselves explain, “Long Form (LF)”, asked by one form. `either`: the papers that hold one of the two; `other`: those
 * that hold the one that was not asked for.
 */
export function abbreviationQueries(papers: Text[], count: number): { either: Judged[]; other: Judged[] } {
  const texts = papers.map(({ id, title, abstract }) => ({
    id,
    stems: ` ${stemsOf(`${title} . ${abstract}`).join(' ')} `,
  }))
  const holding = (stems: string) => texts.filter((text) => text.stems.includes(` ${stems} `)).map(({ id }) => id)
  const pairs = papers.flatMap(({ title, abstract }) => parseAbbreviations(`${title}. ${abstract}`))
  const distinct = [...new Map(pairs.map((pair) => [`${shortKey(pair.short)} ${longKey(pair.long)}`, pair])).values()]
  const random = createRandom(3)
  const sample = distinct
    .map((pair) => ({ pair, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, count)
  const judged = sample.flatMap(({ pair: { short, long } }) => {
    const [withShort, withLong] = [holding(stemsOf(shortKey(short)).join(' ')), holding(longKey(long))]
    const either = [...new Set([...withShort, ...withLong])]
    return [
      { query: short, either, other: withLong },
      { query: long, either, other: withShort },
    ]
  })
  const pick = (which: 'either' | 'other') =>
    judged.map((one) => ({ query: one.query, relevant: one[which] })).filter(({ relevant }) => relevant.length > 0)
  return { either: pick('either'), other: pick('other') }
}

async function mean(judged: Judged[], score: (one: Judged) => Promise<number>): Promise<number> {
  let sum = 0
  for (const one of judged) sum += await score(one)
  return sum / judged.length
}

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)
