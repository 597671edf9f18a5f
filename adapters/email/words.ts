import type { Card } from '../../src/core/message.ts'

/** Where a reader stops the letters, or changes them. */
export type LetterLinks = { unsubscribe: string; settings: string }

export const factsOf = ({ byline, facts }: Card): string => [byline, ...facts].filter(Boolean).join(' · ')

/** Characters; no browser takes a longer address everywhere. */
const LONGEST_URL = 3_000

/** Upstream text leads to the web or nowhere. */
export function webAddress(url: string | null): string | null {
  const parsed = url === null || url.length > LONGEST_URL ? null : URL.parse(url)
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null
}
