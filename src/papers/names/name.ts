/** An author in the parts of a citation (CSL 1.0.2, Names). Who is no person, or has one name alone, has no parts. */
export type Name = Person | { literal: string }

/** `particle` and `suffix` are '' where there is none. */
export type Person = { given: string; particle: string; family: string; suffix: string }

/** Reads “Ada van der Muster Jr.”, “van der Muster, Ada, Jr.”, “Muster A”, “王小明”. A no-break space binds words. */
export function readName(text: string): Name {
  if (isGroup(text)) return { literal: unbind(text.trim()) }
  const [first = '', ...rest] = text.split(COMMA).flatMap((part) => part.trim().replaceAll(/ +/g, ' ') || [])
  const suffix = rest.find(isSuffix) ?? ''
  const given = rest.filter((part) => part !== suffix).join(' ')
  return nameOf(given === '' ? { suffix, ...partsInNaturalOrder(first.split(' ')) } : { given, family: first, suffix })
}

/** A name from the parts that a source gives, of which each may hold more than it should. */
export function nameOf({ given = '', particle = '', family = '', suffix = '' }: Partial<Person>): Name {
  const words = [particle, family].join(' ').split(/[ ,]+/).filter(Boolean)
  const end = words.length > 1 && suffix === '' && isSuffix(words.at(-1) ?? '') ? (words.pop() ?? '') : suffix
  if (given === '' || words.length === 0) return { literal: unbind([given, ...words, end].filter(Boolean).join(' ')) }
  let start = 0
  while (start < words.length - 1 && isParticle(words[start], words[start + 1])) start += 1
  const [before, own] = [words.slice(0, start), words.slice(start)].map((part) => unbind(part.join(' ')))
  return { given: unbind(given), particle: before ?? '', family: own ?? '', suffix: end }
}

/** A name as it is stored and shown, the given name first; `readName` reads it back. */
export function nameText(name: Name): string {
  const reads = (text: string) => JSON.stringify(readName(text)) === JSON.stringify(name)
  if ('literal' in name) return reads(name.literal) ? name.literal : bind(name.literal)
  const { given, particle, family, suffix } = name
  const spellings = [
    ...(CJK.test(family) ? [[bind(family), given, suffix]] : []),
    [given, particle, family, suffix],
    [given, particle, bind(family), suffix],
    [bind(given), particle, bind(family), suffix],
  ].map((parts) => parts.filter(Boolean).join(' '))
  return spellings.find(reads) ?? spellings.at(-1) ?? ''
}

/** As lists sort and cite it: van der Muster. */
export const wholeFamily = ({ particle, family }: Person): string => [particle, family].filter(Boolean).join(' ')

function partsInNaturalOrder(words: string[]): Partial<Person> {
  const suffix = words.length > 1 && isSuffix(words.at(-1) ?? '') ? { suffix: words.pop() ?? '' } : {}
  if (CJK.test(words.join(''))) return { ...familyFirst(words), ...suffix }
  const last = words.findLastIndex((word) => !isInitial(word))
  const isFamilyFirst = last >= 0 && last < words.length - 1 && !isInitial(words[0] ?? '')
  const start = isFamilyFirst ? last + 1 : familyStart(words)
  const [before, after] = [words.slice(0, start).join(' '), words.slice(start).join(' ')]
  return { ...(isFamilyFirst ? { family: before, given: after } : { given: before, family: after }), ...suffix }
}

function familyStart(words: string[]): number {
  let start = words.length - 1
  while (start > 1) {
    // “Gaudí i Cornet” is one family name, “von Cornet” a particle and another.
    if (start > 2 && /^[yei]$/.test(words[start - 1] ?? '')) start -= 2
    else if (isParticle(words[start - 1], words[start])) start -= 1
    else break
  }
  return Math.max(start, 0)
}

/** Chinese, Japanese and Korean: a family name of one character, or of two where there are four in all. */
function familyFirst([first = '', ...rest]: string[]): Partial<Person> {
  if (rest.length > 0) return { family: first, given: rest.join(' ') }
  const letters = [...first]
  if (letters.length > 4 || KANA.test(first)) return { family: first }
  const length = letters.length === 4 || FAMILY_OF_TWO.test(first) ? 2 : 1
  return { family: letters.slice(0, length).join(''), given: letters.slice(length).join('') }
}

/** Jr., Sr. and II to VIII; V alone is an initial. */
export const isSuffix = (word: string): boolean => /^(?:[JjSs]n?r\.?|I{2,3}|IV|VI{1,3})$/.test(word)

/** A, A. or A.-B. */
export const isInitial = (word: string): boolean => /^(?:\p{Lu}\p{M}?\.-?)*\p{Lu}\p{M}?\.?$/u.test(word)

/** “van”, “'t”; with a capital letter where little else can be meant: “Van Muster”, “De la Muster”. */
const isParticle = (word = '', next = ''): boolean =>
  /^['’]?\p{Ll}/u.test(word) ||
  /^(?:Van|Von|De|Del|Della)$/.test(word) ||
  (/^(?:La|Le|Du|Di|Da|Den|Der)$/.test(word) && /^\p{Ll}/u.test(next))

/** Whether a name is a collaboration’s or a company’s, by words that no person is called. */
export const isGroup = (text: string): boolean => GROUP_WORD.test(text) || /\s(?:of|for|the|and|&)\s|\sAI$/.test(text)

const GROUP_WORD = new RegExp(
  `\\b(?:${[
    'teams?|collaborations?|consorti(?:um|a)|groups?|networks?|projects?|initiatives?|alliance|committee|society',
    'organi[sz]ations?|labs?|centers?|centres?|foundation|agency|association|council',
    'department|ministry|office|community|contributors|investigators|research|inc|ltd|llc|gmbh|corp|company',
  ].join('|')})\\b|\\b(?:institut|universi|laborator|corporat)|大学|研究|团队|公司|チーム`,
  'iu',
)

const COMMA = /,(?!\u00a0)/
const bind = (text: string): string => text.replaceAll(' ', '\u00a0')
const unbind = (text: string): string => text.replaceAll('\u00a0', ' ')

const CJK = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}ー々\s]+$/u
const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}ー]/u
const FAMILY_OF_TWO = /^(?:欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|司徒|皇甫|慕容|남궁|황보|제갈|선우|독고)/
