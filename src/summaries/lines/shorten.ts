import { either } from '../patterns.ts'
import { canEnd } from './can-end.ts'
import { capitalized, isInsideBrackets, withFullStop } from './clean-sentence.ts'
import { figure } from './cues.ts'
import { endsOf } from './ends.ts'
import { standsAlone } from './stands-alone.ts'
import { outcomesOf, startsOf } from './starts.ts'

/** Characters: three lines of this length fit on a phone together with what stands around them. */
export const lineLimit = 160
/** Characters: a longer sentence is cut where a whole one ends. */
const usualLength = 120
const fewestCharacters = 45

/**
 * The sentence, or the part of it that reads as a whole one in at most `lineLimit` characters, needs nothing around it,
 * keeps its figures and leaves out nothing that turns its meaning (“not”, “only if”); null when there is none.
 */
export function shorten(whole: string, name: string | null = null): string | null {
  const sentence = whole.length > usualLength ? whole.replace(emphasis, '') : whole
  let best: string | null = null
  let bestWorth = -Infinity
  const ends = endsOf(sentence)
  for (const { start, gain, subject } of [...startsOf(sentence), ...outcomesOf(sentence, name)])
    for (const { end, cost, isClause } of ends) {
      const length = subject.length + end - start
      if (length > lineLimit || (length < fewestCharacters && end < sentence.length)) continue
      const worth = worthOf(sentence, start, end) + gain - cost
      if (worth <= bestWorth) continue
      if (end < sentence.length && !canEnd(sentence.slice(start), end - start, isClause)) continue
      const text = withFullStop(capitalized(subject + sentence.slice(start, end)))
      if (text.length <= lineLimit && standsAlone(text)) [best, bestWorth] = [text, worth]
    }
  return best
}

/** Words that a long sentence can do without. */
const emphasis = new RegExp(
  `(?<=[\\w,] )${either(
    /novel|significantly|substantially|(?:a )?(?:wide|broad) (?:range|variety) of|a variety of|consistently/,
    /effectively|extensive|comprehensive|remarkably|considerably|greatly/,
    /simultaneously|further|notably|thereby|drastically|seamlessly|clearly|impressive|notable|remarkable|efficiently/,
  )} (?=\\w)(?!(?:and|or|but|than) )`,
  'g',
)

/** The text up to a word before the limit, where it is longer; no bracket, quotation or formula is left open. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  let gap = text.lastIndexOf(' ', limit - 1)
  while (gap > limit / 2 && isInsideBrackets(text, gap)) gap = text.lastIndexOf(' ', gap - 1)
  return `${text.slice(0, gap > limit / 2 ? gap : limit - 1).replace(/[\s,;:–—-]+$/, '')}…`
}

function worthOf(sentence: string, start: number, end: number): number {
  const length = end - start
  const losesFigure = figure.test(sentence) && !figure.test(sentence.slice(start, end))
  // What is too long counts by its excess.
  const worth = Math.min(length, usualLength) - Math.max(0, length - usualLength)
  return worth + (end === sentence.length ? 30 : 0) - (losesFigure ? 200 : 0)
}
