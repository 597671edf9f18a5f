import { stemOf } from '../../papers/index/tokenize.ts'
import { countMatches, type SearchEngine, textAlone } from '../engines/engine.ts'
import { sequence } from './expression.ts'
import { FUNCTION_WORDS } from './function-words.ts'
import { countWords } from './vocabulary.ts'

const SHORTEST = 4
const LONGEST = 30
/** Two words that stand side by side in so few papers for each that has them as one are chance. */
const LEAST_SHARE = 0.1

/** The two words that papers write for one: `pre training` for `pretraining`. `known`: how many papers have each. */
export async function splitWords(
  engine: SearchEngine,
  words: string[],
  known: Map<string, number>,
): Promise<Map<string, string[][]>> {
  const tried = [...new Set(words)].flatMap((word) => splitsOf(word).map((pair) => ({ word, pair })))
  const least = (word: string) => Math.max(1, LEAST_SHARE * (known.get(word) ?? 0))
  const areKnown = async (some: typeof tried, half: 0 | 1) => {
    const counts = await countWords(
      engine.db,
      some.map(({ pair }) => pair[half]),
    )
    return some.filter(({ word, pair }) => (counts.get(pair[half]) ?? 0) >= least(word))
  }
  const found = new Map<string, string[][]>()
  // The second half first: fewer of those are words.
  for (const { word, pair } of await areKnown(await areKnown(tried, 1), 0)) {
    const together = await countMatches(engine, textAlone(sequence(pair.map(stemOf))))
    if (together >= least(word)) found.set(word, [...(found.get(word) ?? []), pair])
  }
  return found
}

/** `pretraining`: `pr|etraining`, `pre|training`, … Function words stand beside everything. */
function splitsOf(word: string): [string, string][] {
  if (word.length < SHORTEST || word.length > LONGEST) return []
  const cuts = Array.from({ length: word.length - 2 }, (_, at) => at + 1)
  const pairs = cuts.map((at): [string, string] => [word.slice(0, at), word.slice(at)])
  return pairs.filter((pair) => !pair.some((half) => FUNCTION_WORDS.has(half)))
}
