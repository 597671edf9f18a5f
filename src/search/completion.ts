import type { Paper } from '../core/paper.ts'
import { stemOf, wordsOf } from '../papers/index/tokenize.ts'
import { findPapers } from '../papers/papers.ts'
import { readIds, type SearchEngine, textAlone } from './engines/engine.ts'
import { countPairs } from './interpretation/abbreviations.ts'
import { allOf, anyOf, type Sequence, sequence } from './interpretation/expression.ts'
import { countStems, wordsBeginning } from './interpretation/vocabulary.ts'
import type { Completion } from './paper-search.ts'
import type { ReadCorpusSize } from './ranking/corpus-size.ts'

// Discord: 25 choices, of 100 characters each (Application Commands, autocomplete).
const MOST = 25
const LABEL_LENGTH = 100
const TITLES = 12
const AUTHORS = 8
/** Papers whose titles and authors are looked at. */
const READ = 60
const ABBREVIATIONS = 5
/** Forms that the word that is being written may take. */
const ENDINGS = 12

export async function complete(
  engine: SearchEngine,
  readCoverage: ReadCorpusSize,
  prefix: string,
): Promise<Completion[]> {
  const words = wordsOf(prefix.slice(0, LABEL_LENGTH))
  const last = words.at(-1)
  if (last === undefined) return []
  const endings = (await wordsBeginning(engine.db, last, ENDINGS)).map(({ term }) => term)
  if (endings.length === 0) return []
  const { papers } = await readCoverage()
  const written = { words, endings, papers }
  const short = await abbreviations(engine, words)
  const found = [...short, ...(await authors(engine, written)), ...(await titles(engine, written))]
  const distinct = [...new Map(found.toReversed().map((one) => [one.query, one])).values()].toReversed()
  return distinct.slice(0, MOST).map(({ query, label }) => ({ query, label: shorten(label) }))
}

async function abbreviations({ db }: SearchEngine, words: string[]): Promise<Completion[]> {
  const short = words.join(' ')
  const rows = await countPairs(db)
    .where('short', '>=', short)
    .where('short', '<', `${short}\u{10ffff}`)
    .limit(ABBREVIATIONS)
    .execute()
  return rows.map(({ short, text }) => ({ query: short, label: `${short.toUpperCase()}: ${text}` }))
}

/** The words so far, what the last of them may become, and how many papers there are. */
type PartialQuery = { words: string[]; endings: string[]; papers: number }

async function authors(engine: SearchEngine, written: PartialQuery): Promise<Completion[]> {
  const papers = await papersWith(engine, 'people', written)
  const names = papers.flatMap((paper) => paper.authors).filter((name) => hasWords(name, written.words))
  return [...new Set(names)].slice(0, AUTHORS).map((name) => ({ query: `author:"${name}"`, label: name }))
}

async function titles(engine: SearchEngine, written: PartialQuery): Promise<Completion[]> {
  const papers = await papersWith(engine, 'title', written)
  const known = papers.filter(({ title }) => hasWords(title, written.words))
  const start = written.words.join(' ')
  const beginning = ({ title }: Paper) => (wordsOf(title).join(' ').startsWith(start) ? 0 : 1)
  const first = known.toSorted((a, b) => beginning(a) - beginning(b)).slice(0, TITLES)
  return first.map(({ id, title }) => ({ query: id.replace(/^(arxiv|url):/, ''), label: title }))
}

async function papersWith(
  engine: SearchEngine,
  part: Sequence['in'],
  { words, endings, papers }: PartialQuery,
): Promise<Paper[]> {
  const [before, last] = [words.slice(0, -1).map(stemOf), [...new Set(endings.map(stemOf))]]
  const one = (stem: string) => sequence([stem], part)
  // One letter begins too many words to look for: the words before it find the papers.
  const isOpen = before.length > 0 && (words.at(-1)?.length ?? 0) < 2
  const text = allOf([...before.map(one), ...(isOpen ? [] : [anyOf(last.map(one))])])
  const phrase = before.length === 0 || isOpen ? null : anyOf(last.map((stem) => sequence([...before, stem], part)))
  const frequencies = { papers, counts: await countStems(engine.db, [...before, ...last]) }
  const { best: numbers } = await engine.find({ ...textAlone(text), phrase }, frequencies, READ)
  const ids = await readIds(engine.db, numbers)
  const found = await findPapers(engine.db, [...ids.values()])
  return numbers.flatMap((seq) => found.get(ids.get(seq) ?? 'url:') ?? [])
}

/** The words so far, of which the last is being written. */
function hasWords(text: string, words: string[]): boolean {
  const have = wordsOf(text)
  return words.every((word, index) =>
    have.some((other) => (index === words.length - 1 ? other.startsWith(word) : stemOf(other) === stemOf(word))),
  )
}

const shorten = (label: string): string =>
  label.length <= LABEL_LENGTH ? label : `${label.slice(0, LABEL_LENGTH - 1).trimEnd()}…`
