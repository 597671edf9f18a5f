import { isInsideBrackets } from '../clean-sentence.ts'
import { meaningBearing } from '../cues.ts'
import { either } from '../patterns.ts'
import type { Sentence } from './document.ts'

/** A part of a sentence that can stand alone: characters from `start` to `end`. */
export type Fragment = {
  sentence: Sentence
  start: number
  end: number
  /** Words from `from` up to, not including, `to`. */
  from: number
  to: number
  opening: 'whole' | 'main clause' | 'finding' | 'thing'
  ending: 'whole' | 'clause' | 'phrase'
}

const mainClause = /, (?=(?:we|our|this)\b)/
const announcer = '(?:we|this (?:paper|work)|our (?:results|experiments)|(?:experimental )?results|experiments)'
const announces = either(
  /show|demonstrate|find|prove|observe|report|propose|introduce|present|develop|study|investigate|describe/,
  /explore|analyze/,
)
const announcement = new RegExp(`^${announcer}\\b[^,.;]{0,30}?\\b${announces}(?:s|d|ed)? (that )?`, 'i')

const clauseEnd = new RegExp(
  either(
    /,? (?:while|whereas|whereby|thereby|thus|enabling|allowing|leading to|resulting in|outperforming)\b/,
    /,? (?:such as|so that|in order to)\b/,
    /, (?:which|where|and (?:we|our|it|they|is|are|can|has|have)|\w{3,}ing|as well as|followed by)\b/,
    / and (?:we|our|it|show|demonstrate|find|achieves?|outperforms?|then|also)\b|;|:(?= )| [–—-]{1,3} |—/,
  ),
  'g',
)
const phraseEnd = /,? by (?:\w+ly )?\w+ing\b|,? (?:using|via|through|based on)\b|, (?:with|an?|for)\b/g

/** Shorter fragments say too little, in characters and in words. */
const fewestCharacters = 30
const fewestWords = 5

/** The sentence and the shorter sentences within it; none leaves out what turns the meaning. */
export function fragmentsOf(sentence: Sentence): Fragment[] {
  const fragments: Fragment[] = []
  const endings = endingsOf(sentence)
  for (const [start, opening] of openingsOf(sentence)) {
    for (const [end, ending] of endings) {
      if (end - start <= fewestCharacters) continue
      const from = wordAt(sentence, start)
      const to = wordAt(sentence, end)
      if (to - from >= fewestWords) fragments.push({ sentence, start, end, from, to, opening, ending })
    }
  }
  return fragments
}

function openingsOf({ text, bearsMeaning }: Sentence): [number, Fragment['opening']][] {
  const openings: [number, Fragment['opening']][] = [[0, 'whole']]
  const clause = mainClause.exec(text)
  if (clause && !(bearsMeaning && meaningBearing.pattern.test(text.slice(0, clause.index))))
    openings.push([clause.index + 2, 'main clause'])
  for (const [start] of [...openings]) {
    const found = announcement.exec(text.slice(start))
    if (found && !(bearsMeaning && meaningBearing.pattern.test(found[0])))
      openings.push([start + found[0].length, found[1] ? 'finding' : 'thing'])
  }
  return openings
}

function endingsOf({ text, bearsMeaning }: Sentence): [number, Fragment['ending']][] {
  const endings: [number, Fragment['ending']][] = [[text.length, 'whole']]
  const lastTurn = bearsMeaning ? lastTurnIn(text) : -1
  const add = (pattern: RegExp, ending: Fragment['ending']) => {
    pattern.lastIndex = Math.max(lastTurn, fewestCharacters) + 1
    for (let found = pattern.exec(text); found; found = pattern.exec(text))
      if (!isInsideBrackets(text, found.index)) endings.push([found.index, ending])
  }
  add(clauseEnd, 'clause')
  add(phraseEnd, 'phrase')
  return endings
}

const meaningBearingAll = new RegExp(meaningBearing.pattern, 'gi')

/** Where the last word ends that turns the meaning: a cut comes after it. */
function lastTurnIn(text: string): number {
  let last = -1
  meaningBearingAll.lastIndex = 0
  while (meaningBearingAll.test(text)) last = meaningBearingAll.lastIndex - 1
  return last
}

function wordAt({ starts }: Sentence, offset: number): number {
  let word = 0
  while (word < starts.length && (starts[word] ?? 0) < offset) word++
  return word
}
