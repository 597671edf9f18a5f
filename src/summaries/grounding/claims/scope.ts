import { anyWord, either } from '../../patterns.ts'
import { type GroundingToken, isContent, type Passage, readPassage } from '../passages.ts'

const anyPlace = (...patterns: RegExp[]) => new RegExp(anyWord(...patterns).source, 'gi')

/** Words that claim all of a kind, or none of it. */
const universal = new RegExp(
  `\\b${either(
    /all|every|each|any|always|never|none|wh(?:at|ich)ever (?:the|its|their|kind)|regardless|irrespective|alike/,
    /generally|universally|invariably|completely|perfectly|in general|across the board|the (?:whole|entire)|no matter/,
    /no other|nothing but|without exception|the only|everything|without fail|across all|in all|by all/,
  )}\\b`,
  'gi',
)
/** “At all”, “after all”, “any more” and “each with its own” claim nothing of a kind. */
const noClaim = /\b(?:at|after|above|first of|most of|not|without|hardly|nearly|almost|virtually) $/i
const ordinary = [
  /^(?:each (?:anew|other|with|its)|all (?:at once|while|the (?:way|time)))/i,
  // “All nine models are worse” counts those that were tried.
  /^All (?:the )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)/,
]
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
  /all|every\w*|each|any|always|entire\w*|whole|full|universal\w*|regardless|irrespective|whatever|per|arbitrary/,
  /invariab\w*|without exception|consistent\w*|uniform\w*|[\w-]*agnostic/,
)
const only = anyPlace(/only|sole(?:ly)?|exclusively|purely|no other|no (?:existing|previous|prior)|unique\w*/)
const none = anyPlace(
  /never|none|0(?:\.0)?(?=\s?\\?%)|zero|fully|preserv\w*|no/,
  /not(?! always| necessarily)|nor|neither|cannot|[\w-]+-free|without|fail\w*/,
  /all|every\w*|any|un\w+/,
)
const whatever = /^(?:wh(?:at|ich)ever|regardless|irrespective|no matter)/i
const possibly = anyWord(/potential\w*|may|might|could|almost|nearly/)
/** Words on either side that say all of what. */
const REACH = 4
/** Characters. */
const JUST_BEFORE = 20

/** Words that stand for one another where all of a kind are meant. */
const sorts = [
  'model method system approach technique architecture baseline agent rival competitor tool reranker LLM VLM',
  'task benchmark dataset setting scenario environment domain test field area problem case condition',
  'kind type sort category',
  'metric dimension criterion measure',
].map((words) => new Set(readPassage(words).tokens.map(({ key }) => key)))
const isSameSort = (a: string, b: string) => a === b || sorts.some((sort) => sort.has(a) && sort.has(b))

function around({ tokens }: Passage, start: number, before: number, after: number): GroundingToken[] {
  const next = tokens.findIndex((token) => token.start >= start)
  const place = next < 0 ? tokens.length : next
  return tokens.slice(Math.max(0, place - before), place + after + 1)
}

/** The words of what a claim is made of all of: what follows it and was tried, else what stands around. */
function thingsOf(statement: Passage, found: string, index: number): Set<string> {
  const words = around(statement, index, REACH - 1, REACH)
  const isLoose = frequency.test(found) || whatever.test(found)
  if (!isLoose && !words.some(({ text }) => tried.test(text))) return new Set()
  const heads = words.filter(({ text, start }) => tried.test(text) && (start > index || found === 'alike'))
  return new Set((isLoose || heads.length === 0 ? words.filter(isContent) : heads).map(({ key }) => key))
}

/** A claim of all, every or none that no sentence of the source makes of the same things; null when there is none. */
export function unsupportedScope(statement: Passage, sources: Passage[]): string | null {
  for (const { 0: found, index } of statement.text.matchAll(universal)) {
    const rest = statement.text.slice(index)
    if (noClaim.test(statement.text.slice(0, index)) || ordinary.some((pattern) => pattern.test(rest))) continue
    const things = thingsOf(statement, found, index)
    if (things.size === 0) continue
    const holds = /^(?:the only|no other|nothing)/i.test(found) ? only : /^n/i.test(found) ? none : all
    const isHeld = sources.some((source) =>
      [...source.text.matchAll(holds)].some(
        ({ index: at }) =>
          !possibly.test(source.text.slice(Math.max(0, at - JUST_BEFORE), at)) &&
          around(source, at, 2, REACH + 1).some(({ key }) => [...things].some((thing) => isSameSort(thing, key))),
      ),
    )
    if (!isHeld) return found
  }
  return null
}
