import type { createRandom } from '../training/linear.ts'

export type Paper = { title: string; abstract: string }
export type Random = ReturnType<typeof createRandom>

/** A line of a summary with something changed; null where the line offers nothing to change. */
export type Change = (line: string, paper: Paper, random: Random, other: Paper) => string | null

export const figure = /(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]|\.\d|,\d)/g

export const added = (line: string, what: string): string => `${line.replace(/\.$/, '')}${what}.`

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export function replaceOne(
  line: string,
  pattern: RegExp,
  random: Random,
  change: (found: string) => string | null,
): string | null {
  const found = [...line.matchAll(pattern)]
  const chosen = found[Math.floor(random() * found.length)]
  const to = chosen ? change(chosen[0]) : null
  return chosen && to !== null
    ? `${line.slice(0, chosen.index)}${to}${line.slice(chosen.index + chosen[0].length)}`
    : null
}

/** The first of the turns that the line has something for. */
export const turned =
  (turns: [from: RegExp, to: string][]) =>
  (line: string): string | null => {
    const [from, to] = turns.find(([pattern]) => pattern.test(line)) ?? []
    return from && to !== undefined ? line.replace(from, to) : null
  }
