import { subsuperscripts } from 'unicodeit/ts_dist/js/data.js'

export type ScriptSign = '^' | '_'

// The dictionary's raised full stop is a Canadian syllable.
const SCRIPTS = new Map(subsuperscripts.flatMap(([from = '', to = '']) => (from === '^.' ? [] : [[from, to]])))
/** These stand high by themselves. */
const RAISED = /^[*′†‡°®™]+$/

/**
 * A superscript (`^`) or subscript (`_`) as Unicode writes it, all of it or nothing: half a superscript reads as
 * another formula. What Unicode lacks keeps its sign: `_reg`, `^(a/b)`.
 */
export function scripted(sign: ScriptSign, content: string): string {
  const plain = content.trim().replace(/[−–]/g, '-')
  if (plain === '' || (sign === '^' && RAISED.test(plain))) return plain
  if (sign === '^' && plain === '∘') return '°'
  const signs = [...plain].map((one) => SCRIPTS.get(sign + one))
  if (signs.every((one) => one !== undefined)) return signs.join('')
  const isShort = /^[\p{L}\p{N}.]+$/u.test(plain) || [...plain].length === 1
  return sign + (isShort ? plain : `(${plain})`)
}
