import { redact } from './log.ts'

/** Causes that point at each other end here. */
const DEEPEST = 8
const LONGEST_CAUSE = 300

/** An error in its own words, then those of its causes, each once. Remedies are added by code, and replace nothing. */
export function describeError(error: unknown): string {
  const [sentence = '', ...causes] = chainOf(error).map((one) => redact(wordsOf(one)))
  const said = causes.map((cause) => withoutEnd(cause).slice(0, LONGEST_CAUSE))
  if (sentence.includes(said.at(-1) ?? '')) return sentence
  const reasons = [...new Set(said)].filter((cause) => !sentence.includes(cause)).join(': ')
  if (sentence.endsWith('?')) return `${sentence} (${reasons})`
  return `${withoutEnd(sentence)}: ${reasons}${sentence.endsWith('.') ? '.' : ''}`
}

/** The codes of an error and of its causes, the outermost first: errno, SQLSTATE, HTTP status, a library's own. */
export const codesOf = (error: unknown): string[] => chainOf(error).flatMap(ownCodes)

/** What to do about an error whose codes are known; null for any other. */
export function remedyFor(error: unknown, remedies: Record<string, string>): string | null {
  const code = codesOf(error).find((code) => Object.hasOwn(remedies, code))
  return code === undefined ? null : (remedies[code] ?? null)
}

/** The same, added to the words, as the rest of a sentence. */
export function describeWithRemedy(error: unknown, remedies: Record<string, string>): string {
  const remedy = remedyFor(error, remedies)
  return remedy === null ? describeError(error) : `${withoutEnd(describeError(error))}; ${remedy}`
}

function chainOf(error: unknown): unknown[] {
  const chain = [error]
  for (let last = error; last instanceof Error && last.cause !== undefined && chain.length < DEEPEST; ) {
    last = last.cause
    chain.push(last)
  }
  return chain
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node tries each address of a host, and says nothing of its own when all fail.
  const each = error instanceof AggregateError ? [...new Set(error.errors.map(wordsOf))].join(', ') : ''
  return error.message.trim() || each || ownCodes(error)[0] || error.name
}

function ownCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { code, status, errcode } = error as Partial<Record<'code' | 'status' | 'errcode', unknown>>
  // SQLite's code without its extension.
  const all = [code, status, typeof errcode === 'number' ? errcode & 0xff : undefined]
  return all.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []))
}

const withoutEnd = (sentence: string): string => sentence.replace(/\.$/, '')
