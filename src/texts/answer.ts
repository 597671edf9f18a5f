import type { Span } from '../core/message.ts'
import { shorten } from '../core/text/shorten.ts'
import { createHighlighter } from '../search/ranking/highlight.ts'
import { splitSentences } from '../summaries/sentences.ts'
import type { PaperText } from './paper-text.ts'
import { best, type FoundPassage, findPassages, LEAST_COVERAGE, type QuestionTerm, readerOf } from './passages.ts'

/** Characters: four lines on a phone. */
const LONGEST = 360

/** A quotation and where it stands, “§4.2 Setup”; `url` leads there. */
type Quotation = { place: string; url: string | null; quote: Span[] }

/** What answers a question best, in the words of the paper, best first; none when nothing in it does. */
export async function answerFrom({ sections, page }: PaperText, question: string): Promise<Quotation[]> {
  const { passages, terms, coverage } = await findPassages(sections, question)
  if (coverage < LEAST_COVERAGE) return []
  return passages.map((passage) => ({
    place: placeOf(passage),
    url: urlOf(page, passage.anchor),
    quote: quoteOf(passage, terms),
  }))
}

export const urlOf = (page: string | null, anchor: string): string | null =>
  page === null || anchor === '' ? page : `${page}#${anchor}`

/** The sentences around the one that answers best; of a table the caption, its head, and the rows that do. */
function quoteOf({ text }: FoundPassage, terms: QuestionTerm[]): Span[] {
  const isTable = text.includes('\n')
  const parts = isTable ? text.split('\n') : splitSentences(text)
  const read = readerOf(terms)
  const worth = parts.map((part) => {
    const words = read(part)
    return terms.reduce((sum, term) => sum + term.importance * best(words, term), 0)
  })
  const ranked = [...parts.keys()].toSorted((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0))
  const [first = 0] = ranked
  const wanted = new Set(isTable ? [0, 1, ...ranked] : [first, first + 1, first - 1])
  const chosen: number[] = []
  let length = 0
  for (const at of wanted) {
    length += parts[at]?.length ?? 0
    if (parts[at] !== undefined && (length <= LONGEST || chosen.length === 0)) chosen.push(at)
  }
  chosen.sort((a, b) => a - b)
  const quoted = chosen.map((at, index) => `${at > (chosen[index - 1] ?? -1) + 1 ? '… ' : ''}${parts[at]}`)
  const more = (chosen.at(-1) ?? 0) < parts.length - 1 ? ' …' : ''
  return createHighlighter(terms).highlight(shorten(quoted.join(isTable ? '; ' : ' ') + more, LONGEST))
}

/** “§4.2 Setup”, “Table 1, §4.3 Results”, “§3 Method, page 4”. */
export function placeOf({ kind, text, anchor, section }: FoundPassage): string {
  const [name] = (kind === 'caption' && /^(?:Table|Figure|Fig\.|Algorithm|Listing) ?[A-Z]?[\d.]*\d/.exec(text)) || []
  const title = section.title || (section.level === 0 ? 'Beginning' : '')
  const place = [section.number && `§${section.number}`, title].filter(Boolean).join(' ')
  const page = /^page=(\d+)$/.exec(anchor)?.[1]
  return [name, place, page && `page ${page}`].filter(Boolean).join(', ')
}
