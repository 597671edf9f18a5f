import { combiningmarks, replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js'

/**
 * LaTeX as people read it: `$O(n^2)$` is O(n²), `\textbf{x}` is x, `Andr\'e` is André. Text without LaTeX, such as `$5
 * and $10` or `snake_case`, stays as it is. The dictionary is unicodeit's; its own `replace` looks for all 4,257
 * entries in every text (1.2 ms each), and makes xᵣₑ_g of `x_{reg}`.
 */
export function latexToText(text: string): string {
  if (!/[\\$^]|_\{|``|--/.test(text)) return text
  return text
    .replace(/\\([$%&#_{}])/g, (_, sign: string) => PLACEHOLDERS[SIGNS.indexOf(sign)] ?? sign)
    .replace(FORMULA, (whole, ...groups: (string | undefined)[]) => {
      const formula = groups.slice(0, 4).find((group) => group !== undefined) ?? ''
      return isProse(formula) ? whole : fromFormula(formula)
    })
    .split(/(\$)/)
    .map(fromTeX)
    .join('')
    .replace(/``([^`]*?)''/g, '“$1”')
    .replace(/ ?--- ?/g, ' — ')
    .replace(/(?<=[\p{L}\d%)])--(?=[\p{L}\d(])/gu, '–')
    .replace(/[\uFDD0-\uFDD6]/g, (sign) => SIGNS[PLACEHOLDERS.indexOf(sign)] ?? sign)
}

// Unicode noncharacters, which cleaned text holds none of, stand for escaped signs until the others are read.
const SIGNS = '$%&#_{}'
const PLACEHOLDERS = '\uFDD0\uFDD1\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6'

const FORMULA = new RegExp(
  [
    /\$\$([^$]{1,500})\$\$/,
    /\\\(((?:[^\\]|\\[^()]){1,500})\\\)/,
    /\\\[((?:[^\\]|\\[^[\]]){1,500})\\\]/,
    // Pandoc's rule, which prices break: no space inside at either end, no digit after.
    /\$(?! )([^$]{1,500})(?<! )\$(?!\d)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** “US$5 and CA$” */
const isProse = (formula: string): boolean => !/[\\^_=<>]/.test(formula) && /\p{L}{2,} |\d \p{L}{2,}/u.test(formula)

function fromFormula(formula: string): string {
  // TeX lets the braces around one sign go: x^2, \hat\theta, \mathbb R.
  const braced = formula
    .replace(/([_^])(\\[A-Za-z]+|[^\s\\{}_^])/g, '$1{$2}')
    .replace(/(\\(?:math(?:bb|bf|cal|rm)|hat|tilde|bar|vec|dot)) ?(?![A-Za-z])(\\[A-Za-z]+|\p{L})/gu, '$1{$2}')
    .replace(/(\\mathbb) ([A-Z])/g, '$1{$2}')
  return fromTeX(braced).replace(/[{}]/g, '')
}

function fromTeX(text: string): string {
  if (!/[\\^]|_\{/.test(text)) return text
  return innermostFirst(text.replace(ACCENT, accented))
    .replace(COMMAND, (_, name: string) => command(name))
    .replace(/\\\\|\\ |\\;|\\:|\\,/g, ' ')
    .replace(/\\[!/]/g, '')
    .replace(/\\\|/g, '‖')
    .replace(/\^([-−+]?\d+|[a-zA-Z](?![\p{L}\d]))/gu, (whole, exponent: string) => scripted('^', exponent) ?? whole)
    .replace(/\^\*/g, '*')
}

// \'e, \'{e}, \'{\i}, \c{c}: a letter as the name of an accent needs the braces.
const ACCENT = /\\(?:(["'`^~=.]) ?(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))|([cvuHrkd])\{([A-Za-z])\})/g

// Combining characters, which unicodeit lacks for these names; NFC joins letter and mark afterwards.
const SIGN_ACCENTS = { '"': '\u0308', "'": '\u0301', '`': '\u0300', '^': '\u0302', '~': '\u0303', '=': '\u0304' }
const LETTER_ACCENTS = { c: '\u0327', v: '\u030C', u: '\u0306', H: '\u030B', r: '\u030A', k: '\u0328', d: '\u0323' }
const ACCENTS = new Map(Object.entries({ ...SIGN_ACCENTS, ...LETTER_ACCENTS, '.': '\u0307' }))

const accented = (_: string, sign?: string, braced?: string, bare?: string, name?: string, letter?: string): string =>
  (braced ?? bare ?? letter ?? '') + (ACCENTS.get(sign ?? name ?? '') ?? '')

const GROUP = /\\([A-Za-z]+) ?\{([^{}]*)\}(?: ?\{([^{}]*)\})?|([_^])\{([^{}]*)\}/g
/** Deeper than anybody writes. */
const MAX_DEPTH = 6

function innermostFirst(text: string): string {
  let flat = text
  for (let depth = 0; depth < MAX_DEPTH; depth += 1)
    flat = flat.replace(GROUP, (_, name?: string, first = '', second?: string, script = '', content = '') =>
      name === undefined ? scriptOf(script, content) : withArguments(name, first, second),
    )
  return flat
}

function withArguments(name: string, first: string, second: string | undefined): string {
  if (/^(cite\w*|ref|eqref|label|footnote)$/.test(name)) return ''
  if (/^[dt]?frac$/.test(name) && second !== undefined) return `${grouped(first)}/${grouped(second)}`
  if (name === 'href' && second !== undefined) return second
  const rest = second === undefined ? '' : `{${second}}`
  if (name === 'sqrt') return `√${grouped(first)}${rest}`
  if (name === 'mathbb') return (DICTIONARY.get(`\\mathbb{${first}}`) ?? first) + rest
  const mark = COMBINING.get(name)
  if (mark) return (/^\\?\p{L}+$/u.test(first) ? marked(first, mark) : first) + rest
  if (FONT.test(name)) return first + rest
  return `${command(name)}${first === '' ? '' : `{${first}}`}${rest}`.replace(/[{}]/g, ' ').trimEnd()
}

const FONT = /^(text\w*|math\w+|emph|bm|bold\w*|operatorname|mbox|url|underline|overline|small|ensuremath)$/

function marked(letters: string, mark: string): string {
  const base = letters.startsWith('\\') ? command(letters.slice(1)) : letters
  return [...base].length === 1 ? base + mark : base
}

const grouped = (part: string): string => (/^[\p{L}\p{N}.\\√]+$/u.test(part) ? part : `(${part})`)

function scriptOf(script: string, content: string): string {
  const plain = content.replace(COMMAND, (_, name: string) => command(name))
  // An angle; Hugging Face drops the backslash.
  if (script === '^' && /^(∘|circ)$/.test(plain)) return '°'
  const isShort = /^[\p{L}\p{N}.]+$/u.test(plain) || [...plain].length === 1
  return scripted(script, plain) ?? script + (isShort ? plain : `(${plain})`)
}

/** As superscript or subscript, all of it or nothing: half a superscript reads as another formula. */
function scripted(script: string, content: string): string | null {
  const signs = [...content].map((sign) => SCRIPTS.get(script + sign))
  return signs.every((sign) => sign !== undefined) ? signs.join('') : null
}

const COMMAND = /\\([A-Za-z]+)/g

function command(name: string): string {
  if (SILENT.test(name)) return ''
  if (name === 'i' || name === 'j') return name
  if (name === 'dots') return '…'
  return DICTIONARY.get(`\\${name}`) ?? name
}

const SILENT =
  /^(left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|bf|it|em|rm|sc|tt|sf|xspace|noindent|protect)$/

const mapOf = (entries: string[][]): Map<string, string> => new Map(entries.map(([from = '', to = '']) => [from, to]))
const DICTIONARY = mapOf(replacements)
// The dictionary's raised full stop is a Canadian syllable.
const SCRIPTS = mapOf(subsuperscripts.filter(([from]) => from !== '^.'))
const COMBINING = new Map(combiningmarks.map(([from = '', to = '']) => [from.slice(1), to]))
