import type { Card } from '../../src/message.ts'

/** Where a reader stops the letters, or changes them. */
export type LetterLinks = { unsubscribe: string; settings: string }

export const factsOf = ({ byline, facts }: Card): string => [byline, ...facts].filter(Boolean).join(' · ')

/** Upstream text leads to the web or nowhere. */
export function webAddress(url: string | null): string | null {
  const parsed = url === null ? null : URL.parse(url)
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null
}
