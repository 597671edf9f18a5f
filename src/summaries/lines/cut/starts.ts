import { anyWord, either } from '../../patterns.ts'
import { isInsideBrackets } from '../wording/clean-sentence.ts'
import { introduction, makes, shows, study } from '../wording/cues.ts'

const opening = either(
  /to|by|through|with|leveraging|using|building|built|based|motivated|inspired|informed|drawing|guided|given|while|as/,
  /since|because|despite|although|unlike|instead of|rather than|different from|in contrast to|beyond|in response to/,
  /recognizing|noting|compared|across|when|after|without|even|once|in|analogous|along|currently|during|under|on/,
  /departing|starting|beginning|for/,
)
// The first letter alone may be of either case: a name is told by its capitals.
const openings = [
  opening,
  opening.replace(/(?<=^\(\?:|\|)[a-z]/g, (first) => first.toUpperCase()),
  '[A-Z]\\w+(?:ed|ing) (?:from|in|by|on|upon|with|to|as|across|for|the|an?)',
]
const beginning = `^(?:${openings.join('|')})\\b`
const span = '(?:[^,]|,(?=\\d))'
const mainClause = new RegExp(
  `${beginning}${span}{3,}?(?:, ${span}{3,60}?){0,4}?(?:, | [–—-]{1,2} )` +
    '(?=(?:we|our|this (?:paper|work|report|study)|the proposed|' +
    '[A-Z][\\w-]*(?:[A-Z]|-\\d)\\w*(?![\\w-]*(?:,| (?:for|and|of|on|in)\\b)))\\b)',
)
/** After however many commas. */
const proposal = new RegExp(`${beginning}.{3,400}?,? (?=we ${makes})`)
const announced = new RegExp(
  `^(?:[^;]{10,120}, and )?(?:[\\w()-]+ ){0,5}?(?:${study}|study|we)\\b[^;]{0,140}?\\b${shows}\\w* that `,
  'i',
)

/** “… demonstrate the power of the framework: a 4B model achieves …” */
const succeeds = 'achieves?|outperforms?|surpass(?:es)?|improves|reduces|reach(?:es)?|rises|drops'
const announcedByColon = new RegExp(`^[^:]{20,140}: (?=(?:an?|the|our|[A-Z])[^:]*\\b(?:${succeeds})\\b)`)

type Start = { start: number; gain: number }

// “To understand …,” says less than “By decomposing …,”.
const saysWhy = new RegExp(
  `^${either(
    /to|recognizing|through extensive|motivated|inspired|informed|in response|despite|although|while|as/,
    /departing|challenging/,
  )}\\b`,
  'i',
)

/** What it is not. */
const contrasts = /^(?:unlike|rather than|instead of|in contrast to|different from)\b/i

const condition = anyWord(/if|unless|except|only|when|whenever|provided|assuming|under|cannot|not/)

/** Where the sentence may begin: “By …, we propose” and “Experiments on … show that” say the rest without it, too. */
export function startsOf(sentence: string): Start[] {
  const opened = (mainClause.exec(sentence) ?? proposal.exec(sentence))?.[0] ?? ''
  const evident = (sentence.includes(' that ') && announced.exec(sentence)?.[0]) || ''
  const told = (sentence.includes(': ') && announcedByColon.exec(sentence)?.[0]) || ''
  const isVague = evident.length < 60 && !/ [A-Z0-9]/.test(evident)
  const starts = [
    { text: opened, gain: saysWhy.test(opened) || contrasts.test(opened) ? opened.length + 10 : 5 },
    { text: evident, gain: isVague ? evident.length + 10 : 10 },
    { text: told, gain: 5 },
  ].filter(({ text }) => text !== '' && maySpare(text) && !isInsideBrackets(sentence, text.length))
  return [{ start: 0, gain: 0 }, ...starts.map(({ text, gain }) => ({ start: text.length, gain }))]
}

/** Whether such a beginning says nothing that the rest needs. */
const maySpare = (text: string): boolean =>
  (!condition.test(text) || contrasts.test(text)) &&
  !introduction.test(text) &&
  !/\d ?(?:%|x|×|times|points)/.test(text)

/** “, improving … by 7 points”, “, with gains of 3%”: what comes of it, in numbers. */
const outcome = new RegExp(
  `, (?=(?:(?:\\w+ly|while|and|even) )?(?!including|ranging|during|being|spanning|covering)\\w{2,}ing [^,;]*\\d)` +
    '|, (?=with (?!in)[^,;]*\\d ?(?:%|x\\b|×|points|times))',
  'g',
)

/** Where a clause with a number says what comes of the rest. */
export const outcomesOf = (sentence: string): number[] =>
  [...sentence.matchAll(outcome).take(3)].map(({ index }) => index)
