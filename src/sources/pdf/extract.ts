// A process of its own that reads one PDF from its standard input, and writes the sections as JSON.
import { buffer } from 'node:stream/consumers'
import { getDocumentProxy } from 'unpdf'
import { type PdfItem, readPages } from './layout.ts'

/** Pages; a thesis is read so far. */
const MOST_PAGES = 60
/** Points: from cell to cell of a table, or from a title to the number of its page; words are closer. */
const GAP = 25

/** `sections` is null where the pages hold no text, as those of a scan. */
export type PdfText = { pages: number; read: number; sections: ReturnType<typeof readPages> }

const options = { isEvalSupported: false, maxImageSize: 0, verbosity: 0 }
const pdf = await getDocumentProxy(new Uint8Array(await buffer(process.stdin)), options)
const read = Math.min(pdf.numPages, MOST_PAGES)
const pages: PdfItem[][] = []
for (let number = 1; number <= read; number += 1) {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  page.cleanup()
  pages.push(items.flatMap((item) => ('str' in item ? [itemOf(item)] : [])))
}
process.stdout.write(JSON.stringify({ pages: pdf.numPages, read, sections: readPages(pages) } satisfies PdfText))

type TextItem = { str: string; transform: number[]; width: number; height: number; fontName: string; hasEOL: boolean }

function itemOf({ str, transform, width, height: size, fontName: font, hasEOL: endsLine }: TextItem): PdfItem {
  const [, turn = 0, , , x = 0, y = 0] = transform
  const text = str.trim() === '' && width > GAP ? ' | ' : str
  return { text, x, y, size, font, endsLine, isTurned: turn !== 0 }
}
