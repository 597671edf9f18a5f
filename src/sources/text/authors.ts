import { createYielder } from '../../core/yield-to-event-loop.ts'
import { readNames } from '../../papers/names/list.ts'
import { htmlToText } from './html.ts'
import { MOST_MARKUP } from './text.ts'

/** More than the authors of any paper. */
const MOST_AUTHORS = 500

/**
 * The authors that the fields of a source name, with whatever markup, as a paper keeps them; a field holds one name or a
 * list of them. `natural`: no comma turns a name around, as in what arXiv writes.
 */
export async function readAuthors(fields: Iterable<string>, order?: 'natural'): Promise<string[]> {
  const yieldToEventLoop = createYielder()
  const texts: string[] = []
  let length = 0
  for (const field of Iterator.from(fields).take(MOST_AUTHORS)) {
    await yieldToEventLoop()
    const text = await htmlToText(field)
    length += text.length
    if (text !== '' && length <= MOST_MARKUP) texts.push(text)
  }
  return readNames(texts, order).slice(0, MOST_AUTHORS)
}
