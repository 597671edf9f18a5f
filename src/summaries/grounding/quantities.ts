import type { Passage } from './passages.ts'

/** A number in a text, with what it counts as far as that is written down. */
export type Quantity = {
  /** As written, for the objection. */
  text: string
  value: number
  unit: string | null
  /** “up to”, “at least”, “over”. */
  bound: 'most' | 'least' | null
  /** “About”, “nearly”. */
  isRough: boolean
  start: number
  end: number
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const words = new Map<string, number>([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, (i + 2) * 10] as const),
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
  ['double', 2],
  ['doubles', 2],
  ['doubling', 2],
  ['doubled', 2],
  ['triple', 3],
  ['triples', 3],
  ['tripling', 3],
  ['half', 0.5],
  ['halves', 0.5],
  ['halving', 0.5],
  ['dozen', 12],
])
const scales = new Map<string, number>([
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['million', 1e6],
  ['b', 1e9],
  ['billion', 1e9],
  ['t', 1e12],
  ['trillion', 1e12],
  ['hundred', 100],
])
const times = new Set(['twice', 'thrice', 'double', 'doubles', 'doubling', 'doubled', 'triple', 'triples', 'tripling'])

const units: [string, RegExp][] = [
  ['%', /^(?:\s*\\?%|[\s-]*percent(?:age)?(?![\s-]*points?)\b|[\s-]*per cent\b)(?!\s*(?:age )?points?)/i],
  ['points', /^(?:\s*\\?%)?[\s-]*(?:percentage |absolute |accuracy |BLEU |ROUGE |F1 )?(?:points?|pp|pts?)\b/i],
  ['times', /^(?:\s*(?:\$?\\times|×|times\b|x\b)|[\s-]*fold\b)/i],
  ['ms', /^[\s-]*(?:ms|milliseconds?)\b/],
  ['µs', /^[\s-]*(?:µs|us|microseconds?)\b/],
  ['s', /^[\s-]*(?:s|secs?|seconds?)\b/],
  ['min', /^[\s-]*(?:min|mins|minutes?)\b/],
  ['h', /^[\s-]*(?:h|hrs?|hours?)\b/],
  ['days', /^[\s-]*days?\b/],
  ['weeks', /^[\s-]*weeks?\b/],
  ['months', /^[\s-]*months?\b/],
  ['years', /^[\s-]*years?\b/],
  ['kB', /^[\s-]*(?:KB|kB|kilobytes?)\b/],
  ['MB', /^[\s-]*(?:MB|MiB|megabytes?)\b/],
  ['GB', /^[\s-]*(?:GB|GiB|gigabytes?)\b/],
  ['TB', /^[\s-]*(?:TB|TiB|terabytes?)\b/],
  ['dB', /^[\s-]*(?:dB|decibels?)\b/],
  ['Hz', /^[\s-]*(?:Hz|hertz)\b/],
  ['kHz', /^[\s-]*kHz\b/],
  ['fps', /^[\s-]*(?:fps|frames per second)\b/i],
  ['bits', /^[\s-]*bits?\b/],
  ['bytes', /^[\s-]*bytes?\b/],
  ['mm', /^[\s-]*(?:mm|millimet(?:re|er)s?)\b/],
  ['cm', /^[\s-]*(?:cm|centimet(?:re|er)s?)\b/],
  ['km', /^[\s-]*(?:km|kilomet(?:re|er)s?)\b/],
  ['m', /^[\s-]*(?:met(?:re|er)s?)\b/],
]

const number = new RegExp(
  `(?<![\\p{L}\\p{N}.,/_]|\\p{L}[-‐‑]|(?<!\\d)-)[-−+±]?[$€£]?(?:\\d+(?:,\\d{3})+|\\d+)(?:\\.\\d+)?|(?<![\\p{L}-])(?:${[...words.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?=[\\s-]|\\b|fold)`,
  'giu',
)

/** No sentence holds more numbers; each one is compared with each of a summary. */
const MOST_QUANTITIES = 100

