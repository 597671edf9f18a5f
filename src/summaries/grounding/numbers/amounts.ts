import type { Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameUnit } from '../quantities/same-amount.ts'

/** A sentence for a number that the source does not hold, or holds in another unit; else null. */
export function unheldAmount(
  quantity: Quantity,
  same: Located[],
  basis: Passage[],
  statement: Passage,
  known: Located[],
): string | null {
  const { text, unit } = quantity
  if (same.length === 0) {
    const isOpen =
      isWorded(quantity) &&
      !basis.some((passage) => readQuantities(passage).some((other) => contradicts(other, quantity)))
    return isOpen || followsFromTwo(quantity, known) ? null : `The abstract does not hold the number ${text}.`
  }
  const other = same.find((one) => one.quantity.unit !== null)?.quantity
  const isInUnit = same.some((one) => isSameUnit(quantity, one.quantity))
  // “An accuracy of 71.3” may well be a percentage, 32 of something is none.
  const isExact = /\d/.test(text) && (other !== undefined || (unit === '%' && Number.isInteger(quantity.value)))
  if (!isInUnit && unit !== null && (physical.test(unit) || isExact))
    return `The abstract gives ${text} in ${other?.unit ?? 'no unit'}, not in ${unit}.`
  // “18 seconds where it needed 31”
  const isUnderstood = readQuantities(statement).some((one) => one.unit === other?.unit)
  if (unit === null && !isUnderstood && same.every((one) => physical.test(one.quantity.unit ?? '')))
    return `The abstract gives ${text} in ${other?.unit}.`
  return null
}

const size = /(?<![\d.])(\d+(?:\.\d+)?)([MBT])(?!\w)/g
const scales: Record<string, number> = { M: 1e6, B: 1e9, T: 1e12 }

/** “Four billion parameters” of “Tidemark-4B”. */
export const isSizeInName = ({ value }: Quantity, passages: Passage[]): boolean =>
  value >= 1e6 &&
  passages.some(({ text }) =>
    [...text.matchAll(size)].some(([, number, scale = '']) => Number(number) * (scales[scale] ?? 1) === value),
  )

/** Each is set against each other one. */
const MOST_KNOWN = 60

/** “4.4 points more”, “ten times as many”, “23 in all”, “30 each”: what two numbers of the source make. */
function followsFromTwo(quantity: Quantity, known: Located[]): boolean {
  const { text, value, unit } = quantity
  const isNear = (made: number, off: number) => Math.abs(made - value) <= (/\d\.\d/.test(text) ? 1e-6 : off * value)
  const all = known.slice(0, MOST_KNOWN)
  return all.some(({ quantity: a, passage }) =>
    all.some(({ quantity: b, passage: other }) => {
      if (a.unit !== b.unit || a.value <= b.value || b.value <= 0) return false
      const isClear = passage === other || (value >= 3 && /\d\.|\d{2}/.test(a.text))
      if (unit === 'times') return isClear && isNear(a.value / b.value, quantity.bound ? 0.15 : 0.1)
      if (isNear(a.value - b.value, 0)) return isSameUnit(quantity, a) || (a.unit === null && a.text.includes('.'))
      if (unit !== null || a.unit !== null || value <= 12) return false
      return isNear(a.value + b.value, 0) || isNear(a.value / b.value, 0.02)
    }),
  )
}

const physical = /^(?:m?s|µs|min|h|days|weeks|months|years|[kMGT]B|dB|k?Hz|fps|[cmk]?m)$/

/** Shares in words and what is counted or rounded anew: not every source says it in numbers. */
const isWorded = ({ text, isRough, unit }: Quantity) => unit !== 'times' && (isRough || !/\d/.test(text))

const contradicts = (other: Quantity, { unit, value }: Quantity) =>
  unit === null ? other.unit === null && other.value > 2 && value > 12 : isSameUnit(other, { ...other, unit })
