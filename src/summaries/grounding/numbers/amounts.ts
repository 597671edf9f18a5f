import { anyWord } from '../../patterns.ts'
import type { Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { derivedQuantities, readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount, isSameUnit } from '../quantities/same-amount.ts'

const isRelation = anyWord(
  /more|fewer|less|gain\w*|improv\w*|faster|times|as|points|higher|lower|increas\w*|ris\w*|reduc\w*|cut\w*|above|ahead/,
  /grow\w*|sav\w*|better|up|down|drop\w*|fall\w*|halv\w*/,
)

/** A sentence for a number that the source does not hold, or holds in another unit; else null. */
export function unheldAmount(
  quantity: Quantity,
  same: Located[],
  basis: Passage[],
  statement: Passage,
  known: Located[],
): string | null {
  const { text, unit } = quantity
  // “One” and “two” are often no counts.
  if (unit === null && /^(?:one|two|once|zero)$/i.test(text)) return null
  if (same.length === 0) {
    if (
      isWorded(quantity) &&
      !basis.some((passage) => readQuantities(passage).some((other) => contradicts(other, quantity)))
    )
      return null
    const isDerived = basis.some((passage) =>
      derivedQuantities(passage).some((other) => (!other.isRough || !/\d/.test(text)) && isSameAmount(quantity, other)),
    )
    if (followsFromTwo(quantity, known)) return null
    return isDerived && (unit !== '%' || isRelation.test(statement.text.replace(/\b(?:more|less|fewer) than\b/g, '')))
      ? null
      : `The abstract does not hold the number ${text}.`
  }
  const rate = rateOf(quantity, statement)
  const rates = same.map((one) => rateOf(one.quantity, one.passage))
  if (rate && rates.length > 0 && rates.every((one) => one !== null && one !== rate))
    return `The abstract gives ${text} per ${rates[0]}, not per ${rate}.`
  const inUnit = same.filter((other) => isSameUnit(quantity, other.quantity))
  // “An accuracy of 71.3” may well be a percentage, 32 of something is none.
  const isCounted = (one: Quantity) =>
    one.unit !== null || unit === 'times' || (unit === '%' && Number.isInteger(one.value))
  const other = same.find((one) => isCounted(one.quantity))?.quantity
  const isTime = (one: Quantity) => physical.test(one.unit ?? '')
  if (isTime(quantity) && quantity.value > 12 && same.every((one) => one.quantity.unit === null))
    return `The abstract does not give ${text} in ${unit}.`
  if (
    inUnit.length === 0 &&
    other &&
    unit !== null &&
    (physical.test(unit) || /\d|fold|^(?:three|four|five)/.test(text))
  )
    return `The abstract gives ${other.text} in ${other.unit ?? 'another unit'}, not in ${unit}.`
  const measured = same.find((one) => physical.test(one.quantity.unit ?? ''))
  // “18 seconds where it needed 31”
  const isUnderstood = readQuantities(statement).some((one) => one.unit === measured?.quantity.unit)
  if (unit === null && measured && !isUnderstood && same.every((one) => physical.test(one.quantity.unit ?? '')))
    return `The abstract gives ${text} in ${measured.quantity.unit}.`
  return null
}

const rates: [string, RegExp][] = [
  ['second', /^(?:s|sec\w*)$/i],
  ['minute', /^min\w*$/i],
  ['hour', /^(?:h|hours?)$/i],
  ['day', /^days?$/i],
]

/** “4.3 tokens per second”. */
function rateOf({ end }: Quantity, { text }: Passage): string | null {
  const [, word] =
    /^(?:[^,.;]|\.\d){0,24}?(?:\/ ?|\bper |\b(?:a|an|each|every) )(s|sec\w*|min\w*|h|hours?|days?)\b/i.exec(
      text.slice(end),
    ) ?? []
  return word === undefined ? null : (rates.find(([, pattern]) => pattern.test(word))?.[0] ?? null)
}

const size = /(?<![\d.])(\d+(?:\.\d+)?)([MBT])(?!\w)/g
const scales: Record<string, number> = { M: 1e6, B: 1e9, T: 1e12 }

/** “Four billion parameters” of “Tidemark-4B”. */
export const isSizeInName = ({ value }: Quantity, passages: Passage[]): boolean =>
  value >= 1e6 &&
  passages.some(({ text }) =>
    [...text.matchAll(size)].some(([, number, scale = '']) => Number(number) * (scales[scale] ?? 1) === value),
  )

/** “4.4 points more”, “ten times as many”: what two numbers of the source make exactly, wherever they stand. */
function followsFromTwo({ text, value, unit }: Quantity, known: Located[]): boolean {
  const isExact = /\d\.\d/.test(text)
  if (!isExact && (unit !== 'times' || value < 3)) return false
  return known.some(({ quantity: a }) =>
    known.some(({ quantity: b }) => {
      if (a.unit !== b.unit || a.value <= b.value || b.value <= 0) return false
      return isExact
        ? Math.abs(a.value - b.value - value) < 1e-6
        : /\d\.|\d{2}/.test(a.text) && Math.abs(a.value / b.value - value) < 0.35
    }),
  )
}

const physical = /^(?:m?s|µs|min|h|days|weeks|months|years|[kMGT]B|dB|k?Hz|fps|[cmk]?m)$/

/** Shares in words and what is counted or rounded anew: not every source says it in numbers. */
const isWorded = ({ text, isRough, unit }: Quantity) => unit !== 'times' && (isRough || !/\d/.test(text))

const contradicts = (other: Quantity, { unit, value }: Quantity) =>
  unit === null ? other.unit === null && other.value > 2 && value > 12 : isSameUnit(other, { ...other, unit })
