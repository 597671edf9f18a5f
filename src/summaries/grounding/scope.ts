import { anyWord, either } from '../patterns.ts'
import { type GroundingToken, isContent, type Passage } from './passages.ts'

const anyPlace = (...patterns: RegExp[]) => new RegExp(anyWord(...patterns).source, 'gi')

/** Words that claim all of a kind, or none of it. */
const universal = new RegExp(
  `\\b${either(
    /all|every|each|any|always|never|none|whatever|whichever|whenever|wherever|regardless|irrespective|alike/,
    /generally|universally|invariably|completely|perfectly|in general|across the board|the (?:whole|entire)|no matter/,
    /no other|nothing but|without exception|the only|everything|without fail|across all|in all|by all/,
  )}\\b`,
  'gi',
)
/** “At all”, “after all”, “any more” and “each with its own” claim nothing of a kind. */
const noClaim = /\b(?:at|after|above|first of|most of|not|without|hardly) $/i
const frequency =
  /^(?:always|never|none|invariably|generally|universally|without exception|without fail|in general|across the board)$/i
/** What a claim to all of is a claim to more than was tried. */
const tried = anyWord(
  /models?|systems?|methods?|tasks?|benchmarks?|datasets?|baselines?|settings?|domains?|languages?|kinds?|types?/,
  /sorts?|sizes?/,
  /dimensions?|metrics?|cases?|scales?|approach\w*|rivals?|competitors?|(?:re)?rankers?|tools?|agents?/,
  /architectures?|criteri\w+/,
  /scenarios?|conditions?|environments?|categor\w+|tests?|fields?|areas?|questions?|problems?|techniques?/,
  /backbones?|one|ones/,
)
const all = anyPlace(
  /all|every\w*|each|any|always|entire\w*|whole|full\w*|universal\w*|regardless|irrespective|whatever|per/,
  /[\w-]*agnostic|consistent\w*|uniform\w*|arbitrary|invariab\w*|perfect\w*|without exception/,
)
const none = anyPlace(
  /never|none|0(?:\.0)?\s?%|zero|no|not|nor|neither|cannot|[\w-]+-free|without|fail\w*|all|every\w*|any|un\w+/,
)
/** Words on either side that say all of what. */
const REACH = 4

function around({ tokens }: Passage, start: number, reach: number): GroundingToken[] {
  const after = tokens.findIndex((token) => token.start >= start)
  const place = after < 0 ? tokens.length : after
  return tokens.slice(Math.max(0, place - reach), place + reach + 1)
}

/** A claim of all, every or none that no sentence of the source makes of the same things; null when there is none. */
export function unsupportedScope(statement: Passage, sources: Passage[]): string | null {
  for (const { 0: found, index } of statement.text.matchAll(universal)) {
    if (
      noClaim.test(statement.text.slice(0, index)) ||
      /^each (?:anew|other|with|its)/i.test(statement.text.slice(index))
    )
      continue
    const words = around(statement, index, REACH)
    if (!frequency.test(found) && !words.some(({ text }) => tried.test(text))) continue
    const things = new Set(words.filter(isContent).map(({ key }) => key))
    const isHeld = sources.some((source) =>
      [...source.text.matchAll(/^n/i.test(found) ? none : all)].some((word) =>
        around(source, word.index, REACH + 2).some((token) => isContent(token) && things.has(token.key)),
      ),
    )
    if (!isHeld) return found
  }
  return null
}
