import { stemOf, type Token, tokenize } from '../../papers/index/tokenize.ts'
import { countMatches, type SearchEngine, textAlone } from '../engines/engine.ts'
import type { TextClause } from '../query/clause.ts'
import { allOf, sequence } from './expression.ts'
import { SLIP, type Spelling, suggestSpellings } from './spelling.ts'
import { countWords } from './vocabulary.ts'

export type Correction = { written: string; meant: string }

/** The clauses with the likely spelling of each word that no paper has. What stands in quotation marks stays. */
export async function correct(
  engine: SearchEngine,
  clauses: TextClause[],
): Promise<{ clauses: TextClause[]; corrections: Correction[] }> {
  const readings = clauses.map((clause) => ({ clause, tokens: tokenize(clause.text) }))
  const free = readings.filter(({ clause }) => !clause.exact && !clause.prefix).flatMap(({ tokens }) => tokens)
  const unknown = await unknownWords(engine, free)
  if (unknown.length === 0) return { clauses, corrections: [] }
  const context = readings.flatMap(({ tokens }) => tokens).filter((token) => !unknown.includes(token))
  const corrections: Correction[] = []
  for (const { word, stem } of unknown) {
    const spellings = await suggestSpellings(engine.db, word)
    // An inflection that no paper uses is still that word.
    if (spellings.some((spelling) => stemOf(spelling.word) === stem)) continue
    const meant = await choose(engine, spellings, context)
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
  const allWords = tokens.map(({ word }) => word)
  const words = await countWords(engine.db, allWords)
  const missing = tokens.filter(({ word }) => !words.has(word))
  const unknown: Token[] = []
  for (const token of missing) if (!(await isTwoWords(engine, token.word))) unknown.push(token)
  return unknown
}

/** `reinforcementlearning` */
async function isTwoWords(engine: SearchEngine, word: string): Promise<boolean> {
  const length = Math.max(0, Math.min(word.length, 40) - 3)
  const halves = Array.from({ length }, (_, at) => [word.slice(0, at + 2), word.slice(at + 2)])
  const known = await countWords(engine.db, halves.flat())
  for (const pair of halves.filter((pair) => pair.every((half) => known.has(half))))
    if ((await countMatches(engine, textAlone(sequence(pair.map(stemOf))))) > 0) return true
  return false
}

/** The likeliest one, given how many papers have it beside the other words of the search. */
async function choose(engine: SearchEngine, spellings: Spelling[], context: Token[]): Promise<string | null> {
  const [likeliest] = spellings
  if (!likeliest || spellings.length === 1 || context.length === 0) return likeliest?.word ?? null
  let best = { word: likeliest.word, score: Number.NEGATIVE_INFINITY }
  for (const { word, slips } of spellings) {
    const stems = [stemOf(word), ...context.map(({ stem }) => stem)]
    const together = allOf(stems.map((stem) => sequence([stem])))
    const score = Math.log(0.1 + (await countMatches(engine, textAlone(together)))) - SLIP * slips
    if (score > best.score) best = { word, score }
  }
  return best.word
}

/** From the end, so that the positions of the words before stay valid. */
function replaceWords(text: string, tokens: Token[], meant: Map<string, string>): string {
  return tokens.reduceRight((changed, { word, start, end }) => {
    const correct = meant.get(word)
    return correct === undefined ? changed : changed.slice(0, start) + correct + changed.slice(end)
  }, text)
}
