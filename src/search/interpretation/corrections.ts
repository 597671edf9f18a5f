import { stemOf, type Token, tokenize } from '../../papers/index/tokenize.ts'
import { type SearchEngine, textAlone } from '../engines/engine.ts'
import type { TextClause } from '../query/clause.ts'
import { allOf, type TextExpression } from './expression.ts'
import { SLIP, type Spelling, suggestSpellings } from './spelling.ts'
import { countStems, countWords } from './vocabulary.ts'

export type Correction = { written: string; meant: string }

/** The clauses with every word that no paper has replaced by the one that was meant. What stands in quotation marks is left alone. */
export async function correct(
  engine: SearchEngine,
  clauses: TextClause[],
): Promise<{ clauses: TextClause[]; corrections: Correction[] }> {
  const readings = clauses.map((clause) => ({ clause, tokens: tokenize(clause.text) }))
  const free = readings.filter(({ clause }) => !clause.exact && !clause.prefix)
  const unknown = await unknownWords(
    engine,
    free.flatMap(({ tokens }) => tokens),
  )
  if (unknown.length === 0) return { clauses, corrections: [] }
  const context = readings.flatMap(({ tokens }) => tokens).filter((token) => !unknown.includes(token))
  const corrections: Correction[] = []
  for (const { word } of unknown) {
    const meant = await choose(engine, await suggestSpellings(engine.db, word), context)
    if (meant !== null) corrections.push({ written: word, meant })
  }
  const meant = new Map(corrections.map((correction) => [correction.written, correction.meant]))
  return {
    corrections,
    clauses: readings.map(({ clause, tokens }) => {
      const text = clause.exact || clause.prefix ? clause.text : replaceWords(clause.text, tokens, meant)
      return text === clause.text ? clause : { ...clause, text }
    }),
  }
}

async function unknownWords(engine: SearchEngine, tokens: Token[]): Promise<Token[]> {
  const words = await countWords(
    engine.db,
    tokens.map(({ word }) => word),
  )
  const missing = tokens.filter(({ word }) => !words.has(word))
  if (missing.length === 0) return []
  // A form of a word that no paper uses is still that word.
  const stems = await countStems(
    engine.db,
    missing.map(({ stem }) => stem),
  )
  const unknown: Token[] = []
  for (const token of missing)
    if (!stems.has(token.stem) && !(await isTwoWords(engine, token.word))) unknown.push(token)
  return unknown
}

/** `reinforcementlearning` */
async function isTwoWords({ db, count }: SearchEngine, word: string): Promise<boolean> {
  const halves = Array.from({ length: Math.max(0, Math.min(word.length, 40) - 3) }, (_, at) => [
    word.slice(0, at + 2),
    word.slice(at + 2),
  ])
  const known = await countWords(db, halves.flat())
  for (const pair of halves.filter((pair) => pair.every((half) => known.has(half))))
    if ((await count(textAlone({ is: 'sequence', in: 'any', stems: pair.map(stemOf) }))) > 0) return true
  return false
}

/** The likeliest one, of which the papers that have the other words of the search have a say. */
async function choose(engine: SearchEngine, spellings: Spelling[], context: Token[]): Promise<string | null> {
  const [likeliest] = spellings
  if (!likeliest || spellings.length === 1 || context.length === 0) return likeliest?.word ?? null
  let best = { word: likeliest.word, score: Number.NEGATIVE_INFINITY }
  for (const { word, slips } of spellings) {
    const stems = [stemOf(word), ...context.map(({ stem }) => stem)]
    const together = allOf(stems.map((stem): TextExpression => ({ is: 'sequence', in: 'any', stems: [stem] })))
    const score = Math.log(0.1 + (await engine.count(textAlone(together)))) - SLIP * slips
    if (score > best.score) best = { word, score }
  }
  return best.word
}

/** From the end, so that the places of the words before stay right. */
function replaceWords(text: string, tokens: Token[], meant: Map<string, string>): string {
  return tokens.reduceRight((changed, { word, start, end }) => {
    const correct = meant.get(word)
    return correct === undefined ? changed : changed.slice(0, start) + correct + changed.slice(end)
  }, text)
}
