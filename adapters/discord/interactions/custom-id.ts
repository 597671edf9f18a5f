import { createHash } from 'node:crypto'
import { createRecent } from '../../../src/core/recent.ts'

/** Discord: 1 to 100 characters. */
const LONGEST_ID = 100
const REMEMBERED = 2_000

/** What a button means, as it comes back with a click. A value too long for Discord is named by its hash. */
export function packId(action: string, value: string): string {
  const id = `${action}:${value}`
  return id.length <= LONGEST_ID ? id : `${action}#${hash(value)}`
}

/** The long values of recent messages, and what a click means. */
export function createLongValues() {
  const known = createRecent<string>(REMEMBERED)
  return {
    remember(value: string): void {
      if (value.length >= LONGEST_ID / 2) known.set(hash(value), value)
    },
    /** `shown`: texts of the clicked message that may be the value, after a restart. Null: too old. */
    unpack(id: string, shown: Iterable<string>): { action: string; value: string } | null {
      const [, action = '', mark, rest = ''] = /^([^:#]*)([:#])([\s\S]*)$/.exec(id) ?? []
      if (mark === ':') return { action, value: rest }
      const value = known.get(rest) ?? [...shown].find((text) => hash(text) === rest)
      return mark === '#' && value !== undefined ? { action, value } : null
    },
  }
}

const hash = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 22)
