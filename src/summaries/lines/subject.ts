import { either } from '../patterns.ts'
import { capitalized } from './wording/clean-sentence.ts'
import { lineLimit } from './wording/limits.ts'
import { mentions } from './wording/paper-name.ts'

/** What is done to what is new. */
export const makes = either(/propos|introduc|present|develop|design|construct|build|creat|releas/)
export const byUs = new RegExp(`(?:^|, |that )we (?!${makes})`, 'i')
const evidence = /^(?:(?:[\w-]+ ){0,3}(?:experiments?|results|evaluations?|tests)|on|across|over)\b/i
/** What is new is one of these. */
export const kind = 'method|approach|framework|model|system|algorithm|pipeline|benchmark|dataset'
const ours = new RegExp(`^Our (?:[\\w-]+ ){0,2}(?:${kind})\\b`)

/** Of whom a sentence about the paper tells: “We”, its name or “Our method”. */
export function subjectOf(sentence: string, name: string | null): string | null {
  if (byUs.test(sentence)) return 'We'
  if (name !== null && mentions(sentence.slice(0, lineLimit), name)) return capitalized(name)
  const own = ours.exec(sentence)?.[0] ?? null
  return own ?? (name !== null && !name.startsWith('the ') && evidence.test(sentence) ? capitalized(name) : null)
}

/** Who does what is told after that: in “we show that models fail, losing time” neither we nor the paper. */
export function agentOf(before: string, subject: string, name: string | null): string | null {
  if (subject !== 'We') return subject
  const [, claim] = /\bwe\b.*(?:\bthat |: |; |\bwhile )(.*)/i.exec(before) ?? []
  if (claim === undefined) return subject
  return name !== null && claim.startsWith(name) ? capitalized(name) : null
}
