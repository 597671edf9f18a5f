import { cleanText } from '../text.ts'

/** Longer than any abstract with its markup; whole articles are cut. */
const MAX_CHARACTERS = 30_000

/** What a piece of HTML says, as one clean line. */
export async function htmlToText(html: string): Promise<string> {
  const piece = html.slice(0, MAX_CHARACTERS)
  if (!/[<&]/.test(piece)) return cleanText(piece)
  const { load } = await import('cheerio/slim')
  // “<p>One.</p><p>Two.</p>” holds no space between the sentences.
  const spaced = piece.replace(/<(?:br|\/p|\/div|\/li|\/h\d|\/tr)\b/gi, ' $&')
  const $ = load(spaced, { xml: { xmlMode: false, decodeEntities: true } }, false)
  $('script, style').remove()
  return cleanText($.root().text())
}
