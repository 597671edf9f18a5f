import { anyOf, anyStem, atEnd, either } from '../../patterns.ts'

const pointing = either(
  /whether|can|could|will|are|has|have|and|but|yet|or|it|its|they|their|them|these|those|such/,
  /this(?! (?:paper|work|article|study|report|survey|thesis|review|tutorial)\b)/,
  /that is|another|both|one of these|the (?:former|latter|above|latest|same|other|two|three)|each of (?:these|them)/,
  /to(?:wards?)? (?:this|that|these)|in (?:both|this|these|such|doing)|with (?:this|these|such)|by doing so|doing so/,
  /unlike (?:this|these|those)|without (?:this|these|it)|here|there(?:by|fore)|also|then|instead(?! of)|in contrast/,
  /the (?:first|second|third|latter|last) (?:is|one|stage|component|contribution|part|introduces|uses)/,
  /(?:for|as) (?:this|these|that|such)|on this|from (?:this|these)|among (?:these|them)|beyond this/,
)
// What needs more than a line shows: at its beginning, within it, at its end. Apart they are found faster.
const leansAtOnce = anyOf(
  new RegExp(`^${pointing}\\b`),
  // A pronoun with hardly anything before it that it could stand for.
  /^.{0,28}(?<!\bthat|\bas|\bwhere|\bmakes?|\bfind) (?:it|them|they|itself)\b(?! (?:is|remains) )/,
  /^(?:we|our|experiments|results)\b.{0,30}(?<!\bits own)\bits\b|^(?:we|our \w+) \w+(?: \w+ (?:into|of|on))? their\b/,
  /^(?:We|Experiments|Results|Evaluations)\b.{0,40}\b(?:that|whether) (?:it (?!is |remains )|they |its |these |this )/,
  /^(?:By|In|On|With|Through|Using|At|Under|For|To|Even|Across|[A-Z]\w+ed)\b[^,]{3,140}, (?:it|they) (?!is |remains )/,
  /^(?:abstract|background|objectives?|aims?|purpose|methods?|results?|conclusions?|findings)[:.]/,
)
const lacksWithin = anyStem(
  new RegExp(
    `(?:this|it|so|that(?=[,.]))\\b(?! \\w+(?:ing|s)\\b)(?<=\\b${either(
      /(?:evaluat|facilitat|support|achiev|operationaliz|address|enabl|verif|realiz|mitigat|overcom)\w*/,
      /(?:tackl|solv|validat)\w*|do(?:es|ing)?|tests?/,
    )} \\w+)`,
  ),
  /(?:the (?:former|latter|aforementioned|above)|(?:mentioned|described|listed|stated) above|as follows)\b/,
  // “A reaches 3 and B 4, respectively” has two things for its two numbers.
  /respectively\b(?<=\d\S* \w+)(?<!\band\b.*\band\b.*)/,
  // “(1)” and no “(2)”, “(2)” and no “(1)”.
  /[1ia]\)(?<=(?:^|\s)\(?..)(?!.*\s\(?(?:2|ii|b)\))|[2-9]\) (?<=[;,.] (?:and )?\(?...)(?<!\b1\) .*)/,
  /both\b(?!.*\band\b)|(?:two|three|four)-?fold:|(?:to|includes?): |ours\b|varepsilon\b|epsilon\b(?= *[=<])/,
  /(?:whether (?:[^,;]{0,24}|(?:[\w-]+ ){0,2}[\w-]+)|(?:instead of|rather than) [\w-]+)\.$/,
  /compar(?:es|ing) [\w-]+(?: [\w-]+){0,2}\.$/,
  // “Improves by up to 5 %.”: of what?
  new RegExp(
    `${either(/achiev|yield|reach|gain|improv|reduc|obtain|boost|increas|deliver/)}\\w* ` +
      '(?:by )?up to \\S+ ?(?:%|points?|x|times)?\\.$',
  ),
)
const listed = either(
  /components?|stages?|modules?|steps?|parts?|techniques?|innovations?|contributions?|designs?|challenges?|questions?/,
  /characteristics|features|advantages|limitations|capabilities|observations|criteria|goals|issues|problems/,
  /strategies|tasks|principles|ideas|aspects|factors|phases|dimensions|properties|improvements|insights?|findings?/,
  /mechanisms?|pillars|axes|ways/,
)
const endsOpen = atEnd(
  /\b(?:for|of|to|with|by|from|than) (?:this|these|those|that|it)\./,
  /[:?]["”’]?\.?|\.\.\.|: ?\d\.|, ?\.|[([]\W*/,
  new RegExp(
    '(?<!\\b(?:across|over|on|spanning|covering|into) (?:[\\w-]+ )?)' +
      '\\b(?:two|three|four|five|six|several|key|core|main|following) ' +
      `(?:[\\w-]+ ){0,2}${listed}(?: that)?\\.`,
  ),
  /\b(?:the|an?|of|to|and|or|with|for|in|on|by|from|that|which|is|are|as|than|into|towards?|via|including|e\.g)\./,
  /\b(?:without|within|across|among|between|through|under|over|against|beyond|whilst|while|whereas)\./,
)
/** “Reader, which …, and Writer.” does nothing. */
const namesOnly = new RegExp(
  `^${either(
    /(?!We |This |The )[A-Z][^, ]*(?: [A-Z][^, ]*){0,3}, which [^,]+,? and [^,]+\.$|[^:]{3,40}: [A-Z][a-z]+s /,
    /(?!(?:We|This|It) )[\w-]+(?: [\w-]+)?, (?:where|which|whose|who) [^,]*\.$/,
    /[A-Z]\w+(?:ed|lt) (?:up)?on [^,]*(?:, (?:which|whose) [^,]*)+\.$/,
  )}`,
)

/** What is left of markup. */
const rubbish = /[{}$\\…]|~(?!\d)|<\/?[a-z]|,(?<= ,| \d\),)|\d(?:times|sim|pm|approx)\b/i

const announced = new RegExp(`\\b(two|three|four|five|six)(?: (?:[\\w-]+ ){0,3}${listed}|-\\w+ \\w+): (.*)$`)
const numbers = ['two', 'three', 'four', 'five', 'six']

/** “Three steps: reading and ranking” lacks one. */
function namesFewer(line: string): boolean {
  const [, count = '', items = ''] = (line.includes(': ') && announced.exec(line)) || []
  return count !== '' && items.split(/[,;] (?:and |or )?| (?:and|or) /).length < numbers.indexOf(count) + 2
}

/** Whether the line is understood by somebody who reads nothing else of the abstract. */
export const standsAlone = (line: string): boolean =>
  !endsOpen.test(line) &&
  !leansAtOnce.test(line) &&
  !lacksWithin.test(line) &&
  !namesOnly.test(line) &&
  !rubbish.test(line) &&
  !namesFewer(line)
