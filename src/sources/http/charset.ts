import { attempt } from '../../core/attempt.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import type { HttpAnswer } from './cache.ts'

/** Bytes. Old encodings take 50 ms a megabyte, and invalid UTF-8 twice that. */
const PIECE = 65_536

/** The text of an answer: byte order mark, then header, then XML declaration, else UTF-8. */
export async function decodeText({ body, contentType }: HttpAnswer): Promise<string> {
  const declared =
    byteOrderMark(body) ??
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /^<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(body.subarray(0, 200).toString('latin1'))?.[1]
  const decoder = attempt(() => new TextDecoder(declared)) ?? new TextDecoder()
  const yieldToEventLoop = createYielder()
  let text = ''
  for (let at = 0; at < body.length; at += PIECE) {
    await yieldToEventLoop()
    text += decoder.decode(body.subarray(at, at + PIECE), { stream: true })
  }
  return text + decoder.decode()
}

function byteOrderMark(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  return body[0] === 0xef && body[1] === 0xbb ? 'utf-8' : undefined
}
