import {
  type Arguments,
  accentOf,
  choose,
  over,
  readCommand,
  type ScriptSign,
  scripted,
  signOf,
} from './latex-commands.ts'
import { restoreBackslashes } from './lost-backslashes.ts'

/**
 * LaTeX as people read it: `$O(n^2)$` is O(n²), an author's own `\ours` is ours; `$5 and $10` stays as it is. The signs
 * are unicodeit's; its own `replace` takes 1.2 ms a text, and makes xᵣₑ_g of `x_{reg}`.
 */
export function latexToText(text: string): string {
  const tex = restoreBackslashes(text)
  return /[\\$^~`{}]|--/.test(tex) ? typographic(readTeX(tex, false)) : tex
}

const typographic = (text: string): string =>
  text
    .replace(/``([^`]*?)''/g, '“$1”')
    .replace(/(?<=^|[\s(“])`([^`'\s][^`']{0,100})'(?!['\p{L}])/gu, '‘$1’')
    .replace(/ ?--- ?/g, ' — ')
    .replaceAll(' -- ', ' – ')
    .replace(/(?<=[\p{L}\d%)])--(?=[\p{L}\d(])/gu, '–')

const FORMULAS = [
  /\$\$([^$]{1,500})\$\$/,
  /\$((?:[^$\\]|\\[\s\S]){1,500})\$/,
  /\\\(((?:[^\\]|\\[^()]){1,500})\\\)/,
  /\\\[((?:[^\\]|\\[^[\]]){1,500})\\\]/,
]
const FORMULA = new RegExp(FORMULAS.map(({ source }) => source).join('|'), 'y')
/** Deeper than anybody writes. */
const DEEPEST = 20

