import type { Span } from '../../core/message.ts'
import { LONGEST_TEXT } from '../../core/paper.ts'
import { type Token, tokenize } from '../../papers/index/tokenize.ts'
import type { QueryTerm } from '../interpretation/query-terms.ts'

/** About two lines on every platform. */
const EXCERPT_LENGTH = 180

/** The text with the matches marked as strong. */
export function highlight(text: string, terms: QueryTerm[]): Span[] {
  const spans: Span[] = []
  let end = 0
  for (const match of matchesIn(text, terms)) {
    if (match.start > end) spans.push({ text: text.slice(end, match.start), strong: false })
    spans.push({ text: text.slice(match.start, match.end), strong: true })
    end = match.end
  }
  if (end < text.length) spans.push({ text: text.slice(end), strong: false })
  return spans
}

/** The part of a text with the most different terms, cut at words; null when it holds none. */
export function excerptOf(text: string, terms: QueryTerm[]): Span[] | null {
  const found = matchesIn(text, terms)
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
  const cut = `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`
  return highlight(cut, terms)
}

type HighlightedMatch = { start: number; end: number; term: number }

function matchesIn(text: string, terms: QueryTerm[]): HighlightedMatch[] {
  const tokens = tokenize(text.slice(0, LONGEST_TEXT))
  const matches: HighlightedMatch[] = []
  const all = terms.flatMap(({ forms }, term) => forms.map(({ stems }) => ({ term, stems })))
  const beginning = Map.groupBy(all, ({ stems }) => stems[0])
  for (let at = 0; at < tokens.length; at += 1) {
    const match = longestAt(tokens, at, beginning.get(tokens[at]?.stem) ?? [])
    if (!match) continue
    matches.push(match)
    while (at + 1 < tokens.length && (tokens[at + 1]?.start ?? 0) < match.end) at += 1
  }
  return matches
}

function longestAt(tokens: Token[], at: number, forms: { term: number; stems: string[] }[]): HighlightedMatch | null {
  let longest: HighlightedMatch | null = null
  for (const { term, stems } of forms) {
    if (!stems.every((stem, index) => tokens[at + index]?.stem === stem)) continue
    const [start, end] = [tokens[at]?.start ?? 0, tokens[at + stems.length - 1]?.end ?? 0]
    if (longest === null || end > longest.end) longest = { start, end, term }
  }
  return longest
}

const wordStart = (text: string, at: number): number => (at === 0 ? 0 : text.indexOf(' ', at) + 1)

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space > 0 ? space : at
}
