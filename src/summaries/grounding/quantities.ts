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

const small = [
  'zero one two three four five six seven eight nine ten',
  'eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
].flatMap((words) => words.split(' '))
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const multiples = new Map([
  ...['twice', 'double', 'doubles', 'doubling', 'doubled'].map((word) => [word, 2] as const),
  ...['thrice', 'triple', 'triples', 'tripling'].map((word) => [word, 3] as const),
])
const numberWords = new Map([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, (i + 2) * 10] as const),
  ...multiples,
  ...['half', 'halves', 'halving'].map((word) => [word, 0.5] as const),
  ['once', 1],
  ['dozen', 12],
])
const scales: [RegExp, number][] = [
  [/^hundred/, 100],
  [/^(?:k|thousand)/, 1e3],
  [/^m/, 1e6],
  [/^b/, 1e9],
  [/^t/, 1e12],
]

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

const digits = '[-−+±]?[$€£]?(?:\\d+(?:,\\d{3})+|\\d+)(?:\\.\\d+)?'
const longestFirst = [...numberWords.keys()].toSorted((a, b) => b.length - a.length)
const number = new RegExp(
  [
    `(?<![\\p{L}\\p{N}.,/_]|\\p{L}[-‐‑]|(?<!\\d)-)${digits}`,
    `(?<![\\p{L}-])(?:${longestFirst.join('|')})(?=[\\s-]|\\b|fold)`,
  ].join('|'),
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
    const isJoined = next && /^\s*(?:to|and|or|–|-|vs\.?|,|\/)\s*$/.test(text.slice(quantity.end, next.start))
    if (isJoined) quantity.unit ??= next.unit
  }
  return found
}

function readQuantity(text: string, raw: string, start: number): Quantity | null {
  const lower = raw.toLowerCase()
  let end = start + raw.length
  let value = numberWords.get(lower) ?? Number(lower.replace(/[-−+±$€£,]/g, ''))
  if (Number.isNaN(value)) return null
  if (tens.includes(lower)) {
    const rest = /^[\s-](one|two|three|four|five|six|seven|eight|nine)\b/i.exec(text.slice(end))
    value += numberWords.get(rest?.[1]?.toLowerCase() ?? '') ?? 0
    end += rest?.[0].length ?? 0
  }
  const scale = scaleWord.exec(text.slice(end))
  if (scale) {
    const name = (scale[1] ?? scale[2] ?? '').toLowerCase()
    value *= scales.find(([pattern]) => pattern.test(name))?.[1] ?? 1
    end += scale[0].length
  }
  const after = text.slice(end, end + 30)
  // “Three-dimensional” counts nothing.
  if (/^[\s-]dimensional\b/i.test(after)) return null
  // “4th” and “4o” are names of things, “2D” is a shape.
  if (/^[\p{L}](?![\p{L}])/u.test(after) && !/^[xs%h]\b/i.test(after)) return null
  const unit = multiples.has(lower) ? 'times' : (units.find(([, pattern]) => pattern.test(after))?.[0] ?? null)
  const before = text.slice(Math.max(0, start - 22), start)
  const isRough = rough.test(before)
  const written = text.slice(start, end) + (unit === '%' ? '%' : '')
  return { text: written, value, unit, bound: boundOf(before), isRough, start, end }
}

const scaleWord = /^(?:[\s-]?(k|thousand|million|billion|trillion|hundred)|([MBT]))(?![\p{L}\p{N}])/iu
const rough = /(?:\b(?:about|around|nearly|roughly|almost|approximately|some|circa|close to)|[~≈])\s*$/i
const most = /\b(?:up to|at most|no more than|less than|fewer than|under|below)\s+(?:an?\s+)?$/i
const least = /\b(?:at least|no less than|more than|over|above|exceeding|greater than)\s+(?:an?\s+)?$/i

function boundOf(before: string): Quantity['bound'] {
  if (most.test(before)) return 'most'
  return least.test(before) ? 'least' : null
}

const roughly = 0.05

/** The same amount in any notation: 10k and 10,000, half and 50%, 0.5 and 50%. */
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