export function readQuantities({ text }: Passage): Quantity[] {
  const found: Quantity[] = []
  for (const { 0: raw, index } of text.matchAll(number).take(MOST_QUANTITIES)) {
    const previous = found.at(-1)
    if (previous && index < previous.end) continue
    const quantity = readQuantity(text, raw, index)
    if (quantity) found.push(quantity)
  }
  // “between 3 and 5%”, “from 61 to 67 points”: the unit stands after the last one.
  for (const [i, quantity] of found.entries()) {
    const next = found[i + 1]
    if (
      quantity.unit === null &&
      next &&
      /^\s*(?:to|and|or|–|-|vs\.?|,|\/)\s*$/.test(text.slice(quantity.end, next.start))
    )
      quantity.unit = next.unit
  }
  return found
}

function readQuantity(text: string, raw: string, start: number): Quantity | null {
  const lower = raw.toLowerCase()
  let end = start + raw.length
  let value = words.get(lower) ?? Number(lower.replace(/[-−+±$€£,]/g, ''))
  if (Number.isNaN(value)) return null
  if (tens.includes(lower)) {
    const rest = /^[\s-](one|two|three|four|five|six|seven|eight|nine)\b/i.exec(text.slice(end))
    value += words.get(rest?.[1]?.toLowerCase() ?? '') ?? 0
    end += rest?.[0].length ?? 0
  }
  const scale = /^(?:[\s-]?(k|thousand|million|billion|trillion|hundred)|([MBT]))(?![\p{L}\p{N}])/iu.exec(
    text.slice(end),
  )
  const scaleWord = (scale?.[1] ?? scale?.[2])?.toLowerCase()
  if (scale && scaleWord) {
    value *= scales.get(scaleWord) ?? 1
    end += scale[0].length
  }
  // “Three-dimensional” counts nothing.
  if (/^[\s-]dimensional\b/i.test(text.slice(end))) return null
  // “4th” and “4o” are names of things, “2D” is a shape.
  if (/^[\p{L}](?![\p{L}])/u.test(text.slice(end)) && !/^[xs%h]\b/i.test(text.slice(end))) return null
  const after = text.slice(end, end + 30)
  const unit = times.has(lower) ? 'times' : (units.find(([, pattern]) => pattern.test(after))?.[0] ?? null)
  const before = text.slice(Math.max(0, start - 22), start)
  const isRough = /(?:\b(?:about|around|nearly|roughly|almost|approximately|some|circa|close to)|[~≈])\s*$/i.test(
    before,
  )
  const written = text.slice(start, end) + (unit === '%' ? '%' : '')
  return { text: written, value, unit, bound: boundOf(before), isRough, start, end }
}

function boundOf(before: string): Quantity['bound'] {
  if (/\b(?:up to|at most|no more than|less than|fewer than|under|below)\s+(?:an?\s+)?$/i.test(before)) return 'most'
  if (/\b(?:at least|no less than|more than|over|above|exceeding|greater than)\s+(?:an?\s+)?$/i.test(before))
    return 'least'
  return null
}

const roughly = 0.05

/** The same amount, whatever the writing: 10k and 10,000, half and 50%, 0.5 and 50%. */
export function isSameAmount(a: Quantity, b: Quantity): boolean {
  const off = Math.abs(a.value - b.value)
  if (off <= 1e-9 * Math.max(1, Math.abs(a.value))) return true
  // “About 24 %” rounds 23.5 %.
  if (a.isRough && a.unit === b.unit && off <= roughly * Math.abs(b.value)) return true
  // What is twice as cheap costs half.
  if (a.value * b.value === 1 && (a.unit === 'times' || b.unit === 'times')) return true
  const share = (quantity: Quantity) => (quantity.unit === '%' ? quantity.value / 100 : quantity.value)
  return (a.unit === '%') !== (b.unit === '%') && share(a) === share(b) && share(a) <= 1
}

/** Units differ only where both are written. “Points” of a percentage are often written as %. */
export function isSameUnit(a: Quantity, b: Quantity): boolean {
  if (a.unit === b.unit) return true
  const isRatio = (quantity: Quantity) => quantity.unit === null && quantity.value <= 1
  return isRatio(a) || isRatio(b)
}
