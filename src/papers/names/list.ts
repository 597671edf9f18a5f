import { isGroup, isInitial, isSuffix, nameText, readName } from './name.ts'

/** `natural`: no comma turns a name around, as in what arXiv writes. */
type Order = 'any' | 'natural'

/** Characters; a longer one is no name. */
export const LONGEST_NAME = 300

/** More than the authors of any paper; of a collaboration of thousands nobody reads the rest. */
export const MOST_NAMES = 500

/** Characters that hold so many names. */
const LONGEST_LIST = 50_000

/** The names in fields as they are stored and shown. A field holds one, or a list: “Example, A., Sample, B. C.”. */
export function readNames(fields: string[], order: Order = 'any'): string[] {
  const texts = fields.flatMap((field) => withoutAsides(field.slice(0, LONGEST_LIST)).split(SEPARATOR))
  const isList = fields.length === 1
  const names =
    order === 'natural'
      ? texts.flatMap(splitCommas)
      : texts.flatMap(splitAnd).flatMap((text) => (isList ? pairParts(splitCommas(text)) : joinPair(splitCommas(text))))
  const bare = names.slice(0, MOST_NAMES).flatMap((name) => withoutMarks(name.slice(0, LONGEST_NAME)))
  // PubMed writes “Example AB, Sample C”.
  const isIndex =
    isList &&
    bare.length > 1 &&
    bare.every((name) => isGroup(name) || INDEXED.test(name)) &&
    bare.some((name) => / .$/.test(name))
  return bare.map((name) => inNaturalOrder(isIndex && !isGroup(name) ? name.replace(/ (?=\p{Lu}+$)/u, ', ') : name))
}

/** A name keeps its own spelling where the given name stands first already. */
function inNaturalOrder(text: string): string {
  const turned = nameText(readName(text))
  const letters = (name: string) => name.replaceAll(/[\s,]/g, '')
  return letters(turned) === letters(text) ? text : turned
}

/** Without affiliations, addresses, “et al.” and what follows; RSS writes “ada@example.org (Ada Example)”. */
function withoutAsides(field: string): string {
  const text = field
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<![^ ,;])[^ @,;]{1,100}@[^ @]{1,100} \(([^()]{1,300})\)/g, '$1')
  const end = text.search(/\bet\.? al\b|\band others\b/i)
  let depth = 0
  const outside = [...(end < 0 ? text : text.slice(0, end))].filter((letter) => {
    if (letter === '(') depth += 1
    if (letter === ')' && depth > 0) depth -= 1
    return depth === 0 && letter !== ')'
  })
  return outside
    .join('')
    .split(' ')
    .map((word) => (word.includes('@') ? word.replace(/^.*?([,;]?)$/, '$1') : word))
    .join(' ')
}

/** A colon ends the name of a group whose members follow. */
const SEPARATOR = /[;；|•、，\n]|: /

/** “Johnson and Johnson Research” and “Centre for Tides and Coasts” are one. */
function splitAnd(text: string): string[] {
  const names: string[] = []
  for (const piece of text.split(/,? (?:and|&|et) /)) {
    const before = names.at(-1)
    const isOne = before !== undefined && (/^[^ ,]+$/.test(before) ? isGroup(piece) : / (?:of|for) [^,]*$/.test(before))
    if (isOne) names[names.length - 1] = `${before} and ${piece}`
    else names.push(piece)
  }
  return names
}

/** At each comma, but for what belongs to the name before it. */
function splitCommas(text: string): string[] {
  const parts: string[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '' || DEGREE.test(part)) continue
    if (parts.length > 0 && (isSuffix(part) || COMPANY.test(part))) parts.push(`${parts.pop()}, ${part}`)
    else parts.push(part)
  }
  return parts
}

/** Several fields hold a name each: two parts are one. */
const joinPair = (parts: string[]): string[] => (parts.length === 2 ? [parts.join(', ')] : pairParts(parts))

/** Family and given names that commas part are put together; a list of whole names stays as it is. */
function pairParts(parts: string[]): string[] {
  const people = parts.filter((part) => !isGroup(part))
  if (!areTurnedAround(people)) return parts
  const names: string[] = []
  let family: string | null = null
  for (const part of parts) {
    if (isGroup(part)) names.push(part)
    else if (family === null) family = part
    else {
      names.push(`${family}, ${part}`)
      family = null
    }
  }
  return names
}

function areTurnedAround(parts: string[]): boolean {
  if (parts.length === 0 || parts.length % 2 === 1) return false
  const names = parts.map((part) => part.split(',')[0] ?? '')
  const [families, given] = [names.filter((_, at) => at % 2 === 0), names.filter((_, at) => at % 2 === 1)]
  if (families.some((name) => CJK_NAME.test(name))) return false
  return (
    given.every((name) => name.split(' ').every((word) => isInitial(word) || /^\p{Lu}{2,3}$/u.test(word))) ||
    families.every((name) => /^(?:[^ ]+|['’]?\p{Ll}.*|(?:Van|Von|De|Del|Della) .*)$/u.test(name)) ||
    (parts.length === 2 && !given[0]?.includes(' '))
  )
}

/** Without the marks of footnotes, titles and degrees; none where no name is left. */
function withoutMarks(text: string): string[] {
  const name = text
    .replaceAll(/[{}]/g, '')
    .replace(/^[^\p{L}"'“‘’]+/u, '')
    .replace(/[\s\d*†‡§¶#^⁰-⁹¹²³ᵃ-ᶿʰ-ˣ]+$/u, '')
    .replace(/^(?:(?:[Aa]nd|[Bb]y|on behalf of|for|the|[Dd]r\.?|[Pp]rof\.?|[Pp]rofessor) )+/, '')
    .replace(/ (?:ph\.?d\.?|m\.?d\.?)$/i, '')
    .trim()
  return !/\p{L}/u.test(name) || /^(?:and|by|others|authors?)$/i.test(name) ? [] : [name]
}

const DEGREE = /^(?:ph\.? ?d|m\.?d|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?ph|mbbs|dphil|frcp)\.?$/i
const COMPANY = /^(?:inc|ltd|llc|gmbh|corp|co)\.?$/i
/** Two characters are a family and a given name. */
const CJK_NAME = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]{2}/u
/** Words and up to three capital letters, which may be initials. */
const INDEXED = /^\p{L}.* \p{Lu}{1,3}$/u
