import { availability, background, type Cue, contribution, meaningBearing, method, result } from '../cues.ts'

// Two bits for each: the word is enough, or it may belong to a phrase.
const cues = [meaningBearing, contribution, method, result, background, availability]

const sources = cues.flatMap(({ words, opens }) => [words.source, opens.source])
const any = new RegExp(sources.join('|'))

/** What the word, in small letters, may say of a sentence that holds it. */
export function cueFlagsOf(word: string): number {
  if (!any.test(word)) return 0
  let flags = 0
  for (const [i, { words, opens }] of cues.entries()) {
    if (words.test(word)) flags |= 1 << (2 * i)
    if (opens.test(word)) flags |= 2 << (2 * i)
  }
  return flags
}

/** Whether the text, whose words have these flags between them, matches the cue: most texts need not be searched. */
export function matchesCue(cue: Cue, flags: number, text: string): boolean {
  const own = flags >> (2 * cues.indexOf(cue))
  return (own & 1) > 0 || ((own & 2) > 0 && cue.pattern.test(text))
}
