import { anyOf, anyWord, either } from '../patterns.ts'
import { contribution } from './cues.ts'
import { introducedName } from './paper-name.ts'

const made = either(
  /method|approach|framework|model|system|algorithm|architecture|benchmark|dataset|paradigm|pipeline|formulation/,
  /solution/,
)
const ours = new RegExp(
  `^(?:Ours|It|(?:This|The|Our) (?:(?:proposed|resulting|new|novel|simple|unified) )?${made})\\b(?! of\\b)`,
)
/** “Experiments show that it improves …” */
const subject = /(?<=^(?:[^,]{3,60}, |.{3,80} that ))it(?= (?:(?:also|even|further|can) )?(?!is |was |remains )\w+s?\b)/
const itself = /^(?:Its|This (?:method|approach|framework|model|system|algorithm)['’]s)\b/

/** “We address this bottleneck by introducing …” */
const solvesThis = new RegExp(
  '^We (address|tackle|overcome|solve|fill|bridge|close) (?:this|these) ' +
    '(?=(?:[\\w-]+ ){1,3}(?:by \\w+ing|through|with|via|using)\\b)',
)

/**
 * The sentence with the paper's own name in the place of “it” and “this method”, where the sentence before is about
 * it; else as it is.
 */
export function nameSubject(sentence: string, before: string | undefined, paper: string | null): string {
  // “We also propose CovOG, a baseline. It …”
  const name = (before && introducedName(before)) ?? paper
  const isAboutPaper =
    before === undefined || contribution.test(before) || ours.test(before) || (name !== null && before.includes(name))
  if (!isAboutPaper) return sentence.replace(solvesThis, 'We $1 the ')
  if (name !== null && !sentence.includes(name)) {
    if (itself.test(sentence)) return sentence.replace(itself, `${name}’s`)
    if (ours.test(sentence)) return sentence.replace(ours, name)
    if (subject.test(sentence)) return sentence.replace(subject, name)
  }
  // “The method improves …” needs nothing before it.
  return sentence
    .replace(solvesThis, 'We $1 the ')
    .replace(new RegExp(`^This (?=${made}\\b)`), 'The ')
    .replace(new RegExp(`(?<=\\b(?:that|how|where|shows?|demonstrates?) )this (?=${made}\\b)`), 'the ')
}

const pointing = either(
  /and|but|yet|or|it|its|they|their|them|these|those|such/,
  /this(?! (?:paper|work|article|study|report|survey|thesis|review|tutorial)\b)/,
  /that is|another|both|one of these|the (?:former|latter|above|latest|same|other|two|three)|each of (?:these|them)/,
  /to(?:wards?)? (?:this|that|these)|in (?:both|this|these|such|doing)|with (?:this|these|such)|by doing so|doing so/,
  /unlike (?:this|these|those)|without (?:this|these|it)|here|there(?:by|fore)|also|then|instead|in contrast/,
  /the (?:first|second|third|latter|last) (?:is|one|stage|component|contribution|part|introduces|uses)/,
  /(?:for|as) (?:this|these|that|such)|on this|from (?:this|these)|among (?:these|them)|beyond this/,
)
/** Words that need what a line does not show, or are what markup left behind. */
const leansOnOthers = anyOf(
  new RegExp(`^${pointing}\\b`),
  new RegExp(
    `\\b${either(
      /(?:facilitat|support|achiev|operationaliz|address|enabl|verif|realiz|mitigat|overcom|tackl|solv|validat)\w*/,
      /do(?:es|ing)?|tests?/,
    )} (?:this|it|so|that(?=[,.]))\\b(?! \\w+(?:ing|s)\\b)`,
  ),
  // A pronoun with hardly anything before it that it could stand for.
  /^.{0,28}(?<!\bthat|\bas|\bwhere|\bmakes?|\bfind) (?:it|them|they|itself)\b(?! (?:is|remains) )/,
  /^(?:we|our|experiments|results)\b.{0,30}(?<!\bits own)\bits\b/i,
  /\bthe (?:former|latter|aforementioned)\b|\bthe above\b|\b(?:mentioned|described|listed|stated) above\b/,
  /\bas follows\b|\d\S*,? respectively\.$/,
)
const listed = either(
  /components?|stages?|modules?|steps?|parts?|techniques?|innovations?|contributions?|designs?|challenges?|questions?/,
  /characteristics|features|advantages|limitations|capabilities|observations|criteria|goals|issues|problems/,
  /strategies|tasks|principles|ideas|aspects|factors|phases|dimensions|properties|improvements|insights?|findings?/,
)
const unfinished = anyOf(
  /…|[:?]["”’]?\.?$|\.\.\.$/,
  /(?:^|\s)\(?(?:1|i|a)\)(?!.*\s\(?(?:2|ii|b)\))/,
  new RegExp(`\\b(?:two|three|four|five|six|several|key|core|main|following) (?:[\\w-]+ ){0,2}${listed}(?: that)?\\.$`),
  /\bboth\b(?!.*\band\b)/,
  /\bwhether [^,;]{0,24}\.$|\b(?:instead of|rather than) [\w-]+\.$/,
  /\bcompar(?:es|ing) [\w-]+(?: [\w-]+){0,2}\.$/,
  // “Improves by up to 5 %.”: of what?
  new RegExp(
    `\\b${either(/achiev|yield|reach|gain|improv|reduc|obtain|boost|increas|deliver/)}\\w* ` +
      '(?:by )?up to \\S+ ?(?:%|points?|x|times)?\\.$',
  ),
  /\b(?:the|an?|of|to|and|or|with|for|in|on|by|from|that|which|is|are|as|than|into|via|including)\.$/,
)
const rubbish = anyOf(
  /[([]\W*$/,
  /\\[a-z]|~(?!\d)|[{}]|\$|\d(?:times|sim|pm|approx)\b|\b(?:var)?epsilon\b(?= *[=<])|\bvarepsilon\b|\\|<\/?[a-z]/,
  /\b(?:mathcal|mathbf|mathrm|textbf|textit|emph|cite|citep)\b/,
)
const isOurs = /\bOurs\b/
const label = anyWord(
  /^(?:abstract|background|objectives?|aims?|purpose|methods?|results?|conclusions?|findings|design|setting)\b(?=[:.])/,
)

const own = '(?:paper|work|article|study|report|survey|thesis|review|tutorial|is)'
const demonstrative = new RegExp(
  `\\b(?:this|these|those|such)(?! (?:as|an?)\\b) (?!${own}\\b)([\\w-]+)(?: ([\\w-]+))?`,
  'gi',
)

/** “These trajectories” where the line has named none. */
function pointsOutside(line: string): boolean {
  if (!/\b(?:th(?:is|[eo]se)|such)\b/i.test(line)) return false
  for (const { index, 1: first, 2: second } of line.matchAll(demonstrative)) {
    const before = line.slice(0, index).toLowerCase()
    const nouns = [first, second].flatMap((word) => (word && word.length > 3 ? word.slice(0, 5).toLowerCase() : []))
    if (!nouns.some((noun) => before.includes(noun))) return true
  }
  return false
}

/** Whether the line is understood by somebody who reads nothing else of the abstract. */
export const standsAlone = (line: string): boolean =>
  !leansOnOthers.test(line) &&
  !pointsOutside(line) &&
  !unfinished.test(line) &&
  !rubbish.test(line) &&
  !isOurs.test(line) &&
  !label.test(line)
