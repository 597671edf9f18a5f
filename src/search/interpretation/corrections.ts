import { stemOf, type Token, tokenize } from '../../papers/index/tokenize.ts'
import { countMatches, type SearchEngine, textAlone } from '../engines/engine.ts'
import type { TextClause } from '../query/clause.ts'
import { splitWords } from './compounds.ts'
import { allOf, sequence } from './expression.ts'
import { SLIP, type Spelling, suggestSpellings } from './spelling.ts'
import { countWords } from './vocabulary.ts'

/** `others`: what it may as well have been. */
export type Correction = { written: string; meant: string; others: string[] }

/**
 * The clauses with the likely spelling of each word that no paper has; what stands in quotation marks stays. `known`:
 * how many papers have each of the others.
 */
export async function correct(engine: SearchEngine, clauses: TextClause[]) {
  const readings = clauses.map((clause) => ({ clause, tokens: tokenize(clause.text) }))
  const free = readings.filter(({ clause }) => !clause.exact && !clause.prefix).flatMap(({ tokens }) => tokens)
  const words = free.map(({ word }) => word)
  const known = await countWords(engine.db, words)
  const unknown = await unknownWords(engine, free, known)
  if (unknown.length === 0) return { clauses, corrections: [], known }
  const context = readings.flatMap(({ tokens }) => tokens).filter((token) => !unknown.includes(token))
  const corrections: Correction[] = []
  for (const { word, stem } of unknown) {
    const spellings = await suggestSpellings(engine.db, word)
    // An inflection that no paper uses is still that word.
    if (spellings.some((spelling) => stemOf(spelling.word) === stem)) continue
    const [meant, ...others] = await rank(engine, spellings, context)
    if (meant !== undefined) corrections.push({ written: word, meant, others })
  }
  const meant = new Map(corrections.map((correction) => [correction.written, correction.meant]))
  return {
    corrections,
    known,
    clauses: readings.map(({ clause, tokens }) => {
      const text = clause.exact || clause.prefix ? clause.text : replaceWords(clause.text, tokens, meant)
      return text === clause.text ? clause : { ...clause, text }
    }),
  }
}

async function unknownWords(engine: SearchEngine, tokens: Token[], known: Map<string, number>): Promise<Token[]> {
  const missing = tokens.filter(({ word }) => !known.has(word))
  const words = missing.map(({ word }) => word)
  // `reinforcementlearning`
  const compounds = await splitWords(engine, words, known)
  return missing.filter(({ word }) => !compounds.has(word))
}

/** A spelling that is no more than e³ times less likely than the best one is searched, too. */
const DOUBT = 3

/** The likeliest first, given how many papers have each beside the other words of the search; no unlikely ones. */
async function rank(engine: SearchEngine, spellings: Spelling[], context: Token[]): Promise<string[]> {
  const scored: { word: string; score: number }[] = []
  for (const { word, slips, likelihood } of spellings) {
    const stems = [stemOf(word), ...context.map(({ stem }) => stem)]
    const together = () => countMatches(engine, textAlone(allOf(stems.map((stem) => sequence([stem])))))
    const score = context.length === 0 ? likelihood : Math.log(0.1 + (await together())) - SLIP * slips
    scored.push({ word, score })
  }
  scored.sort((a, b) => b.score - a.score)
  return scored.filter(({ score }) => score > (scored[0]?.score ?? 0) - DOUBT).map(({ word }) => word)
}

/** From the end, so that the positions of the words before stay valid. */
function replaceWords(text: string, tokens: Token[], meant: Map<string, string>): string {
  return tokens.reduceRight((changed, { word, start, end }) => {
    const correct = meant.get(word)
    return correct === undefined ? changed : changed.slice(0, start) + correct + changed.slice(end)
  }, text)
}
