import { either } from '../../patterns.ts'
import { lineLimit } from '../wording/limits.ts'
import { wellKnown } from '../wording/paper-name.ts'
import { isFiniteVerb } from '../wording/verb-forms.ts'

/** Characters: a longer sentence does without emphasis. */
const emphasisLimit = 90

/** The same in fewer words. */
const inFull: [pattern: RegExp, short: string][] = [
  [/\bin order to\b/g, 'to'],
  [/(?<!respectively),? as well as\b/g, ' and'],
  [/\b(?:is|are) able to\b|\bha(?:s|ve) the ability to\b/g, 'can'],
  [/\bin terms of\b/g, 'in'],
  [/\b(?:a|the) (?:series|set|suite|range|variety|collection|process|use|task|problem|presence) of (?=\w)/g, ''],
  [/\b(?:together|along) with\b/g, 'with'],
  [/\bprior to\b/g, 'before'],
  [/\bdue to the fact that\b/g, 'since'],
  [/(?<=\b(?:improvements?|gains?|speed-?ups?|advantages?|superior performance) )compared (?:to|with)\b/g, 'over'],
]

/** What stands in parentheses and is no acronym, or between dashes. */
const aside =
  / \((?![A-Z][\w-]+\))[^()%]*\)| (?:–|—|--) [^–—%]{3,90} (?:–|—|--)(?= )|, (?:for the first time|to our knowledge),/g

/** After these a word is needed: “without extensive tests”. */
const bound = 'and|or|but|yet|an?|no|not|any|without|more|most|less|very|as'
const dispensable = new RegExp(
  ` (?:(${either(
    /large-scale|pre-?trained|diverse|various|multiple|challenging|complex|powerful|high-quality|rigorous|practical/,
    /automatically|dynamically|jointly|progressively|directly|explicitly|adaptively|systematically|iteratively/,
    /selectively|naturally|carefully|strategically|fully|specifically/,
  )})(?= [a-z])(?! (?:and|or|but|than|for|to|in|on|with) )(?<=[\\w,] \\1)` +
    `(?<!\\b(?:${bound}|in|across|of|on|under|over|for|with|from|to) \\1)` +
    '|(?:simultaneously|effectively|efficiently|significantly)(?=[.,]))',
  'gi',
)

/** Words that a long sentence can do without; “at novel views” says more. */
const emphasis = new RegExp(
  ` (?:(${either(
    /(?<!\b(?:at|of|for|on|to|from|in|with|under|over) )novel|significantly|substantially|a variety of|consistently/,
    /(?:a )?(?:wide|broad) (?:range|variety) of/,
    /effectively|extensive|comprehensive|remarkably|considerably|greatly/,
    /(?:both )?(?:theoretically and empirically|empirically and theoretically|quantitatively and qualitatively)/,
    /simultaneously|notably|thereby|drastically|seamlessly|clearly|impressive|notable|remarkable|efficiently/,
  )})(?= \\w)(?! (?:and|or|but|than) )(?<=[\\w,] \\1)(?<!\\b(?:${bound}) \\1)` +
    // After an article only where it stays the right one.
    '|(?:novel|comprehensive|notable|remarkable)(?<=\\b[Aa] \\w+)(?= [^AEIOUaeiou\\W])' +
    '|(?:extensive|impressive|innovative)(?<=\\b[Aa]n \\w+)(?= [AEIOaeio]))',
  'g',
)

/** “…, paving the way for more.” */
const flourish = new RegExp(
  `, (?:thereby |thus |ultimately )?${either(
    /paving|highlighting|underscoring|showcasing|pointing|advancing|opening|marking|validating/,
    /(?:demonstrating|establishing) (?:its|an?|new|the|their|strong|great)/,
  )}\\b(?<=.{50}, [^,]*)[^,;\\d]*\\.$`,
)

/** “A novel method, paving the way” becomes “a method”. */
export const withoutEmphasis = (sentence: string): string =>
  sentence.length <= emphasisLimit
    ? sentence
    : sentence
        .replace(emphasis, '')
        .replace(flourish, '.')
        .replace(/ \((\w+)\)/g, (aside, name: string) => (wellKnown.test(name) ? '' : aside))

/** The sentence, as far as it is too long for a line, without what can be spared. */
export function condense(whole: string): string {
  let text = whole
  for (const shorter of [withoutAsides, inFewerWords, withoutModifiers, withoutAcronyms, withoutDetail]) {
    if (text.length <= lineLimit) break
    text = shorter(text)
  }
  return text
}

const withoutAsides = (text: string) => text.replace(aside, '')
const anyInFull = new RegExp(either(...inFull.map(([pattern]) => pattern)))
const inFewerWords = (text: string) =>
  anyInFull.test(text) ? inFull.reduce((rest, [pattern, short]) => rest.replace(pattern, short), text) : text
const withoutModifiers = (text: string) => text.replace(dispensable, '')
const finer = new RegExp(
  ` (?<=\\w )(?<!\\ban )${either(
    /(?:[a-z]+-)+(?:quality|grained|scale|step|aligned|designed|curated|weighted)/,
    /newly(?: curated| introduced| proposed)?|selective set of|specific|overall|given|recent|actual|corresponding/,
  )}(?= [a-z])(?! (?:and|or|but|than|for|to|in|on|with) )`,
  'g',
)
/** “A Monitor, which checks it, and a Planner, which …” */
const described = /, which [^,;]*,(?= and (?:an?|the) )/g

const withoutDetail = (text: string) => withoutExamples(text).replace(finer, '').replace(described, '')

/** “Tests on nine sets, including …, show” */
function withoutExamples(text: string): string {
  const found = /, (?:including|comprising|such as|spanning|consisting of|covering|i\.e\.,) /.exec(text)
  // “Tested on nine sets, including A, B, and C, Tidemark reaches …”
  if (found === null || /^\w+(?:ed|ing)\b/.test(text)) return text
  const from = found.index + 2
  for (const { index, 1: word = '' } of text.slice(from).matchAll(/, (?=(?:\w+ly )?([a-z]+) )/g))
    if (isFiniteVerb(word) || /^and (?:its?|their|our|the) /.test(text.slice(from + index + 2)))
      return text.slice(0, found.index) + text.slice(from + index + 1)
  return text
}

/** “Group Relative Policy Optimization (GRPO)” keeps its words. */
const withoutAcronyms = (text: string) =>
  text.replace(/ \(([A-Z][\w-]*)\)/g, (aside, name: string) => (text.split(name).length > 2 ? aside : ''))
