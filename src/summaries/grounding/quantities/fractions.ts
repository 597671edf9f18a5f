import { either } from '../../patterns.ts'
import { numberWords } from './number-words.ts'
import { boundOf, MOST_QUANTITIES, type Quantity } from './quantity.ts'

/** “A third”, “two thirds”, “three quarters”, “one in twenty”, “half”. */
const fraction = new RegExp(
  `(?<![\\p{L}\\d.])${either(
    /(?:(an?|one|two|three|four|nine)[ -])?(half|third|quarter|fifth|tenth)s?/,
    /(\d+|\p{Ll}+)(?: (?:in|out of) (?:(?:every|an?) )?|(?<=\b1)\/)(\d+|\p{Ll}+)/u,
  )}(?![\\p{L}\\d])`,
  'giu',
)
const parts = new Map([
  ['half', 2],
  ['third', 3],
  ['quarter', 4],
  ['fifth', 5],
  ['tenth', 10],
])
const numerator = (word: string) => (/^an?$/.test(word) ? 1 : (numberWords.get(word) ?? Number(word)))

/** Shares in words, as percentages; a whole number before them (“an hour and a half”) makes them none. */
export function readFractions(text: string): Quantity[] {
  return [...text.matchAll(fraction).take(MOST_QUANTITIES)].flatMap(
    ({ 0: raw, index: start, 1: many, 2: part, 3: some, 4: all }) => {
      const before = text.slice(Math.max(0, start - 22), start)
      // “The first half”, “half-precision”, “half as many” and “an hour and a half” are no shares.
      const isOther =
        part !== undefined && (/ and $/.test(before) || /^(?:-| as (?:many|much))/.test(text.slice(start + raw.length)))
      if (isOther || (part !== undefined && many === undefined && part !== 'half')) return []
      const value =
        part === undefined
          ? numerator((some ?? '').toLowerCase()) / numerator(all === 'hundred' ? '100' : (all ?? '').toLowerCase())
          : numerator((many ?? 'a').toLowerCase()) / (parts.get(part.toLowerCase()) ?? 1)
      if (Number.isNaN(value) || value > 1) return []
      return [
        {
          text: raw,
          value: 100 * value,
          unit: '%',
          bound: boundOf(before),
          isRough: true,
          start,
          end: start + raw.length,
        },
      ]
    },
  )
}
