import { proposal } from './cues.ts'

// “GRPO”, “LiveCodeBench Pro”, “π-Flow”, “Tidemark”: up to three words, one of which begins with a capital or a digit.
const word = '[\\p{L}\\p{N}][\\p{L}\\p{N}.+\\-‐–$^]*'
const titled = new RegExp(`^(${word}(?: ${word}){0,2}): `, 'u')
const isName = /^(?=.*[\p{Lu}\p{N}])\P{Ll}|^\p{Ll}+[\p{Lu}\p{N}]/u
const common = /^(?:towards?|learning|on|an?|the|is|are|do|does|can|how|what|why|beyond|from|rethinking|revisiting)\b/i
// “We present Tidemark, a …”, “a method called Tidemark”, “a method (Tidemark)”.
const named = /\b(?:called|named|dubbed|termed|coined) ([A-Z][\w-]*\w)/
const makes = '\\b(?:propose|introduce|present|develop|design|construct|build|curate|release|create)s?'
const acronym = new RegExp(`${makes} [^.,;:]{0,90}?\\(([A-Z][\\w.+-]*)\\)`)
const afterVerb = new RegExp(`${makes} ([A-Z][\\w-]+(?: [A-Z][\\w-]+){0,3})(?:,| \\(|:)`)

/** What the authors call what they made, where the title or the sentence that introduces it says so; else null. */
export function paperName(title: string, sentences: string[]): string | null {
  const [, head] = titled.exec(title) ?? []
  if (head !== undefined && isName.test(head) && !common.test(head) && sentences.some((one) => one.includes(head)))
    return head
  return introducedName(sentences.find((one) => proposal.test(one)) ?? '')
}

/** The name that a sentence gives to what it introduces. */
export const introducedName = (sentence: string): string | null =>
  (named.exec(sentence) ?? acronym.exec(sentence) ?? afterVerb.exec(sentence))?.[1] ?? null
