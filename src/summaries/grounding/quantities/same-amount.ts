import type { Quantity } from './quantity.ts'

const roughly = 0.1
/** Shares in words: percentage points. */
const near = 4

/** The same amount in any notation, `a` as a summary has it: 10k and 10,000, half and 50%, “more than 11” and 11.3. */
export function isSameAmount(a: Quantity, b: Quantity): boolean {
  const off = Math.abs(a.value - b.value)
  // “A fifth” is not 20 of something, nor “double” a stage two.
  if (!/\d/.test(a.text) && (a.unit === '%' || a.unit === 'times') && b.unit === null && b.value > 1) return false
  if (off <= 1e-9 * Math.max(1, Math.abs(a.value))) return true
  // “Four million” rounds 3.9 M, “two times” 1.8.
  if (!/\d/.test(a.text) && a.isRough && a.value >= 2 && a.unit !== '%' && roundsTo(b.value, a.value)) return true
  const isAlike = a.unit === b.unit || (isPercentage(a) && isPercentage(b)) || a.unit === null || b.unit === null
  // “45 times” rounds 45.1.
  if (isAlike && a.value > 10 && Math.round(b.value) === a.value) return true
  // “About 24 %” rounds 23.5 %, “just under half” 47 %.
  if (isAlike && a.isRough && off <= Math.max(roughly * Math.abs(b.value), a.unit === '%' && b.value > 15 ? near : 0))
    return true
  if (isAlike && a.bound === 'least' && b.value > a.value && b.value <= 1.25 * a.value) return true
  if (isAlike && a.bound === 'most' && b.value < a.value && b.value >= 0.6 * a.value) return true
  // What rises by 200 % triples.
  if (a.unit === 'times' && b.unit === '%' && Math.abs(b.value / 100 + 1 - a.value) <= 0.04 * a.value) return true
  const share = (quantity: Quantity) => (quantity.unit === '%' ? quantity.value / 100 : quantity.value)
  if ((a.unit === '%') === (b.unit === '%') || share(a) > 1 || b.value === 0) return false
  return Math.abs(share(a) - share(b)) <= (a.isRough ? near / 100 : 1e-9)
}

/** To one significant digit. */
const roundsTo = (exact: number, whole: number) => Number(exact.toPrecision(1)) === whole

const isPercentage = ({ unit }: Quantity) => unit === '%' || unit === 'points'

/** Units differ only where both are written. “Points” of a percentage are often written as %. */
export function isSameUnit(a: Quantity, b: Quantity): boolean {
  if (a.unit === b.unit || (isPercentage(a) && isPercentage(b) && a.value <= 100)) return true
  const isRatio = (quantity: Quantity) =>
    quantity.unit === null && quantity.value <= 1 && quantity.value > 0 && quantity.value % 1 !== 0
  return isRatio(a) || isRatio(b)
}
