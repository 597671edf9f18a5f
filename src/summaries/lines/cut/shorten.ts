import { capitalized, isInsideBrackets, withFullStop } from '../wording/clean-sentence.ts'
import { figure, measured, tellsResult } from '../wording/cues.ts'
import { lineLimit } from '../wording/limits.ts'
import { canEnd, continues } from './can-end.ts'
import { condense, withoutEmphasis } from './condense.ts'
import { type End, endsOf } from './ends.ts'
import { standsAlone } from './stands-alone.ts'
import { outcomesOf, startsOf } from './starts.ts'

/** Characters: a longer sentence is cut where a whole one ends. */
const usualLength = 145
const fewestCharacters = 55

/**
 * The sentence, or the part of it that reads as a whole one in at most `lineLimit` characters, needs nothing around it,
 * keeps its figures and leaves out nothing that turns its meaning (“not”, “only if”); null when there is none.
 */
export function shorten(whole: string, isHow = false): string | null {
  const plain = withoutEmphasis(whole)
  const part = bestPart(plain, isHow)
  if (part !== null && part.length >= plain.length - 8) return part
  const condensed = condense(plain)
  if (condensed === plain) return part
  const other = bestPart(condensed, isHow)
  if (part === null || other === null) return part ?? other
  const number = numberIn(plain)
  const keeps = (text: string, of: string) => text.length / of.length + (number?.test(text) ? 1 : 0)
  return keeps(other, condensed) > keeps(part, plain) + 0.1 ? other : part
}

/** What a sentence reports in numbers: what is measured before what is counted. */
const numberIn = (sentence: string) => (measured.test(sentence) ? measured : figure.test(sentence) ? figure : null)

function bestPart(sentence: string, isHow: boolean): string | null {
  const starts = startsOf(sentence)
  if (sentence.length <= lineLimit && starts.length === 1 && standsAlone(sentence))
    return withFullStop(capitalized(sentence))
  const outcomes = sentence.length > lineLimit ? outcomesOf(sentence) : []
  const furthest = Math.max(...starts.map(({ start }) => start), ...outcomes)
  const ends = endsOf(sentence, furthest + lineLimit + 20)
  const number = numberIn(sentence)
  const parts: { worth: number; read: () => string | null }[] = []
  const addPart = (start: number, stop: End, next: number, { end, cost, isClause }: End, gain: number) => {
    const kept = sentence.slice(start, stop.end) + sentence.slice(next, end)
    if (kept.length > lineLimit || (kept.length < (cost === 75 ? 40 : fewestCharacters) && end < sentence.length))
      return
    const worth =
      worthOf(kept, end === sentence.length, number) +
      gain -
      cost -
      (stop.end < next ? stop.cost : 0) -
      (isHow && means.test(sentence) && !means.test(kept) ? 120 : 0)
    const read = () => {
      if (stop.end < next && !canEnd(sentence.slice(start), stop.end - start, stop.isClause)) return null
      if (end < sentence.length && !canEnd(sentence.slice(start), end - start, isClause)) return null
      const isFirst = continues.test(sentence.slice(end))
      const whole = isFirst ? kept.replace(/ (?:first|not only) (?=\w)/, ' ') : kept
      const text = withFullStop(capitalized(whole.replace(/^we also (?=[a-z])/i, 'We ')))
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
  return best
}

/** What tells how. */
const means = /\b(?:by|through|via|using|leveraging|with)\b(?! (?:the|a|an)? ?(?:novel|new)\b)/i

/** An outcome may be another one's after it. */
const changesSubject = /[;:]|,? (?:and|while|whereas|but) /

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
