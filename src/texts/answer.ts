import type { Span } from '../core/message.ts'
import type { PaperText } from './paper-text.ts'
import { findPassages, LEAST_COVERAGE } from './passages.ts'
import { placeOf, quoteOf } from './quote.ts'

/** A quotation and where it stands, “§4.2 Setup”; `url` leads there. */
export type Quotation = { place: string; url: string | null; quote: Span[] }

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
