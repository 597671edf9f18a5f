import { combiningmarks, replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js'

/** Reads what stands behind a command. */
export type Arguments = {
  /** A group, a command or one sign, read as a formula or as text, whichever it stands in. */
  next(): string
  /** The same, always read as text. */
  text(): string
  /** What stands in square brackets; '' when nothing does. */
  option(): string
}

/** What a command and its arguments say; null when it is a sign, or a word of the author's own. */
export function readCommand(name: string, given: Arguments): string | null {
  const read = COMMANDS.find(([names]) => names.test(name))?.[1]
  return read ? read(given, name) : null
}

const nothing = (): string => ''
const asText = ({ text }: Arguments): string => text()
const asIs = ({ next }: Arguments): string => next()

const COMMANDS: [names: RegExp, read: (given: Arguments, name: string) => string][] = [
  [/^(?:\w*[cC]ite\w*|(?:eq|auto|page|name|[cCv])?ref|label|footnote\w*|thanks|[vh]space|begin|end|color)$/, hidden],
  [/^(?:left|right|middle|[bB]igg?[lrm]?|\w+style|(?:no)?limits|protect|noindent|iffalse|fi|\w*break)$/, nothing],
  [/^(?:bf|it|em|rm|sc|tt|sf|sl|\w+(?:series|shape|family)|tiny|\w+size|small|[lL]arge|LARGE|[hH]uge)$/, nothing],
  [/^(?:item|par|newline|quad|qquad)$/, () => ' '],
  [/^(?:href|textcolor|colorbox|overset|stackrel)$/, ({ text, next }) => text() && next()],
  [/^textsuperscript$/, ({ text }) => scripted('^', text())],
  [/^textsubscript$/, ({ text }) => scripted('_', text())],
  [/^(?:text(?:bf|it|tt|sc|sf|rm|sl|up|md|normal)?|emph|[mh]box|operatorname|math(?:rm|tt|sf|it|bf)|num|si)$/, asText],
  [/^(?:math(?:cal|frak|scr|bin|rel)|bm|boldsymbol|pmb|url|underline|(?:over|under)brace|ensuremath)$/, asIs],
  [/^mathbb$/, ({ next }) => blackboard(next())],
  [/^(?:[dtc]?|nice|s)frac$/, ({ next }) => over(next(), next())],
  [/^[dt]?binom$/, ({ next }) => choose(next(), next())],
  [/^sqrt$/, ({ option, next }) => `${scripted('^', option())}√${grouped(next())}`],
  [/^underset$/, ({ next }) => [next(), next()].reduce((below, base) => base + scripted('_', below))],
  [/^not$/, ({ next }) => `${next()}\u0338`],
  [/^(?:SI|qty)$/, ({ text }) => `${text()} ${text()}`],
  [/^ang$/, ({ text }) => `${text()}°`],
  [/^ce$/, ({ text }) => text().replace(/(?<=[\p{L})\]])\d+/gu, (count) => scripted('_', count))],
  [/^(?:wide)?(?:hat|tilde|bar|vec|d?dot|breve|acute|grave|overline)$/, ({ next }, name) => marked(name, next())],
]

function hidden({ option, text }: Arguments): string {
  while (option());
  text()
  return ''
}

/** unicodeit's. */
const DICTIONARY = new Map(replacements.map(([from = '', to = '']) => [from.slice(1), to]))
const MARKS = new Map(combiningmarks.map(([from = '', to = '']) => [from.slice(1), to]))

const blackboard = (letter: string): string => DICTIONARY.get(`mathbb{${letter}}`) ?? letter

const marked = (name: string, base: string): string =>
  /^\p{L}\p{M}*$/u.test(base) ? base + (MARKS.get(name.replace('wide', '')) ?? '') : base

export const grouped = (part: string): string => (/^[\p{L}\p{N}\p{M}.√∞]+$/u.test(part) ? part : `(${part})`)

export const over = (above: string, below: string): string => `${grouped(above)}/${grouped(below)}`

export const choose = (all: string, some: string): string => `(${all} choose ${some})`

// What the dictionary lacks or means differently, and what many authors define alike.
const OWN = new Map(
  Object.entries({
    ...{ i: 'ı', j: 'ȷ', dots: '…', dotsc: '…', dotsb: '⋯', langle: '⟨', rangle: '⟩', lvert: '|', rvert: '|' },
    ...{ lVert: '‖', rVert: '‖', textgreater: '>', textless: '<', textasciitilde: '~', textdegree: '°', deg: '°' },
    ...{ textbackslash: '\\', textquotesingle: "'", textendash: '–', textemdash: '—', textbullet: '•', dh: 'ð' },
    ...{ eg: 'e.g.', ie: 'i.e.', etal: 'et al.', etc: 'etc.', wrt: 'w.r.t.', vs: 'vs.', cf: 'cf.', Cpp: 'C++' },
    ...{ R: 'ℝ', Real: 'ℝ', Reals: 'ℝ', Z: 'ℤ', bmod: 'mod', xspace: '', backslash: '\\' },
  }),
)

export const signOf = (name: string): string | undefined => OWN.get(name) ?? DICTIONARY.get(name)

// Combining characters; NFC joins letter and mark afterwards.
const SIGN_ACCENTS = { '"': '\u0308', "'": '\u0301', '`': '\u0300', '^': '\u0302', '~': '\u0303', '=': '\u0304' }
const LETTER_ACCENTS = { c: '\u0327', v: '\u030C', u: '\u0306', H: '\u030B', r: '\u030A', k: '\u0328', d: '\u0323' }
const ACCENTS = new Map(Object.entries({ ...SIGN_ACCENTS, ...LETTER_ACCENTS, '.': '\u0307', b: '\u0331' }))

/** The mark that `\'` or `\c` puts on a letter. */
export const accentOf = (name: string): string | undefined => ACCENTS.get(name)

export type ScriptSign = '^' | '_'

// The dictionary's raised full stop is a Canadian syllable.
const SCRIPTS = new Map(subsuperscripts.flatMap(([from = '', to = '']) => (from === '^.' ? [] : [[from, to]])))
/** These stand high by themselves. */
const RAISED = /^[*′†‡°®™]+$/

/** As Unicode writes it, all or nothing: half of one reads as another formula. Else it keeps its sign: `_reg`. */
export function scripted(sign: ScriptSign, content: string): string {
  const plain = content.trim().replace(/[−–]/g, '-')
  if (plain === '' || (sign === '^' && RAISED.test(plain))) return plain
  if (sign === '^' && plain === '∘') return '°'
  const signs = [...plain].map((one) => SCRIPTS.get(sign + one))
  if (signs.every((one) => one !== undefined)) return signs.join('')
  const isShort = /^[\p{L}\p{N}.]+$/u.test(plain) || [...plain].length === 1
  return sign + (isShort ? plain : `(${plain})`)
}
