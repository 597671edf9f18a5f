import { either } from '../patterns.ts'
import { canEnd, continues } from './can-end.ts'
import { capitalized, isInsideBrackets, withFullStop } from './clean-sentence.ts'
import { figure, measured, tellsResult } from './cues.ts'
import { type End, endsOf } from './ends.ts'
import { wellKnown } from './paper-name.ts'
import { standsAlone } from './stands-alone.ts'
import { outcomesOf, startsOf } from './starts.ts'

/** Characters: three lines of this length fit on a phone together with what stands around them. */
export const lineLimit = 160
/** Characters: a longer sentence is cut where a whole one ends. */
const usualLength = 145
const fewestCharacters = 55

/**
 * The sentence, or the part of it that reads as a whole one in at most `lineLimit` characters, needs nothing around it,
 * keeps its figures and leaves out nothing that turns its meaning (“not”, “only if”); null when there is none.
 */
export function shorten(whole: string): string | null {
  const sentence = whole.length > 90 ? withoutEmphasis(whole) : whole
  const starts = startsOf(sentence)
  if (sentence.length <= usualLength && starts.length === 1 && standsAlone(sentence))
    return withFullStop(capitalized(sentence))
  const outcomes = sentence.length > lineLimit ? outcomesOf(sentence) : []
  const furthest = Math.max(...starts.map(({ start }) => start), ...outcomes)
  const ends = endsOf(sentence, furthest + lineLimit + 20)
  const number = measured.test(sentence) ? measured : figure.test(sentence) ? figure : null
  const parts: { worth: number; read: () => string | null }[] = []
  const addPart = (start: number, stop: End, next: number, { end, cost, isClause }: End, gain: number) => {
    const kept = sentence.slice(start, stop.end) + sentence.slice(next, end)
    if (kept.length > lineLimit || (kept.length < (cost === 75 ? 40 : fewestCharacters) && end < sentence.length))
      return
    const worth = worthOf(kept, end === sentence.length, number) + gain - cost - (stop.end < next ? stop.cost : 0)
    const read = () => {
      if (stop.end < next && !canEnd(sentence.slice(start), stop.end - start, stop.isClause)) return null
      if (end < sentence.length && !canEnd(sentence.slice(start), end - start, isClause)) return null
      const isFirst = continues.test(sentence.slice(end))
      const text = withFullStop(capitalized(isFirst ? kept.replace(/ (?:first|not only) (?=\w)/, ' ') : kept))
      return text.length <= lineLimit && standsAlone(text) ? text : null
    }
    parts.push({ worth, read })
  }
  for (const { start, gain } of starts) for (const end of ends) addPart(start, end, end.end, end, gain)
  // “Tidemark outperforms all baselines [of many kinds], reducing memory by 40 %.”
  for (const next of outcomes)
    for (const stop of ends)
      if (
        stop.end < next &&
        stop.end < usualLength &&
        stop.end > 24 &&
        tellsResult.test(sentence.slice(0, stop.end - 8)) &&
        !changesSubject.test(sentence.slice(stop.end, next))
      )
        for (const end of ends) if (end.end > next && end.end - next < lineLimit) addPart(0, stop, next, end, -20)
  let best: string | null = null
  for (const { read } of parts.sort((one, other) => other.worth - one.worth)) {
    best = read()
    if (best !== null) break
  }
  if (best !== null && (number === null || number.test(best))) return best
  const plain = whole.replace(aside, '').replace(dispensable, '')
  const shorter = plain === whole ? null : shorten(plain)
  return best === null || (shorter !== null && number?.test(shorter)) ? shorter : best
}

/** An outcome may be another one's after it. */
const changesSubject = /[;:]|,? (?:and|while|whereas|but) /

/** What stands in parentheses and is no acronym, or between dashes. */
const aside =
  / \((?![A-Z][\w-]+\))[^()%]*\)| (?:–|—|--) [^–—%]{3,90} (?:–|—|--)(?= )|, (?:for the first time|to our knowledge),/g

const dispensable = new RegExp(
  `(?<=[\\w,] )(?<!\\b(?:and|or|but|yet|an?) )${either(
    /large-scale|pre-?trained|diverse|various|multiple|challenging|complex|powerful|high-quality|rigorous|practical/,
    /automatically|dynamically|jointly|progressively|directly|explicitly|adaptively|systematically|iteratively/,
    /selectively|naturally|carefully|strategically|fully|specifically/,
  )} (?=[a-z])(?!(?:and|or|but|than) )| (?:simultaneously|effectively|efficiently|significantly)(?=[.,])`,
  'g',
)

/** Words that a long sentence can do without. */
const emphasis = new RegExp(
  `(?<=[\\w,] )(?<!\\b(?:and|or|but|yet|an?) )${either(
    /novel|significantly|substantially|(?:a )?(?:wide|broad) (?:range|variety) of|a variety of|consistently/,
    /effectively|extensive|comprehensive|remarkably|considerably|greatly/,
    /simultaneously|notably|thereby|drastically|seamlessly|clearly|impressive|notable|remarkable|efficiently/,
  )} (?=\\w)(?!(?:and|or|but|than) )`,
  'g',
)

const emphaticArticle = new RegExp(
  `(?<=\\ba )${either(/novel|comprehensive|notable|remarkable/)} (?=[^aeiou\\W])` +
    `|(?<=\\ban )${either(/extensive|impressive|innovative/)} (?=[aeio])`,
  'gi',
)

/** “…, paving the way for more.” */
const flourish = new RegExp(
  `(?<=.{50}), (?:thereby |thus |ultimately )?${either(
    /paving|highlighting|underscoring|showcasing|pointing|advancing|opening|marking|validating/,
    /(?:demonstrating|establishing) (?:its|an?|new|the|their|strong|great)/,
  )}\\b[^,;\\d]*\\.$`,
)

/** “A novel method, paving the way” becomes “a method”. */
const withoutEmphasis = (sentence: string): string =>
  sentence
    .replace(emphaticArticle, '')
    .replace(emphasis, '')
    .replace(flourish, '.')
    .replace(/ \((\w+)\)/g, (aside, name: string) => (wellKnown.test(name) ? '' : aside))

/** The text up to a word before the limit, where it is longer; no bracket, quotation or formula is left open. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  let gap = text.lastIndexOf(' ', limit - 1)
  while (gap > limit / 2 && isInsideBrackets(text, gap)) gap = text.lastIndexOf(' ', gap - 1)
  return `${text.slice(0, gap > limit / 2 ? gap : limit - 1).replace(/[\s,;:–—-]+$/, '')}…`
}

function worthOf(kept: string, isToTheEnd: boolean, number: RegExp | null): number {
  const { length } = kept
  // What is too long counts by its excess.
  const worth = Math.min(length, usualLength) - Math.max(0, length - usualLength)
  return worth + (isToTheEnd ? 30 : 0) - (number !== null && !number.test(kept) ? 200 : 0)
}
