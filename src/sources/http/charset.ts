import { attempt } from '../../core/attempt.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { gunzipFirst, isGzip } from './gzip.ts'
import type { HttpAnswer } from './http.ts'

/** Bytes. Old encodings take 50 ms a megabyte, and invalid UTF-8 twice that. */
const PIECE = 65_536
const MOST_BYTES = 8_000_000

/**
 * By its byte order mark, else as UTF-8 when the bytes are that, whatever a label says, else by header or XML
 * declaration. What is called UTF-8 and is none is Windows-1252. Beyond `mostBytes` nothing is read.
 */
export async function decodeText({ body: bytes, contentType }: HttpAnswer, mostBytes = MOST_BYTES): Promise<string> {
  // A file that is compressed itself: `feed.xml.gz`.
  const whole = isGzip(bytes) ? await gunzipFirst(bytes, MOST_BYTES).catch(() => bytes) : bytes
  const body = whole.subarray(0, mostBytes)
  const marked = byteOrderMark(body)
  if (marked) return decode(body, marked)
  const declared =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(body.subarray(0, 200).toString('latin1'))?.[1]
  const known = attempt(() => new TextDecoder(declared).encoding) ?? 'utf-8'
  // Programs that write UTF-8 call it so; what is UTF-16 was seen by its first letter.
  const label = known.startsWith('utf-16') ? 'utf-8' : known
  // ASCII is its alphabet, too, but with another meaning.
  if (label.startsWith('iso-2022')) return decode(body, label)
  const { text, isReadable } = await decodePieces(body, 'utf-8')
  return isReadable ? text : decode(body, label === 'utf-8' ? 'windows-1252' : label)
}

const decode = async (body: Buffer, encoding: string): Promise<string> => (await decodePieces(body, encoding)).text

/** Readable: a text that was cut in the middle of a letter has one that cannot be read among many that can. */
async function decodePieces(body: Buffer, encoding: string): Promise<{ text: string; isReadable: boolean }> {
  const decoder = new TextDecoder(encoding)
  const yieldToEventLoop = createYielder()
  let [text, letters, unreadable] = ['', 0, 0]
  for (let at = 0; at <= body.length; at += PIECE) {
    await yieldToEventLoop()
    const piece = decoder.decode(body.subarray(at, at + PIECE), { stream: at + PIECE < body.length })
    text += piece
    letters += piece.match(/[^\0-\x7f]/g)?.length ?? 0
    unreadable += piece.match(/\uFFFD/g)?.length ?? 0
  }
  return { text, isReadable: unreadable === 0 || unreadable < letters / 2 }
}

/** Without a mark, the first sign of XML or JSON tells UTF-16. */
function byteOrderMark(body: Buffer): string | undefined {
  const start = body.toString('latin1', 0, 4)
  if (/^(?:\xff\xfe|[<{]\0)/.test(start)) return 'utf-16le'
  if (/^(?:\xfe\xff|\0[<{])/.test(start)) return 'utf-16be'
  return start.startsWith('\xef\xbb\xbf') ? 'utf-8' : undefined
}
