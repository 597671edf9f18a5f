import { oncePerPassage } from '../passages.ts'
import { readFractions } from './fractions.ts'
import { multiples, numberWords, scales, scaleWord, tens } from './number-words.ts'
import { boundOf, MOST_QUANTITIES, type Quantity, rough } from './quantity.ts'

const units: [string, RegExp][] = [
  ['%', /^(?:\s*\\?%|[\s-]*percent(?:age)?(?![\s-]*points?)\b|[\s-]*per cent\b)(?!\s*(?:age )?points?)/i],
  ['points', /^(?:\s*\\?%)?[\s-]*(?:percentage |absolute |accuracy |BLEU |ROUGE |F1 )?(?:points?|pp|pts?)\b/i],
  ['times', /^(?:\s*(?:\$?\\times|[×*]|times\b|x\b)|[\s-]*fold\b)/i],
  ['ms', /^[\s-]*(?:ms|milliseconds?)\b/],
  ['s', /^[\s-]*(?:s|secs?|seconds?)\b/],
  ['min', /^[\s-]*(?:mins?|minutes?)\b/],
  ['h', /^[\s-]*(?:h|hrs?|hours?)\b/],
  ['fps', /^[\s-]*(?:fps\b|frames (?:per|a|each) second)/i],
]
const spelled = /^[\s-]*(day|week|month|year|bit|byte)s?\b/
const symbol = /^[\s-]*(µs|[kKMGT]i?B|dB|k?Hz|[mck]m)\b/

function unitOf(after: string): string | null {
  const [, word] = spelled.exec(after) ?? []
  if (word) return `${word}s`
  return units.find(([, pattern]) => pattern.test(after))?.[0] ?? symbol.exec(after)?.[1]?.replace('iB', 'B') ?? null
}

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
  for (const { 0: raw, index } of text.matchAll(number).take(MOST_QUANTITIES)) {
    if (found.some(({ start, end }) => index >= start && index < end)) continue
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
  const scale = scaleWord.exec(text.slice(end))
  if (scale) {
    const name = (scale[1] ?? scale[2] ?? '').toLowerCase()
    value *= scales.find(([pattern]) => pattern.test(name))?.[1] ?? 1
    end += scale[0].length
  }
  // “2 A800 hours” are hours.
  const after = text.slice(end, end + 40).replace(/^[\s-]*[A-Z][\w-]*(?=[\s-](?:hours?|days?|weeks?|min\w*)\b)/, '')
  // “4th” and “4o” are names of things, “2D” is a shape.
  if (/^[\p{L}](?![\p{L}])/u.test(after) && !/^[xs%h]\b/i.test(after)) return null
  const unit = multiples.has(lower) ? 'times' : unitOf(after)
  const before = text.slice(Math.max(0, start - 22), start)
  const isRough = rough.test(before)
  const written = text.slice(start, end) + (unit === '%' ? '%' : '')
  return { text: written, value, unit, bound: boundOf(before), isRough, start, end }
}
