import { readHtml } from '../text/html.ts'
import { cleanText, MOST_MARKUP, withoutTags } from '../text/text.ts'

/** What a piece of HTML says, as one clean line. */
export async function htmlToText(html: string): Promise<string> {
  const piece = html.slice(0, MOST_MARKUP)
  if (!/[<&]/.test(piece)) return cleanText(piece)
  let [text, silent] = ['', 0]
  const isWhole = await readHtml(piece, () => ({
    onopentag(name) {
      if (SILENT.test(name)) silent += 1
    },
    onclosetag(name) {
      if (SILENT.test(name)) silent -= 1
      // “<p>One.</p><p>Two.</p>” holds no space between the sentences.
      if (BLOCK.test(name)) text += ' '
    },
    ontext(more) {
      if (silent === 0) text += more
    },
  }))
  return isWhole ? cleanText(text) : withoutTags(piece)
}

const SILENT = /^(?:script|style)$/
const BLOCK = /^(?:br|p|div|li|h\d|tr)$/
