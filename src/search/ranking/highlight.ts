import type { Span } from '../../core/message.ts'
import { LONGEST_TEXT } from '../../core/paper.ts'
import { locateWords, stemOf, wordsThatMayHave } from '../../papers/index/tokenize.ts'
import type { QueryTerm } from '../interpretation/query-terms.ts'

/** About two lines on every platform. */
const EXCERPT_LENGTH = 180

type Match = { start: number; end: number; term: number }
type Highlighter = {
  /** The text with the matches marked as strong. */
  highlight(text: string): Span[]
  /** The part of a text with the most different terms, cut at words; null when it holds none. */
  excerptOf(text: string): Span[] | null
}

/** Marks what a search found, in any number of texts. */
export function createHighlighter(terms: QueryTerm[]): Highlighter {
  const forms = terms.flatMap(({ forms }, term) => forms.map(({ stems }) => ({ term, stems })))
  const longestFirst = forms.toSorted((a, b) => b.stems.length - a.stems.length)
  const beginningWith = Map.groupBy(longestFirst, ({ stems }) => stems[0] ?? '')
  const mayBegin = wordsThatMayHave(new Set(beginningWith.keys()))

  function matchesIn(text: string): Match[] {
    const words = locateWords(text.slice(0, LONGEST_TEXT))
    const stemAt = (at: number) => stemOf(text.slice(words[at]?.start ?? 0, words[at]?.end ?? 0))
    const matches: Match[] = []
    for (const [at, { start }] of words.entries()) {
      if (start < (matches.at(-1)?.end ?? 0) || !mayBegin(text, start)) continue
      const longest = beginningWith
        .get(stemAt(at))
        ?.find(({ stems }) => stems.every((stem, index) => stemAt(at + index) === stem))
      if (longest) matches.push({ start, end: words[at + longest.stems.length - 1]?.end ?? 0, term: longest.term })
    }
    return matches
  }

  function highlight(text: string): Span[] {
    const spans: Span[] = []
    let end = 0
    for (const match of matchesIn(text)) {
      if (match.start > end) spans.push({ text: text.slice(end, match.start), strong: false })
      spans.push({ text: text.slice(match.start, match.end), strong: true })
      end = match.end
    }
    if (end < text.length) spans.push({ text: text.slice(end), strong: false })
    return spans
  }

  function excerptOf(text: string): Span[] | null {
    const found = matchesIn(text)
    const first = found[0]
    if (!first) return null
    const windows = found.map(({ start }, index) => {
      const terms = new Set<number>()
      for (let at = index; (found[at]?.end ?? Number.POSITIVE_INFINITY) <= start + EXCERPT_LENGTH * 0.8; at += 1)
        terms.add(found[at]?.term ?? 0)
      return { start, terms: terms.size }
    })
    const best = windows.reduce((a, b) => (b.terms > a.terms ? b : a))
    const from = text.length <= EXCERPT_LENGTH ? 0 : wordStart(text, Math.max(0, best.start - EXCERPT_LENGTH * 0.2))
    const to = text.length <= EXCERPT_LENGTH ? text.length : wordEnd(text, Math.min(text.length, from + EXCERPT_LENGTH))
    return highlight(`${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`)
  }

  return { highlight, excerptOf }
}

const wordStart = (text: string, at: number): number => (at === 0 ? 0 : text.indexOf(' ', at) + 1)

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space > 0 ? space : at
}
