import { anyWord, either } from '../patterns.ts'

const opening = either(
  /to|by|through|with|leveraging|using|building|built|based|motivated|inspired|informed|drawing|guided|given|while|as/,
  /since|because|despite|although|unlike|instead of|rather than|different from|in contrast to|beyond|in response to/,
  /evaluated|tested|trained|compared|across|when|after|without|even|once|in/,
)
// The first letter alone may be of either case: a name is told by its capitals.
const mainClause = new RegExp(
  `^(?:${opening}|${opening.replace(/\b[a-z]/g, (first) => first.toUpperCase())})\\b` +
    '[^,]{3,}?(?:, [^,]{3,60}?){0,2}, (?=(?:we|our|this paper|this work|the proposed|[A-Z][\\w-]*[A-Z]\\w*)\\b)',
)
const evidence = either(
  /experiments?|results|evaluations?|analys[ei]s|findings|stud(?:y|ies)|we|tests?|experimentation/,
)
const announced = new RegExp(
  `^(?:[\\w-]+ ){0,4}?${evidence}\\b[^;]{0,140}?\\b(?:show|demonstrat|find|confirm|reveal|indicat|validat)\\w* that `,
  'i',
)

type Start = { start: number; gain: number; subject: string }

// “To understand …,” says less than “By decomposing …,”.
const saysWhy =
  /^(?:to|through extensive|motivated|inspired|informed|in response|despite|although|unlike|while|as|since)\b/i

const condition = anyWord(/if|unless|except|only|when|whenever|provided|assuming|under|cannot|not/)

/** Where the sentence may begin: “By …, we propose” and “Experiments on … show that” say the rest without it, too. */
export function startsOf(sentence: string): Start[] {
  const opened = mainClause.exec(sentence)?.[0]
  const evident = announced.exec(sentence)?.[0]
  const both = evident === undefined ? '' : (mainClause.exec(sentence.slice(evident.length))?.[0] ?? '')
  const starts = [
    { text: opened ?? '', gain: opened && saysWhy.test(opened) ? 40 : 5 },
    { text: evident ?? '', gain: 40 },
    { text: both && `${evident}${both}`, gain: 45 },
  ].filter(({ text }) => text !== '' && !condition.test(text) && !/\d ?(?:%|x|×|times|points)/.test(text))
  return [
    { start: 0, gain: 0, subject: '' },
    ...starts.map(({ text, gain }) => ({ start: text.length, gain, subject: '' })),
  ]
}

/** “Improving”, “enabling”: what comes of it. */
export const resulting = either(
  /(?:achiev|improv|reduc|lower|yield|increas|reach|outperform|surpass|gain|boost|cutt|rais|attain|accelerat)ing/,
  /(?:obtain|deliver|enhanc|exceed|speed|scor|sav|shorten|enabl|mak|allow|provid|demonstrat|lead|result|requir)ing/,
)
const outcome = new RegExp(`, (?=(?:\\w+ly |while |and )?${resulting} [^,;]*\\d)`, 'g')
const ourMethod = /^(?:[\w-]+ ){0,6}?our (?:proposed )?(?:method|approach|model|framework|system|algorithm)\b/i

/** “Tidemark: reducing memory by 40 %.”, where what comes before is too long to keep. */
export function outcomesOf(sentence: string, name: string | null): Start[] {
  const isAboutPaper = ourMethod.test(sentence) || (name !== null && sentence.includes(name))
  if (!isAboutPaper) return []
  return [...sentence.matchAll(outcome)].map(({ 0: comma, index }) => {
    return { start: index + comma.length, gain: -70, subject: name === null ? '' : `${name}: ` }
  })
}
