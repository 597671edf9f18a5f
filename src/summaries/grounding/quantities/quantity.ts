import { either } from '../../patterns.ts'
import type { Passage } from '../passages.ts'

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

/** A number, and the sentence that holds it. */
export type Located = { quantity: Quantity; passage: Passage }

export const rough = new RegExp(
  `${either(
    /\b(?:about|around|nearly|roughly|almost|approximately|some|circa|close to|just (?:over|under|below|above))/,
    /[~≈]/,
  )}\\s*(?:an? )?$`,
  'i',
)
const most =
  /\b(?:up to|at most|no more than|less than|fewer than|under|below|nearly|almost|approaching|within)\s+(?:an?\s+)?$/i
const least = /\b(?:at least|no less than|more than|over|above|exceeding|greater than|beyond)\s+(?:an?\s+)?$/i

export function boundOf(before: string): Quantity['bound'] {
  if (/\bjust (?:under|below|over|above) (?:an? )?$/i.test(before)) return null
  if (most.test(before)) return 'most'
  return least.test(before) ? 'least' : null
}

/** No sentence holds more numbers; each one is compared with each of a summary. */
export const MOST_QUANTITIES = 100
