import { either } from '../patterns.ts'
import { canEnd, continues } from './can-end.ts'
import { capitalized, isInsideBrackets, withFullStop } from './clean-sentence.ts'
import { figure } from './cues.ts'
import { type End, endsOf } from './ends.ts'
import { standsAlone } from './stands-alone.ts'
import { outcomesOf, startsOf } from './starts.ts'

/** Characters: three lines of this length fit on a phone together with what stands around them. */
export const lineLimit = 160
/** Characters: a longer sentence is cut where a whole one ends. */
const usualLength = 120
const fewestCharacters = 55

/**
 * The sentence, or the part of it that reads as a whole one in at most `lineLimit` characters, needs nothing around it,
 * keeps its figures and leaves out nothing that turns its meaning (“not”, “only if”); null when there is none.
 */
export function shorten(whole: string): string | null {
  const sentence = whole.length > usualLength ? withoutEmphasis(whole) : whole
  const starts = startsOf(sentence)
  if (sentence.length <= usualLength && starts.length === 1 && standsAlone(sentence))
    return withFullStop(capitalized(sentence))
  let best: string | null = null
  let bestWorth = -Infinity
  const outcomes = sentence.length > lineLimit ? outcomesOf(sentence) : []
  const furthest = Math.max(...starts.map(({ start }) => start), ...outcomes)
  const ends = endsOf(sentence, furthest + lineLimit + 20)
  const hasFigure = figure.test(sentence)
  const tryPart = (start: number, stop: End, next: number, { end, cost, isClause }: End, gain: number) => {
    const kept = sentence.slice(start, stop.end) + sentence.slice(next, end)
    if (kept.length > lineLimit || (kept.length < (cost === 75 ? 40 : fewestCharacters) && end < sentence.length))
      return
    const worth = worthOf(kept, end === sentence.length, hasFigure) + gain - cost - (stop.end < next ? stop.cost : 0)
    if (worth <= bestWorth) return
    if (stop.end < next && !canEnd(sentence.slice(start), stop.end - start, stop.isClause)) return
    if (end < sentence.length && !canEnd(sentence.slice(start), end - start, isClause)) return
    const isFirst = continues.test(sentence.slice(end))
    const text = withFullStop(capitalized(isFirst ? kept.replace(/ (?:first|not only) (?=\w)/, ' ') : kept))
    if (text.length <= lineLimit && standsAlone(text)) [best, bestWorth] = [text, worth]
  }
  for (const { start, gain } of starts) for (const end of ends) tryPart(start, end, end.end, end, gain)
  // “Tidemark outperforms all baselines [of many kinds], reducing memory by 40 %.”
  for (const next of outcomes)
    for (const stop of ends)
      if (stop.end < next && stop.end < usualLength)
        for (const end of ends) if (end.end > next && end.end - next < lineLimit) tryPart(0, stop, next, end, -20)
  const plain = best === null ? whole.replace(aside, '') : whole
  return plain === whole ? best : shorten(plain)
}

/** What stands in parentheses and is no acronym, or between dashes. */
const aside = / \((?![A-Z][\w-]+\))[^()%]*\)| (?:–|—|--) [^–—%]{3,90} (?:–|—|--)(?= )/g

/** Words that a long sentence can do without. */
const emphasis = new RegExp(
  `(?<=[\\w,] )(?<!\\b(?:and|or|but|an?) )${either(
    /novel|significantly|substantially|(?:a )?(?:wide|broad) (?:range|variety) of|a variety of|consistently/,
    /effectively|extensive|comprehensive|remarkably|considerably|greatly/,
    /simultaneously|further|notably|thereby|drastically|seamlessly|clearly|impressive|notable|remarkable|efficiently/,
  )} (?=\\w)(?!(?:and|or|but|than) )`,
  'g',
)

const emphaticArticle = new RegExp(
  `(?<=\\ba )${either(/novel|comprehensive|notable|remarkable/)} (?=[^aeiou\\W])` +
    `|(?<=\\ban )${either(/extensive|impressive|innovative/)} (?=[aeio])`,
  'gi',
)

/** “A novel method” becomes “a method”. */
const withoutEmphasis = (sentence: string): string => sentence.replace(emphaticArticle, '').replace(emphasis, '')

/** The text up to a word before the limit, where it is longer; no bracket, quotation or formula is left open. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  let gap = text.lastIndexOf(' ', limit - 1)
  while (gap > limit / 2 && isInsideBrackets(text, gap)) gap = text.lastIndexOf(' ', gap - 1)
  return `${text.slice(0, gap > limit / 2 ? gap : limit - 1).replace(/[\s,;:–—-]+$/, '')}…`
}

function worthOf(kept: string, isToTheEnd: boolean, hasFigure: boolean): number {
  const { length } = kept
  // What is too long counts by its excess.
  const worth = Math.min(length, usualLength) - Math.max(0, length - usualLength)
  return worth + (isToTheEnd ? 30 : 0) - (hasFigure && !figure.test(kept) ? 200 : 0)
}
