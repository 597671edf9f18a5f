import { oncePerPassage, type Passage } from '../passages.ts'
import { readFractions } from './fractions.ts'
import { multiples, numberWords, scales, scaleWord, tens } from './number-words.ts'
import { boundOf, MOST_QUANTITIES, type Quantity, rough } from './quantity.ts'

const units: [string, RegExp][] = [
  ['%', /^(?:\s*\\?%|[\s-]*percent(?:age)?(?![\s-]*points?)\b|[\s-]*per cent\b)(?!\s*(?:age )?points?)/i],
  ['points', /^(?:\s*\\?%)?[\s-]*(?:percentage |absolute |accuracy |BLEU |ROUGE |F1 )?(?:points?|pp|pts?)\b/i],
  ['times', /^(?:\s*(?:\$?\\times|[×*]|times\b|x\b)|[\s-]*fold\b)/i],
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
  ['fps', /^[\s-]*(?:fps\b|frames (?:per|a|each) second)/i],
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
    `(?<![\\p{L}\\p{N}.,/_]|\\p{L}[\\p{N}.]{0,6}[-‐‑^]|(?<!\\d)-)${digits}`,
    `(?<![\\p{L}-])(?:${longestFirst.join('|')})(?=[\\s-]|\\b|fold)`,
  ].join('|'),
  'giu',
)

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
    const isJoined = next && /^\s*(?:to|and|or|–|-|~|vs\.?|,|\/)\s*$/.test(text.slice(quantity.end, next.start))
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
  // “2 A800 hours” are hours.
  const after = text.slice(end, end + 40).replace(/^[\s-]*[A-Z][\w-]*(?=[\s-](?:hours?|days?|weeks?|min\w*)\b)/, '')
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

/** Between two numbers of which one is more than the other. */
const compared =
  /\b(?:to|vs|versus|compared|over|against|than|from|while|whereas|outperform\w*|surpass\w*|for)\b|[(;→]|->/

/** What follows from two numbers of the same kind: how much more one is, and how many times as much. */
export const derivedQuantities = oncePerPassage((passage: Passage): Quantity[] => {
  const found = readQuantities(passage).slice(0, 30)
  return found.flatMap((a) =>
    found.flatMap((b) => {
      const between = passage.text.slice(Math.min(a.end, b.end), Math.max(a.start, b.start))
      const isClose = between.length < 80 && compared.test(between) && (a.unit !== null || /\./.test(a.text + b.text))
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
