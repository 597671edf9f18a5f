import { combiningmarks, replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js'

/**
 * LaTeX as people read it: `$O(n^2)$` is O(n²), `\textbf{x}` is x, `Andr\'e` is André. Text without LaTeX comes back as it was, so
 * `$5 and $10` and `snake_case` stay. The dictionary is unicodeit's; its own `replace` looks for all 4,257 entries in every text (1.2 ms
 * each) and cuts what it half knows (`x_{reg}` becomes xᵣₑ_g), so a command is looked up here instead.
 */
export function latexToText(text: string): string {
  if (!MARKS.test(text)) return text
  const escaped = text.replace(/\\([$%&#_{}])/g, (_, sign: string) => ESCAPED[SIGNS.indexOf(sign)] ?? sign)
  return escaped
    .replace(MATHS, (whole, ...found: (string | undefined)[]) => {
      const maths = found.slice(0, 4).find((part) => part !== undefined) ?? ''
      return isProse(maths) ? whole : fromMaths(maths)
    })
    .split(/(\$)/)
    .map(fromTeX)
    .join('')
    .replace(/``([^`]*?)''/g, '“$1”')
    .replace(/ ?--- ?/g, ' — ')
    .replace(/(?<=[\p{L}\d%)])--(?=[\p{L}\d(])/gu, '–')
    .replace(/[\uFDD0-\uFDD6]/g, (sign) => SIGNS[ESCAPED.indexOf(sign)] ?? sign)
}

const MARKS = /[\\$^]|_\{|``|--/

// Unicode noncharacters: they stand for escaped signs until the others are read, and upstream text holds none by now.
const SIGNS = '$%&#_{}'
const ESCAPED = '\uFDD0\uFDD1\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6'

// Pandoc's rule for $: no space inside at either end, no digit after. Prices break it.
const MATHS =
  /\$\$([^$]{1,500})\$\$|\\\(((?:[^\\]|\\[^()]){1,500})\\\)|\\\[((?:[^\\]|\\[^[\]]){1,500})\\\]|\$(?! )([^$]{1,500})(?<! )\$(?!\d)/g

/** “US$5 and CA$” */
const isProse = (maths: string): boolean => !/[\\^_=<>]/.test(maths) && /\p{L}{2,} |\d \p{L}{2,}/u.test(maths)

function fromMaths(maths: string): string {
  // TeX lets the braces around one sign go: x^2, \hat\theta, \mathbb R.
  const braced = maths
    .replace(/([_^])(\\[A-Za-z]+|[^\s\\{}_^])/g, '$1{$2}')
    .replace(/(\\(?:math(?:bb|bf|cal|rm)|hat|tilde|bar|vec|dot)) ?(?![A-Za-z])(\\[A-Za-z]+|\p{L})/gu, '$1{$2}')
    .replace(/(\\mathbb) ([A-Z])/g, '$1{$2}')
  return fromTeX(braced).replace(/[{}]/g, '')
}

function fromTeX(text: string): string {
  if (!/[\\^]|_\{/.test(text)) return text
  return innermostFirst(text.replace(ACCENT, accented))
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => command(name))
    .replace(/\\\\|\\ |\\;|\\:|\\,/g, ' ')
    .replace(/\\[!/]/g, '')
    .replace(/\\\|/g, '‖')
    .replace(/\^([-−+]?\d+|[a-zA-Z](?![\p{L}\d]))/gu, (whole, exponent: string) => raised('^', exponent) ?? whole)
    .replace(/\^\*/g, '*')
}

// \'e, \'{e}, \'{\i}, \c{c}: a letter as the name of an accent needs the braces.
const ACCENT = /\\(?:(["'`^~=.]) ?(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))|([cvuHrkd])\{([A-Za-z])\})/g

/** Their combining characters; NFC joins letter and mark afterwards. */
const ACCENTS: Record<string, string> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  v: '\u030C',
  u: '\u0306',
  H: '\u030B',
  r: '\u030A',
  k: '\u0328',
  d: '\u0323',
}

const accented = (_: string, sign?: string, braced?: string, bare?: string, name?: string, letter?: string): string =>
  (braced ?? bare ?? letter ?? '') + (ACCENTS[sign ?? name ?? ''] ?? '')

const GROUP = /\\([A-Za-z]+) ?\{([^{}]*)\}(?: ?\{([^{}]*)\})?|([_^])\{([^{}]*)\}/g
/** Deeper than anybody writes. */
const MAX_DEPTH = 6

function innermostFirst(text: string): string {
  let flat = text
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const next = flat.replace(GROUP, (_, name?: string, first = '', second?: string, script = '', scripted = '') =>
      name === undefined ? scriptOf(script, scripted) : withArguments(name, first, second),
    )
    if (next === flat) return flat
    flat = next
  }
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

const marked = (letters: string, mark: string): string => {
  const base = letters.startsWith('\\') ? command(letters.slice(1)) : letters
  return [...base].length === 1 ? base + mark : base
}

const grouped = (part: string): string => (/^[\p{L}\p{N}.\\√]+$/u.test(part) ? part : `(${part})`)

function scriptOf(script: string, content: string): string {
  const plain = content.replace(/\\([A-Za-z]+)/g, (_, name: string) => command(name))
  // An angle; Hugging Face drops the backslash.
  if (script === '^' && /^(∘|circ)$/.test(plain)) return '°'
  const raisedOrLowered = raised(script, plain)
  if (raisedOrLowered !== null) return raisedOrLowered
  return `${script}${/^[\p{L}\p{N}.]+$/u.test(plain) || [...plain].length === 1 ? plain : `(${plain})`}`
}

/** All of it or nothing: half a superscript reads as another formula. */
function raised(script: string, content: string): string | null {
  const signs = [...content].map((sign) => SCRIPTS.get(script + sign))
  return signs.every((sign) => sign !== undefined) ? signs.join('') : null
}

function command(name: string): string {
  if (SILENT.test(name)) return ''
  if (name === 'i' || name === 'j') return name
  if (name === 'dots') return '…'
  return DICTIONARY.get(`\\${name}`) ?? name
}

const SILENT =
  /^(left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|bf|it|em|rm|sc|tt|sf|xspace|noindent|protect)$/

const pairs = (entries: string[][]): Map<string, string> => new Map(entries.map(([from = '', to = '']) => [from, to]))
const DICTIONARY = pairs(replacements)
// The dictionary's raised full stop is a Canadian syllable.
const SCRIPTS = pairs(subsuperscripts.filter(([from]) => from !== '^.'))
const COMBINING = new Map(combiningmarks.map(([from = '', to = '']) => [from.slice(1), to]))