/** One pass, as TeX reads: signs, groups, and commands that take what follows as their arguments. */
function readTeX(source: string, isFormula: boolean): string {
  let [at, depth] = [0, 0]

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found) at = pattern.lastIndex
    return found
  }

  /** Up to the brace that closes it. */
  function sequence(isMath: boolean): string {
    let read = ''
    while (at < source.length && !(source[at] === '}' && depth > 0)) {
      const between = isMath ? take(/\\(over|choose)(?![A-Za-z])/y)?.[1] : undefined
      if (between) return (between === 'over' ? over : choose)(read.trim(), sequence(isMath).trim())
      read += take(isMath ? /[^\\{}^_~$&]+/y : /[^\\{}^_~$]+/y)?.[0] ?? piece(isMath, read)
    }
    return read
  }

  function piece(isMath: boolean, before: string): string {
    const sign = source[at] ?? ''
    const found = isMath ? null : formula()
    if (found !== null) return found
    if (sign === '\\') return control(isMath, before)
    if (sign === '{' && depth < DEEPEST) return group(isMath, before)
    at += 1
    if (sign === '^' || sign === '_') return script(sign, isMath)
    if (sign === '~') return isMath ? ' ' : tie(before)
    if (sign === '}' || (isMath && sign === '{')) return ''
    return isMath && sign === '&' ? ' ' : sign
  }

  function formula(): string | null {
    const start = at
    const content = take(FORMULA)?.find((group, index) => index > 0 && group !== undefined)
    if (content !== undefined && !isProse(content, source[at] ?? '')) return readTeX(content.trim(), true)
    at = start
    return null
  }

  function group(isMath: boolean, before: string): string {
    const start = at
    const content = nested(isMath)
    if (isMath || source.slice(start, at).includes('\\')) return content
    // “{BERT}” and “symmet{r}y”, not “{a, b}” or “only {braces}”.
    const isGlued = /[\p{L}\p{N}]$/u.test(before) || /[\p{L}\p{N}]/u.test(source[at] ?? '')
    const isWord = /^[\p{L}\p{N}-]+$/u.test(content)
    return isWord && (isGlued || /^\p{Lu}/u.test(content)) ? content : `{${content}${source[at - 1] === '}' ? '}' : ''}`
  }

  function nested(isMath: boolean): string {
    at += 1
    depth += 1
    const content = sequence(isMath)
    depth -= 1
    at += 1
    return content
  }

  function argument(isMath: boolean): string {
    take(/ +/y)
    if (depth >= DEEPEST) return ''
    if (source[at] === '{') return nested(isMath)
    depth += 1
    const given = source[at] === '\\' ? control(isMath, ' ') : (take(/[^{}]/uy)?.[0] ?? '')
    depth -= 1
    return given
  }

  const argumentsIn = (isMath: boolean): Arguments => ({
    next: () => argument(isMath),
    text: () => argument(false),
    option: () => take(/ *\[([^[\]]{0,100})\]/y)?.[1] ?? '',
  })

  function script(sign: ScriptSign, isMath: boolean): string {
    if (isMath || source[at] === '{' || (sign === '^' && source[at] === '\\')) return scripted(sign, argument(true))
    const exponent = sign === '^' ? take(/[-−+]?\d+|[a-zA-Z](?![\p{L}\d])|\*/uy)?.[0] : undefined
    return exponent === undefined ? sign : scripted(sign, exponent)
  }

  /** “Fig.~3” and “13~TeV”, but “12~20%”, “x~N(0, 1)” and “example.org/~ada”. */
  function tie(before: string): string {
    const after = source.slice(at, at + 20)
    if (/^\\\w*(?:cite|ref)/.test(after)) return ''
    const isRange = /\d\p{L}{0,2}%?$/u.test(before.slice(-5)) && /^\d/.test(after)
    const isRelation = /(?:^|\P{L})\p{L}$/u.test(before.slice(-2)) && /^\p{Lu}\w*\(/u.test(after)
    const isTie = /[\p{L}\p{N}.,;:)\]%”]$/u.test(before) && /^[\p{L}\p{N}([{$\\]/u.test(after)
    return isTie && !isRange && !isRelation && !/:\/\/\S*$/.test(before.slice(-200)) ? ' ' : '~'
  }

  function control(isMath: boolean, before: string): string {
    const name = take(/\\([A-Za-z]+)\*?/y)?.[1]
    if (name !== undefined) return word(name, isMath, before)
    const sign = source[at + 1] ?? ''
    at += 2
    if (accentOf(sign) !== undefined) return accented(sign, sign)
    if (/[\s,;:>\\]/.test(sign)) return ' '
    if (/[-!/@]/.test(sign)) return ''
    if (sign === '|') return '‖'
    // “\$5” that lost its dollar on the way.
    return /\d/.test(sign) ? `$${sign}` : sign
  }

  function accented(name: string, instead: string): string {
    const letter = argument(false).replace('ı', 'i').replace('ȷ', 'j')
    const marked = (letter + accentOf(name)).normalize('NFC')
    // “don\'t” was escaped for a program.
    const isLetter = /^\p{L}\p{M}*$/u.test(letter) && (instead !== "'" || marked.length === 1)
    return isLetter ? marked : instead + letter
  }

  function word(name: string, isMath: boolean, before: string): string {
    if (!isMath && accentOf(name) !== undefined) return accented(name, '')
    const read = readCommand(name, argumentsIn(isMath))
    // What was left out with its argument leaves its space; “\left.” shows nothing.
    if (read === '' && source[at - 1] !== '}') take(/\.(?<=\\(?:left|right)\.)| +/y)
    if (read !== null) return read
    const sign = signOf(name)
    return sign === undefined ? ownWord(name, isMath, before) : symbol(sign, isMath, before)
  }

  function symbol(sign: string, isMath: boolean, before: string): string {
    take(/\{\}/y)
    // TeX takes the space behind a command's name for its end.
    if (isMath && !before.endsWith(' ')) take(/ +/y)
    else if (/^\p{Script=Latin}$/u.test(sign)) take(/ (?=\p{Ll})/uy)
    return sign
  }

  /** A function such as `\log`, or what the author defined: its name says most; `\edit{…}` is what it is about. */
  function ownWord(name: string, isMath: boolean, before: string): string {
    take(/\{\}/y)
    if (source[at] === '{' && !isMath) return argument(isMath)
    if (!isMath || name.length === 1) return name
    const first = /[\p{L}\p{N})]$/u.test(before) ? ' ' : ''
    return first + name + (take(/ *(?=[\p{L}\p{N}]|\\(?!left|[bB]ig|[^A-Za-z]))/uy) ? ' ' : '')
  }

  return sequence(isFormula)
}

/** “US$5 and CA$” */
function isProse(formula: string, after: string): boolean {
  if (/\\[A-Za-z]|[\^_]/.test(formula)) return false
  if (/^[<>=≤≥~≈±+-]+$/.test(formula)) return false
  // Pandoc's rule, which prices break: no space inside at either end, no digit after.
  return /^\s|\s$|\p{L}{2,} |\d \p{L}{2,}/u.test(formula) || /\d/.test(after)
}
