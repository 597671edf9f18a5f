import { shortValue } from '../../shared/long-values.ts'

/** Discord: 1 to 100 characters. */
const LONGEST_ID = 100
/** Of a value that surely fits beside its action. */
export const LONGEST_VALUE = 50

/** What a button means, as it comes back with a click. A value too long for Discord is named by its hash. */
export const packId = (action: string, value: string): string =>
  `${action}:${shortValue(value, LONGEST_ID - action.length - 1)}`

export function unpackId(id: string): { action: string; value: string } {
  const [, action = '', value = ''] = /^([^:]*):?([\s\S]*)$/.exec(id) ?? []
  return { action, value }
}
