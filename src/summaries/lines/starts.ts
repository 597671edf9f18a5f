import { anyWord, either } from '../patterns.ts'

const opening = either(
  /to|by|through|with|leveraging|using|building|built|based|motivated|inspired|informed|drawing|guided|given|while|as/,
  /since|because|despite|although|unlike|instead of|rather than|different from|in contrast to|beyond|in response to/,
  /recognizing|noting|evaluated|tested|trained|compared|across|when|after|without|even|once|in/,
)
// The first letter alone may be of either case: a name is told by its capitals.
const beginning = `^(?:${opening}|${opening.replace(/\b[a-z]/g, (first) => first.toUpperCase())})\\b`
const mainClause = new RegExp(
  `${beginning}[^,]{3,}?(?:, [^,]{3,60}?){0,4}?(?:, | [–—-]{1,2} )` +
    '(?=(?:we|our|this paper|this work|the proposed|[A-Z][\\w-]*[A-Z]\\w*(?! (?:for|and|of|on|in)\\b))\\b)',
)
/** After however many commas. */
const proposal = new RegExp(`${beginning}.{3,400}?,? (?=we (?:propos|introduc|present|develop|design))`)
const evidence = either(
  /experiments?|results|evaluations?|analys[ei]s|findings|stud(?:y|ies)|we|tests?|experimentation/,
)
const announced = new RegExp(
  `^(?:[\\w()-]+ ){0,5}?${evidence}\\b[^;]{0,140}?\\b(?:show|demonstrat|find|confirm|reveal|indicat|validat)\\w* that `,
  'i',
)

/** “… demonstrate the power of the framework: a 4B model achieves …” */
const succeeds = 'achieves?|outperforms?|surpass(?:es)?|improves|reduces|reach(?:es)?|rises|drops'
const announcedByColon = new RegExp(`^[^:]{20,140}: (?=(?:an?|the|our|[A-Z])[^:]*\\b(?:${succeeds})\\b)`)

type Start = { start: number; gain: number }

// “To understand …,” says less than “By decomposing …,”.
const saysWhy = new RegExp(
  '^(?:to|recognizing|noting|through extensive|motivated|inspired|informed|in response|despite|although|unlike|while' +
    '|as|since)\\b',
  'i',
)

const condition = anyWord(/if|unless|except|only|when|whenever|provided|assuming|under|cannot|not/)

/** Where the sentence may begin: “By …, we propose” and “Experiments on … show that” say the rest without it, too. */
export function startsOf(sentence: string): Start[] {
  const opened = (mainClause.exec(sentence) ?? proposal.exec(sentence))?.[0]
  const evident = announced.exec(sentence)?.[0]
  const both = evident === undefined ? '' : (mainClause.exec(sentence.slice(evident.length))?.[0] ?? '')
  const starts = [
    { text: opened ?? '', gain: opened && saysWhy.test(opened) ? 40 : 5 },
    { text: evident ?? '', gain: 40 },
    { text: announcedByColon.exec(sentence)?.[0] ?? '', gain: 5 },
    { text: both && `${evident}${both}`, gain: 45 },
  ].filter(({ text }) => text !== '' && !condition.test(text) && !/\d ?(?:%|x|×|times|points)/.test(text))
  return [{ start: 0, gain: 0 }, ...starts.map(({ text, gain }) => ({ start: text.length, gain }))]
}

/** “Improving”, “enabling”: what comes of it. */
const resulting = either(
  /(?:achiev|improv|reduc|lower|yield|increas|reach|outperform|surpass|gain|boost|cutt|rais|attain|accelerat)ing/,
  /(?:obtain|deliver|enhanc|exceed|speed|scor|sav|shorten|enabl|mak|allow|provid|demonstrat|lead|result|requir)ing/,
)
const outcome = new RegExp(`, (?=(?:\\w+ly |while |and )?${resulting} [^,;]*\\d)`, 'g')

/** Where a clause with a number says what comes of the rest. */
export const outcomesOf = (sentence: string): number[] =>
  [...sentence.matchAll(outcome).take(3)].map(({ index }) => index)
