import type { IsoDay } from '../core/paper.ts'

/** The UTC day of a moment in any form that `Date` reads; null when it reads none. */
export function dayOf(text: string): IsoDay | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10)
}

/** Of a date in parts that were written down; null when they are no day. */
export function dayFromParts(year = '', month = '', day = ''): IsoDay | null {
  const whole = [year.padStart(4, '0'), month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  return Number.isNaN(Date.parse(whole)) ? null : whole
}
