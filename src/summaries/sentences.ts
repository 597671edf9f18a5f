import { LONGEST_TEXT } from '../core/paper.ts'
import { either } from './patterns.ts'

// Intl.Segmenter is as exact on abstracts as sbd, sentencex and sentence-splitter, which are slower or larger. It knows
// the end marks of every script; it lacks English abbreviations.
let segmenter: Intl.Segmenter | undefined

const before = '(?:^|[\\s(["“])'
const abbreviation = new RegExp(
  `${before}${either(
    /e\.g|i\.e|cf|vs|v\.s|viz|w\.r\.t|a\.k\.a|approx|resp|ca|pp?|Eds?|Drs?|Prof|Mrs?|St|bzw|vgl|ggf|sog|Abb|Nr/,
  )}\\.$`,
  'i',
)
/** “Fig. 3”; “the Taobao App.” ends a sentence. */
const numbered = new RegExp(
  `${before}${either(/Figs?|Eqs?|Eqn|Secs?|Sect|Tab|Refs?|Thm|Lem|Prop|Def|Alg|App|Ch|Vol|Nos?/)}\\.$`,
  'i',
)
const abbreviationThatMayEnd = /(?:^|[\s(["“])(?:et al|al|etc|Inc|Ltd|Corp|Co|Jr|Sr|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$/
const firstWord = either(
  /We|Our|This|These|That|The|It|In|On|To|For|By|With|From|As|At|Here|There|However|Moreover|Furthermore/,
  /Additionally|Finally|First|Second|Specifically|Experiments|Results|Code|While|Although|Thus|Therefore|Such/,
  /They|An?|If|When|Using|Unlike|Despite|Recent(?:ly)?|Extensive|Empirical(?:ly)?/,
)
const startsSentence = new RegExp(`^["“(]?${firstWord}\\b`)
// “…the results.We propose…”: pages lose the space between sentences.
const unmistakable = either(
  /We|Our|This|These|The|It|In|To|By|For|With|Through|Unlike|While|However|Moreover|Furthermore|Additionally/,
  /Specifically|Finally|Experiments|Extensive/,
)
/** Unicode's rules see no sentence begin with “xVerify” or “(ii) We”. */
const beforeName = / (?=\p{Ll}{1,2}\p{Lu}\w|\((?:\d|[ivx]{1,3})\) \p{Lu})(?<=[\p{L}\d)%]{4}\. )/u
const lostSpace = new RegExp(`([\\p{Ll})\\]][.?!])(?=${unmistakable}\\s)`, 'gu')

/** The sentences of `text`, each one trimmed; together they are the whole text but for the white space between them. */
export function splitSentences(text: string): string[] {
  const plain = text.slice(0, LONGEST_TEXT).trim()
  const found = findAsciiBoundaries(plain)
  // Most abstracts are plain and even.
  const flat = found ? plain : plain.replace(/\s+/g, ' ').replace(lostSpace, '$1 ')
  const sentences: string[] = []
  let start = 0
  for (const end of found ?? findAsciiBoundaries(flat) ?? findBoundaries(flat)) {
    if (!endsSentence(flat.slice(start, end), flat.slice(end))) continue
    sentences.push(flat.slice(start, end).trimEnd())
    start = end
  }
  if (start < flat.length) sentences.push(flat.slice(start))
  return /\. (?:\p{Ll}{1,2}\p{Lu}|\()/u.test(flat) ? sentences.flatMap((one) => one.split(beforeName)) : sentences
}

/** Where Unicode's rules (UAX #29) see a sentence begin, but for the first one. */
function findBoundaries(text: string): number[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' })
  return [...segmenter.segment(text)].slice(1).map(({ index }) => index)
}

const [CLOSE, LOWER, UPPER, DIGIT, TERM, CONTINUES, SPACE, OTHER] = [1, 2, 3, 4, 5, 6, 7, 8]
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/[a-z]/.test(char)) return LOWER
  if (/[A-Z]/.test(char)) return UPPER
  if (/\d/.test(char)) return DIGIT
  if (/[.!?]/.test(char)) return TERM
  if (/["'()[\]{}]/.test(char)) return CLOSE
  if (/[,\-:;]/.test(char)) return CONTINUES
  return char === ' ' ? SPACE : OTHER
})

/** The same, several times as fast; null for text that is not all ASCII or whose white space is not single spaces. */
export function findAsciiBoundaries(text: string): number[] | null {
  if (!/^[ -~]*$/.test(text) || text.includes('  ')) return null
  const found: number[] = []
  const kindAt = (at: number) => kinds[text.charCodeAt(at)]
  for (const { 0: term, index: at } of text.matchAll(/[.!?]/g)) {
    const isFullStop = term === '.'
    const [before, after] = [kindAt(at - 1), kindAt(at + 1)]
    if (after === UPPER && (before === LOWER || before === CLOSE)) return null
    if (isFullStop && after === DIGIT) continue
    if (isFullStop && after === UPPER && (before === UPPER || before === LOWER)) continue
    let next = at + 1
    while (kindAt(next) === CLOSE) next++
    while (kindAt(next) === SPACE) next++
    if (next === text.length || kindAt(next) === TERM || kindAt(next) === CONTINUES) continue
    if (isFullStop && goesOnInLowerCase(text, next)) continue
    found.push(next)
  }
  return found
}

function goesOnInLowerCase(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === undefined || kind === UPPER || kind === TERM) return false
    if (kind === LOWER) return true
  }
  return false
}

function endsSentence(text: string, next: string): boolean {
  const before = text.trimEnd()
  if (abbreviation.test(before.slice(-14))) return false
  if (numbered.test(before.slice(-14)) && /^\(?(?:[\dIVX]+|[A-Z])\b(?!['’]| [a-z])/.test(next)) return false
  // German writes “for example” in two abbreviations.
  if (before.endsWith(' z.') && next.startsWith('B.')) return false
  // “dKV-Cache” and “gRNA” begin a sentence, too.
  if (/^[\p{Ll},;)\]]/u.test(next) && !/^\p{Ll}{1,2}\p{Lu}/u.test(next))
    return /[!?。！？]$/u.test(before) && !/^[,;)\]]/.test(next)
  if (abbreviationThatMayEnd.test(before.slice(-14))) return startsSentence.test(next)
  return !isInsideFormula(before)
}

function isInsideFormula(text: string): boolean {
  if (!text.includes('$')) return false
  const marks = text.match(/(?<!\\)\$/g)?.length ?? 0
  // Prices bring odd dollars too: a formula does not go on for half an abstract.
  return marks % 2 === 1 && text.length - text.lastIndexOf('$') < 80 && !/\$\d/.test(text.slice(text.lastIndexOf('$')))
}
