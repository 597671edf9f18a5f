import type { Handler } from 'htmlparser2'
import { createYielder } from '../../core/yield-to-event-loop.ts'

/** What a page is told to: its elements and its text, in their order. */
export type HtmlReader = Partial<Pick<Handler, 'onopentag' | 'onclosetag' | 'ontext'>>

/** htmlparser2 goes through all open elements for each new one, so that depth costs its square. */
const DEEPEST = 200
const MOST = { elements: 10_000, characters: 1_000_000 }
/** What holds so many characters in any encoding. */
export const MOST_PAGE_BYTES = 4 * MOST.characters
/** Characters; about a millisecond of parsing. */
const PIECE = 16_384

/** Reads a page in pieces, until the reader calls `stop`. False: it is larger or deeper than what is read. */
export async function readHtml(
  html: string,
  createReader: (stop: () => void) => HtmlReader,
  limits: Partial<typeof MOST> = {},
): Promise<boolean> {
  const most = { ...MOST, ...limits }
  // Loaded when needed: most teams read Hugging Face's API alone.
  const { Parser } = await import('htmlparser2')
  const yieldToEventLoop = createYielder()
  let [depth, elements, isOver, isTooMuch] = [0, 0, false, false]
  const stop = () => {
    isOver = true
    parser.pause()
  }
  const reader = createReader(stop)
  const parser = new Parser({
    onopentag(name, attributes, isImplied) {
      depth += 1
      elements += 1
      isTooMuch ||= depth > DEEPEST || elements > most.elements
      if (isTooMuch) stop()
      if (!isOver) reader.onopentag?.(name, attributes, isImplied)
    },
    onclosetag(name, isImplied) {
      depth -= 1
      if (!isOver) reader.onclosetag?.(name, isImplied)
    },
    ontext(text) {
      if (!isOver) reader.ontext?.(text)
    },
  })
  for (let at = 0; at < Math.min(html.length, most.characters) && !isOver; at += PIECE) {
    await yieldToEventLoop()
    parser.write(html.slice(at, Math.min(at + PIECE, most.characters)))
  }
  if (!isOver) parser.end()
  return !isTooMuch && html.length <= most.characters
}
