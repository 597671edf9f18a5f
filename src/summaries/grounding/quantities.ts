import { oncePerPassage, type Passage } from './passages.ts'

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
  ...['halves', 'halving', 'halved'].map((word) => [word, 0.5] as const),
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

export const readQuantities = oncePerPassage(({ text }): Quantity[] => {
  const found = readFractions(text)
  const shares = [...found]
  for (const { 0: raw, index } of text.matchAll(number).take(MOST_QUANTITIES)) {
    const previous = found.at(-1)
    if (
      shares.some(({ start, end }) => index >= start && index < end) ||
      (previous && !shares.includes(previous) && index < previous.end)
    )
      continue
    const quantity = readQuantity(text, raw, index)
    if (quantity) found.push(quantity)
  }
  found.sort((a, b) => a.start - b.start)
  for (const { 0: raw, index: start } of text.matchAll(/\b(?:an )?orders? of magnitude\b/gi))
    found.push({ text: raw, value: 10, unit: 'times', bound: null, isRough: true, start, end: start + raw.length })
  // “between 3 and 5%”, “from 61 to 67 points”: the unit stands after the last one.
  for (const [i, quantity] of found.entries()) {
    const next = found[i + 1]
    const isJoined = next && /^\s*(?:to|and|or|–|-|vs\.?|,|\/)\s*$/.test(text.slice(quantity.end, next.start))
    if (isJoined) quantity.unit ??= next.unit
  }
  return found
})

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
  if (/^ and a half\b/.test(text.slice(end))) {
    value += 0.5
    end += ' and a half'.length
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
const rough =
  /(?:\b(?:about|around|nearly|roughly|almost|approximately|some|circa|close to|just (?:over|under|below|above))|[~≈])\s*(?:an? )?$/i
const most =
  /\b(?:up to|at most|no more than|less than|fewer than|under|below|nearly|almost|approaching|within)\s+(?:an?\s+)?$/i
const least = /\b(?:at least|no less than|more than|over|above|exceeding|greater than|beyond)\s+(?:an?\s+)?$/i

function boundOf(before: string): Quantity['bound'] {
  if (most.test(before)) return 'most'
  return least.test(before) ? 'least' : null
}

/** “A third”, “two thirds”, “three quarters”, “one in twenty”, “half”. */
const fraction =
  /(?<![\p{L}\d.])(?:(?:(an?|one|two|three|four|nine)[ -])?(half|third|quarter|fifth|tenth|hundredth|thousandth)s?|(\d+|\p{Ll}+) (?:in|out of) (?:(?:every|an?) )?(\d+|\p{Ll}+))(?![\p{L}\d])/giu
const parts = new Map([
  ['half', 2],
  ['third', 3],
  ['quarter', 4],
  ['fifth', 5],
  ['tenth', 10],
  ['hundredth', 100],
  ['thousandth', 1000],
])
const numerator = (word: string) => (/^an?$/.test(word) ? 1 : (numberWords.get(word) ?? Number(word)))

/** Shares in words, as percentages; a whole number before them (“an hour and a half”) makes them none. */
function readFractions(text: string): Quantity[] {
  return [...text.matchAll(fraction).take(MOST_QUANTITIES)].flatMap(
    ({ 0: raw, index: start, 1: many, 2: part, 3: some, 4: all }) => {
      const before = text.slice(Math.max(0, start - 22), start)
      // “The first half”, “a third model”, “half-precision” and “an hour and a half” are no shares.
      const isOther =
        part !== undefined &&
        (/\b(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|hour|minute|day|year) and $|\b(?:the|first|second|latter|hours?|minutes?|days?|years?|times?) (?:and )?$/i.test(
          before,
        ) ||
          text[start + raw.length] === '-')
      if (
        isOther ||
        (part === 'third' && many === undefined) ||
        (part !== undefined && many === undefined && part !== 'half')
      )
        return []
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

/** What follows from two numbers of the same kind: how much more one is, and how many times as much. */
export const derivedQuantities = oncePerPassage((passage: Passage): Quantity[] => {
  const found = readQuantities(passage).slice(0, 30)
  return found.flatMap((a) =>
    found.flatMap((b) => {
      const isClose = Math.abs(a.start - b.start) < 80 && (a.unit !== null || /\./.test(a.text + b.text))
      if (a.unit !== b.unit || !isClose || a.value <= b.value || b.value <= 0) return []
      const [difference, ratio] = [Number((a.value - b.value).toPrecision(6)), a.value / b.value]
      const rough = { ...a, isRough: true, bound: null }
      return [
        { ...a, value: difference, unit: a.unit === '%' ? 'points' : a.unit },
        { ...rough, value: ratio, unit: 'times' },
        { ...rough, value: 100 * (ratio - 1), unit: '%' },
        { ...rough, value: 100 * (1 - 1 / ratio), unit: '%' },
      ]
    }),
  )
})

const roughly = 0.08
/** Shares in words: percentage points. */
const near = 4

/** The same amount in any notation, `a` as a summary has it: 10k and 10,000, half and 50%, “more than 11” and 11.3. */
export function isSameAmount(a: Quantity, b: Quantity): boolean {
  const off = Math.abs(a.value - b.value)
  if (off <= 1e-9 * Math.max(1, Math.abs(a.value))) return true
  const isAlike = a.unit === b.unit || (isPercentage(a) && isPercentage(b)) || a.unit === null || b.unit === null
  // “About 24 %” rounds 23.5 %, “just under half” 47 %.
  if (isAlike && a.isRough && off <= Math.max(roughly * Math.abs(b.value), a.unit === '%' && b.value > 15 ? near : 0))
    return true
  if (isAlike && a.bound === 'least' && b.value > a.value && b.value <= 1.25 * a.value) return true
  if (isAlike && a.bound === 'most' && b.value < a.value && b.value >= 0.6 * a.value) return true
  // What is twice as cheap costs half, and what rises by 200 % triples.
  if (a.value * b.value === 1 && (a.unit === 'times' || b.unit === 'times')) return true
  if (a.unit === 'times' && b.unit === '%' && Math.abs(b.value / 100 + 1 - a.value) <= roughly * a.value) return true
  const share = (quantity: Quantity) => (quantity.unit === '%' ? quantity.value / 100 : quantity.value)
  if ((a.unit === '%') === (b.unit === '%') || share(a) > 1) return false
  return Math.abs(share(a) - share(b)) <= (a.isRough ? near / 100 : 1e-9)
}

const isPercentage = ({ unit }: Quantity) => unit === '%' || unit === 'points'

/** Units differ only where both are written. “Points” of a percentage are often written as %. */
export function isSameUnit(a: Quantity, b: Quantity): boolean {
  if (a.unit === b.unit || (isPercentage(a) && isPercentage(b))) return true
  const isRatio = (quantity: Quantity) => quantity.unit === null && quantity.value <= 1
  return isRatio(a) || isRatio(b)
}
