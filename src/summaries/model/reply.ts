import { z } from 'zod'
import { clip } from '../lines/cut/shorten.ts'
import { findObjects, withoutThoughts } from './find-json.ts'

/** What the model is asked for; strict schemas want every property. */
export const reply = z.object({
  tldr: z.string().describe('One sentence of at most 30 words.'),
  contribution: z.string().describe('What it is, at most 25 words.'),
  method: z.string().describe('How it works, at most 25 words.'),
  result: z.string().describe('What came out, with the numbers the abstract gives, at most 25 words.'),
  keywords: z.array(z.string()).describe('Three to six terms from the abstract.'),
})

export type ModelSummary = z.infer<typeof reply>

const longest = 220
/** Characters, with what a model thinks aloud. */
const LONGEST_ANSWER = 30_000

/** What is understood: some models write keywords as one text, or leave out what is empty. */
const understood = reply.extend({
  method: reply.shape.method.nullish().transform((text) => text ?? ''),
  result: reply.shape.result.nullish().transform((text) => text ?? ''),
  keywords: z
    .union([reply.shape.keywords, z.string().transform((text) => text.split(/[,;\n]/))])
    .nullish()
    .transform((keywords) => keywords ?? []),
})

/** The summary in a model's answer, fenced or with words and thoughts around it; else a sentence saying why not. */
export function parseReply(content: string): ModelSummary | string {
  const objects = withoutThoughts(content.slice(0, LONGEST_ANSWER)).map(findObjects)
  const candidates = objects.flatMap((found) => found.toReversed()).map((object) => understood.safeParse(object))
  const parsed = candidates.find(({ success }) => success) ?? candidates[0]
  if (!parsed) return 'it is not JSON'
  if (!parsed.success) return `it is not in the asked form: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`
  const { keywords, ...lines } = parsed.data
  const clean = {
    tldr: cleanLine(lines.tldr),
    contribution: cleanLine(lines.contribution),
    method: cleanLine(lines.method),
    result: cleanLine(lines.result),
    keywords: keywords.slice(0, 6).map(cleanLine).filter(Boolean),
  }
  return clean.tldr === '' || clean.contribution === '' ? 'it says nothing' : clean
}

/** One plain line: no links, mentions or markup, which an abstract may have asked the model for. */
function cleanLine(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\b(?:[a-z][a-z\d+.-]*:\/\/|www\.|mailto:)\S*/gi, ' ')
    .replace(/(?<![\p{L}\p{N}])[@#](?=\p{L})/gu, '')
    .replace(/[`*_~|<>[\]{}\\]+/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim()
  return clip(plain, longest)
}
