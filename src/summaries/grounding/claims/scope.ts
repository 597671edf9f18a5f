import { anyWord } from '../../patterns.ts'
import { type GroundingToken, isContent, type Passage, readPassage } from '../passages.ts'

const anyPlace = (...patterns: RegExp[]) => new RegExp(anyWord(...patterns).source, 'gi')

/** Words that claim all of a kind, or none of it. */
const universal = anyPlace(
  /all|every|any|always|never|none|whatever (?:the|its|their)|regardless|no matter|the only|no other/,
  /generally|universally|in general|across the board|without exception/,
)
/** “At all”, “nearly all”, “all at once”, “23 in all.” and “All nine models” claim nothing of a kind. */
const noClaim = /\b(?:at|after|above|not|without|hardly|nearly|almost|virtually) $/i
const ordinary =
  /^(?:all(?:[,;.]| at once\b| the way\b)|All (?:the )?(?:\d|two|three|four|five|six|seven|eight|nine|ten))/
/** They claim it of whatever stands around. */
const loose = /^(?:always|never|none|universally|generally|in general|across|without|whatever|regardless|no matter)/i

const all = anyPlace(
  /all|every\w*|each|any|always|entire\w*|whole|full|universal\w*|regardless|whatever|per|arbitrary/,
  /consistent\w*|[\w-]*agnostic/,
)
const only = anyPlace(/only|sole(?:ly)?|exclusively|purely|no other|no (?:existing|previous|prior)|unique\w*/)
const none = anyPlace(
  /never|none|0(?:\.0)?(?=\s?\\?%)|zero|fully|preserv\w*|no|not(?! always| necessarily)|nor|neither|cannot/,
  /[\w-]+-free|without|fail\w*|all|every\w*|any|un\w+/,
)
/** Words on either side that say all of what. */
const REACH = 4

/** What a claim to all of is a claim to more than was tried; words of a line stand for one another. */
const tried = [
  'model method system approach technique architecture baseline agent rival competitor tool LLM VLM backbone one',
  'task benchmark dataset setting scenario environment domain test field area problem case condition question',
  'kind type sort category language size scale',
  'metric dimension criterion measure',
].map((words) => new Set(readPassage(words).tokens.map(({ key }) => key)))
const isTried = ({ key }: GroundingToken) => tried.some((sort) => sort.has(key))
const isSameSort = (a: string, b: string) => a === b || tried.some((sort) => sort.has(a) && sort.has(b))

function around({ tokens }: Passage, start: number, before: number, after: number): GroundingToken[] {
  const next = tokens.findIndex((token) => token.start >= start)
  const place = next < 0 ? tokens.length : next
  return tokens.slice(Math.max(0, place - before), place + after + 1)
}

/** The words of what a claim is made of all of: what follows it and was tried, or what stands around. */
function thingsOf(statement: Passage, found: string, index: number): string[] {
  const words = around(statement, index, REACH - 1, REACH)
  const meant = words.filter((word) => (loose.test(found) ? isContent(word) : isTried(word) && word.start > index))
  return meant.map(({ key }) => key)
}

/** A claim of all, every or none that no sentence of the source makes of the same things; null when there is none. */
export function unsupportedScope(statement: Passage, sources: Passage[]): string | null {
  for (const { 0: found, index } of statement.text.matchAll(universal)) {
    if (noClaim.test(statement.text.slice(0, index)) || ordinary.test(statement.text.slice(index))) continue
    const things = thingsOf(statement, found, index)
    if (things.length === 0) continue
    const holds = /^(?:the only|no other)/i.test(found) ? only : /^n/i.test(found) ? none : all
    const isHeld = sources.some((source) =>
      [...source.text.matchAll(holds)].some(({ index: at }) =>
        around(source, at, 2, REACH + 1).some(({ key }) => things.some((thing) => isSameSort(thing, key))),
      ),
    )
    if (!isHeld) return found
  }
  return null
}
