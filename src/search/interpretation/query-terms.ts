import { stemOf, stemsOf, type Token, tokenize } from '../../papers/index/tokenize.ts'
import { readShortName } from '../../papers/names/initials.ts'
import { type SearchEngine, textAlone } from '../engines/engine.ts'
import type { TextClause } from '../query/clause.ts'
import { type Equivalent, longFormsOf, shortFormsOf } from './abbreviations.ts'
import { splitWords } from './compounds.ts'
import type { Correction } from './corrections.ts'
import { type Sequence, sequence } from './expression.ts'
import { FUNCTION_WORDS } from './function-words.ts'
import { countWords, wordsBeginning } from './vocabulary.ts'

/** One word or phrase that was asked for. */
export type QueryTerm = {
  in: Sequence['in']
  /** All that stands for it in the index, what was written first. */
  forms: WordForm[]
  /** As it was written, and in how many papers it stands so. */
  words: string[]
  papers: number
}

/** Terms in a row with a common form: `pre training` (pretraining), `language model` (LM). `to` is exclusive. */
export type TermSpan = { from: number; to: number; forms: WordForm[] }

/** `weight`: how likely it means that, 0 to 1. */
type WordForm = { stems: string[]; weight: number }

// A prefix as short as `a*` means nothing in particular.
const PREFIX_WORDS = 40
/** The longest long form seen has nine words. */
const LONGEST_SPAN = 9

/** The weight of another spelling that a misspelt word may have meant. */
const DOUBTFUL = 0.7

type TokenizedClause = { clause: TextClause; tokens: Token[] }

/** `isFlat`: the clauses are words of one text, neighbours may belong together. `counted`: words known by now. */
export async function createQueryTerms(
  engine: SearchEngine,
  clauses: TextClause[],
  isFlat: boolean,
  corrections: Correction[] = [],
  counted = new Map<string, number>(),
): Promise<{ terms: QueryTerm[]; spans: TermSpan[] }> {
  const { db } = engine
  const readings = clauses.map((clause) => ({ clause, tokens: tokenize(clause.text) }))
  const uncounted = wordsToLookUp(readings).filter((word) => !counted.has(word))
  const known = new Map([...counted, ...(await countWords(db, uncounted))])
  const free = readings.filter(isFree)
  const single = free.flatMap(({ tokens: [token, next] }) => (token && !next ? [token.word] : []))
  const splits = await splitWords(engine, single, known)
  const keys = free.flatMap(keysOf)
  const long = await longFormsOf(db, keys)
  const terms: QueryTerm[] = []
  const others = new Map(corrections.map(({ meant, others }) => [meant, others]))
  for (const reading of readings) terms.push(await createQueryTerm(engine, reading, { known, splits, long, others }))
  return { terms, spans: isFlat ? await createTermSpans(db, readings, known) : [] }
}

/** Whether other spellings and forms of it are searched, too. */
const isFree = ({ clause }: TokenizedClause): boolean => !clause.exact && !clause.prefix && clause.in !== 'author'

async function createQueryTerm(
  engine: SearchEngine,
  reading: TokenizedClause,
  { known, splits, long, others }: Lookups,
): Promise<QueryTerm> {
  const { clause, tokens } = reading
  const where = clause.in === 'author' ? 'people' : clause.in === 'organization' ? 'topics' : clause.in
  const written = tokens.map(({ stem }) => stem)
  const words = tokens.map(({ word }) => word)
  const papers = Math.min(...words.map((word) => known.get(word) ?? 0))
  if (clause.prefix) return { in: where, forms: await prefixForms(engine.db, tokens), words: [], papers: 0 }
  const forms = [spelling(written)]
  if (isFree(reading)) {
    if (tokens.length > 1 && known.has(joined(tokens))) forms.push(spelling([stemOf(joined(tokens))]))
    // Words with a number have no stem: `H100s`.
    if (/^[a-z]+\d\w*s$/.test(joined(tokens))) forms.push(spelling([joined(tokens).slice(0, -1)]))
    for (const parts of splits.get(joined(tokens)) ?? []) forms.push(spelling(parts.map(stemOf)))
    for (const other of others.get(joined(tokens)) ?? []) forms.push({ stems: [stemOf(other)], weight: DOUBTFUL })
    for (const key of keysOf(reading)) forms.push(...(long.get(key) ?? []).map(meaning))
  }
  if (clause.in === 'author') forms.push(...(await authorsMeant(engine, clause.text)).map(spelling))
  return { in: where, forms: distinct(forms), words, papers }
}

