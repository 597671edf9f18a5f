import { capitalized } from './wording/clean-sentence.ts'
import { makes, study } from './wording/cues.ts'
import { lineLimit } from './wording/limits.ts'
import { product } from './wording/name-subject.ts'
import { mentions } from './wording/paper-name.ts'

export const byUs = new RegExp(`(?:^|, |that )we (?!${makes})`, 'i')
const evidence = new RegExp(`^(?:(?:[\\w-]+ ){0,3}${study}|on|across|over)\\b`, 'i')
const ours = new RegExp(`^Our (?:[\\w-]+ ){0,2}${product}\\b`)

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