const spelling = (stems: string[]): WordForm => ({ stems, weight: 1 })

const meaning = ({ text, share }: Equivalent): WordForm => ({ stems: stemsOf(text), weight: share })

async function prefixForms(db: SearchEngine['db'], tokens: Token[]): Promise<WordForm[]> {
  const before = tokens.slice(0, -1).map(({ stem }) => stem)
  const words = await wordsBeginning(db, tokens.at(-1)?.word ?? '', PREFIX_WORDS)
  const forms = words.map(({ term }) => spelling([...before, stemOf(term)]))
  return forms.length > 0 ? distinct(forms) : [spelling(tokens.map(({ stem }) => stem))]
}

async function createTermSpans(
  db: SearchEngine['db'],
  readings: TokenizedClause[],
  known: Map<string, number>,
): Promise<TermSpan[]> {
  const found: TermSpan[] = []
  const spans = spansOf(readings)
  const short = await shortFormsOf(db, [...new Set(spans.map(({ key }) => key))])
  for (const { from, to, key, word } of spans) {
    const between = readings.slice(from, to).flatMap(({ tokens }) => tokens)
    const forms = (short.get(key) ?? []).map(meaning)
    const isTwo = to - from === 2 && !between.some(({ word }) => FUNCTION_WORDS.has(word))
    if (isTwo && known.has(word)) forms.push(spelling([stemOf(word)]))
    if (forms.length > 0) found.push({ from, to, forms: distinct(forms) })
  }
  return found
}

/** What is known of the words of a search: their counts, the two words for one, long forms, other spellings. */
type Lookups = {
  known: Map<string, number>
  splits: Map<string, string[][]>
  long: Map<string, Equivalent[]>
  others: Map<string, string[]>
}

type CandidateSpan = { from: number; to: number; key: string; word: string }

/** Every stretch of free words without a field. */
function spansOf(readings: TokenizedClause[]): CandidateSpan[] {
  const spans: CandidateSpan[] = []
  for (let from = 0; from < readings.length; from += 1)
    for (let to = from + 1; to <= Math.min(readings.length, from + LONGEST_SPAN); to += 1) {
      const last = readings[to - 1]
      if (!last || !isFree(last) || last.clause.in !== 'any') break
      const tokens = readings.slice(from, to).flatMap((reading) => reading.tokens)
      if (tokens.length < 2) continue
      spans.push({ from, to, key: tokens.map(({ stem }) => stem).join(' '), word: joined(tokens) })
    }
  return spans
}

function wordsToLookUp(readings: TokenizedClause[]): string[] {
  const words: string[] = []
  for (const [index, reading] of readings.entries()) {
    const { tokens } = reading
    words.push(...tokens.map(({ word }) => word))
    if (!isFree(reading)) continue
    const next = readings[index + 1]?.tokens ?? []
    words.push(joined(tokens), joined([...tokens, ...next]))
  }
  return words
}

const joined = (tokens: Token[]): string => tokens.map(({ word }) => word).join('')

/** Function words in small letters are no abbreviations. */
const keysOf = ({ clause, tokens }: TokenizedClause): string[] =>
  tokens.length > 2 || FUNCTION_WORDS.has(clause.text)
    ? []
    : [tokens.map(({ word }) => word).join(' '), tokens.map(({ stem }) => stem).join(' ')]

function distinct(forms: WordForm[]): WordForm[] {
  const byStems = new Map<string, WordForm>()
  for (const form of forms) {
    const key = form.stems.join(' ')
    if ((byStems.get(key)?.weight ?? 0) < form.weight) byStems.set(key, form)
  }
  return [...byStems.values()]
}

/** Papers with that family name whose authors are looked at. */
const READ = 200

/** The names that “J. Dean” or “Dean, J” stands for, as the stored papers write them, in stems. */
async function authorsMeant(engine: SearchEngine, text: string): Promise<string[][]> {
  const short = readShortName(text)
  if (!short) return []
  const frequencies = { papers: READ, counts: new Map() }
  const { best } = await engine.find(textAlone(sequence(short.family, 'people')), frequencies, READ)
  if (best.length === 0) return []
  const rows = await engine.db.selectFrom('papers').select('authors').where('seq', 'in', best).execute()
  const names = rows.flatMap(({ authors }): string[] => JSON.parse(authors))
  return [...new Set(names.filter(short.isOf))].map(stemsOf)
}
