import { anyWord, either } from '../patterns.ts'
import { capitalized, isInsideBrackets, withFullStop } from './clean-sentence.ts'
import { figure, meaningBearing } from './cues.ts'
import { standsAlone } from './stands-alone.ts'

/** Characters: three lines of this length fit on a phone together with what stands around them. */
export const lineLimit = 160
/** Characters: a longer sentence is cut where a whole one ends. */
const usualLength = 120
const fewestCharacters = 45

/**
 * The sentence, or the part of it that reads as a whole one in at most `lineLimit` characters, needs nothing around it,
 * keeps its figures and leaves out nothing that turns its meaning (“not”, “only if”); null when there is none.
 */
export function shorten(whole: string, name: string | null = null): string | null {
  const sentence = whole.length > usualLength ? whole.replace(emphasis, '') : whole
  let best: string | null = null
  let bestWorth = -Infinity
  const ends = endsOf(sentence)
  for (const { start, gain, subject } of [...startsOf(sentence), ...outcomesOf(sentence, name)])
    for (const { end, cost, isClause } of ends) {
      const length = subject.length + end - start
      if (length > lineLimit || (length < fewestCharacters && end < sentence.length)) continue
      const worth = worthOf(sentence, start, end) + gain - cost
      if (worth <= bestWorth) continue
      if (end < sentence.length && !canEnd(sentence.slice(start), end - start, isClause)) continue
      const text = withFullStop(capitalized(subject + sentence.slice(start, end)))
      if (text.length <= lineLimit && standsAlone(text)) [best, bestWorth] = [text, worth]
    }
  return best
}

/** Words that a long sentence can do without. */
const emphasis = new RegExp(
  `(?<=[\\w,] )${either(
    /novel|significantly|substantially|(?:a )?(?:wide|broad) (?:range|variety) of|a variety of|consistently|effectively/,
    /extensive|comprehensive|remarkably|considerably|greatly/,
    /simultaneously|further|notably|thereby|drastically|seamlessly|clearly|impressive|notable|remarkable|efficiently/,
  )} (?=\\w)(?!(?:and|or|but|than) )`,
  'g',
)

/** The text up to a word before the limit, where it is longer; no bracket, quotation or formula is left open. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  let gap = text.lastIndexOf(' ', limit - 1)
  while (gap > limit / 2 && isInsideBrackets(text, gap)) gap = text.lastIndexOf(' ', gap - 1)
  return `${text.slice(0, gap > limit / 2 ? gap : limit - 1).replace(/[\s,;:–—-]+$/, '')}…`
}

function worthOf(sentence: string, start: number, end: number): number {
  const length = end - start
  const losesFigure = figure.test(sentence) && !figure.test(sentence.slice(start, end))
  // What is too long counts by its excess.
  const worth = Math.min(length, usualLength) - Math.max(0, length - usualLength)
  return worth + (end === sentence.length ? 30 : 0) - (losesFigure ? 200 : 0)
}

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

/** Where the sentence may begin: “By …, we propose” and “Experiments on … show that” say the rest without it, too. */
function startsOf(sentence: string): Start[] {
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

const resulting = either(
  /(?:achiev|improv|reduc|lower|yield|increas|reach|outperform|surpass|gain|boost|cutt|rais|attain|accelerat)ing/,
  /(?:obtain|deliver|enhanc|exceed|speed|scor|sav|shorten|enabl|mak|allow|provid|demonstrat|lead|result|requir)ing/,
)
const outcome = new RegExp(`, (?=(?:\\w+ly |while |and )?${resulting} [^,;]*\\d)`, 'g')
const ourMethod = /^(?:[\w-]+ ){0,6}?our (?:proposed )?(?:method|approach|model|framework|system|algorithm)\b/i

/** “Tidemark: reducing memory by 40 %.”, where what comes before is too long to keep. */
function outcomesOf(sentence: string, name: string | null): Start[] {
  const isAboutPaper = ourMethod.test(sentence) || (name !== null && sentence.includes(name))
  if (!isAboutPaper) return []
  return [...sentence.matchAll(outcome)].map(({ 0: comma, index }) => {
    return { start: index + comma.length, gain: -70, subject: name === null ? '' : `${name}: ` }
  })
}

type End = { end: number; cost: number; isClause: boolean }

/** Each place where the sentence may end, with what ending there costs. */
function endsOf(sentence: string): End[] {
  const cuts = endings.flatMap(({ pattern, cost }) =>
    [...sentence.matchAll(pattern)].map(({ index }): End => ({ end: index, cost, isClause: cost === 0 })),
  )
  return [{ end: sentence.length, cost: 0, isClause: true }, ...cuts]
}

const clauseWord = either(
  /while|whereas|whereby|thereby|enabling|allowing|leading to|resulting in|outperforming|such as|so that|in order to/,
)
const relative = either(
  /which|where|and (?:we|our|it|they|is|are|can|has|have)|(?:\w+ly )?\w{3,}ing|as well as|followed by|ranging from/,
  /in contrast to/,
)
const continuation = '(?:we|our|it|they|show|demonstrate|find|achieves?|outperforms?|then|also|thus|thereby)'
const phrase = either(
  /by (?:\w+ly )?\w+ing|compared (?:to|with)|all while|without \w+ing|using|via|through|based on|thanks to|due to|even/,
)
const preposition = '(?:with|for|from|including|especially|particularly|making|yet)'

// After a clause a sentence is whole, after a phrase it says less, before a preposition it may lack something.
const endings = [
  {
    pattern: new RegExp(
      `,? ${clauseWord}\\b|, ${relative}\\b|,? and ${continuation}\\b|;|:(?= )| [–—-]{1,3} |—|(?<=\\w)--(?=\\w)`,
      'g',
    ),
    cost: 0,
  },
  { pattern: new RegExp(`,? ${phrase}\\b|, ${preposition}\\b`, 'g'), cost: 10 },
  { pattern: / (?:across|within|during|in|at|for) (?=\w)|, (?=an? )/g, cost: 40 },
  { pattern: /(?<=\d\S*(?: [\w-]+){0,6}), (?=(?:and )?(?:an? )?[~+]?\d)/g, cost: 60 },
  // Behind a figure, what it was measured with or on may be left out before the figure is.
  {
    pattern: new RegExp(
      `(?<=\\d\\S*(?: [\\w-]+){0,4}) ${either(
        /on|over|with|relative|versus|vs\.?|against|than|from|using|when|and (?:a|an|the|\w+ing|\w+s)/,
      )} (?=\\w)`,
      'g',
    ),
    cost: 50,
  },
]

// “relies on”, “it is possible to”, “each paired with”: what follows must stay.
const wantsMore = new RegExp(
  `(?:\\b${either(
    /and|or|of|the|an?|to|with|by|for|in|on|from|at|as|than|that|which|who|whose|each|such|is|are|was|were|be|been/,
    /has|have|can|will|via|using|into|more|most|less|its|their|our|this|these|those|other|rely|relies|depends?/,
    /leads?|aims?|focus(?:es)?|consists?|contribut\w+|due|order|according|respect|possible|easy|hard|difficult/,
    /necessary|able|likely|needs?|attention|access|adapt\w*|transfer\w*|similar|related|robust|close|comparable/,
    /equivalent|thanks|together|all|both|corresponding|while|where|when|if|because|since|after|before|but/,
    /results?|succeeds?|corresponds?|interest\w*|inherent|even|also|so|no increase|correlations?/,
    /(?:that|which|who) [a-z]+s|\w+ed|built|(?:than|of) \w+ing/,
  )}|[,(–—-])$`,
  'i',
)
// “both … and”, “separates … from”: one half alone says something else.
const pairOpened = /\b(?:both|between|either|neither|not only)\b(?!.*\b(?:and|or|nor|but)\b)[^;]*$/i
const halves: [head: RegExp, tail: RegExp][] = [
  [/\bfrom\b[^,;]*$/i, /^ to\b/],
  [/\b(?:convert|transform|translat|map|replac|turn|divid|split)\w*\b[^,;]*$/i, /^ (?:in)?to\b|^ with\b/],
  [/\b(?:enabl|allow|encourag|requir|forc|help|teach|guid|prompt|caus|ability|able)\w*\b[^,;]*$/i, /^ to\b/],
  [/\b(?:decoupl|separat|distinguish|isolat|disentangl|differ)\w*\b[^,;]*$/i, /^ from\b/],
]
// “Whether image tokens”, “instead of rough”, “comparing methods”: as much as a verb or a second side is still to come.
const sideMissing = /\b(?:whether|instead of|rather than|compar(?:es?|ed|ing))\b[^,;]{0,40}$/i
// “(1) … and (2) …”, “two parts: … and …”.
const listed =
  /\((?:1|i|a)\)|\b(?:two|three|four|five|six|several|key|main|core|following|namely|questions?)\b[^:,]*(?::|$)/i

// “covers reading, writing”: the last of a list is still to come.
const hasMore = /^(?:[^;:]*?,)? (?:and|or|as well as) (?!(?:we|our|it|they|this)\b)(an?\b|the\b|\w+ing\b)?/i
const apposition =
  /^(?:an?|the|one|which|where|while|with|by|using|for|in|on|from|through|via|thereby|\w+ing|we|our|it|they|this)\b/i

// “that concepts, such as genres, are kept”: an inserted phrase, after which the sentence goes on.
const inserted = '(?:such as|including|especially|particularly|like|which|where|e\\.g\\.) ?[^,]*'
const goesOn = either(
  /is|are|was|were|has|have|had|can|could|will|would|do|does|remain|perform|require|lead|exhibit|show|achieve/,
)
const insertion = new RegExp(`^,? ${inserted}, (?:(?:often|also|still|only|typically|then) )?${goesOn}s?\\b`)

// Enough to tell “To understand the risks, a new framework” from a sentence.
const opener = '(?:to|by|in|for|with|as|on|given|unlike|based|through|from|at|trained|motivated|inspired|\\w+ing)'
const openingPhrase = new RegExp(`^${opener}\\b[^,]*,(?: i\\.e\\.,.*)?`, 'i')
const onlyOpener = either(
  /unlike|despite|while|although|when|given|rather than|instead of|to|by|as|leveraging|using|building|starting/,
  /motivated|inspired|trained|across|on|in|for|with|under|against|through|from|at|among|instead of|when/,
)
const onlyOpens = new RegExp(`^${onlyOpener}\\b[^,]*$`, 'i')
const verb = anyWord(
  /we|I|it|they|is|are|was|were|has|have|had|can|could|will|do|does|did|\w{2,}(?:ed|[^\Wsui]s)|show|find|found/,
  /outperform|achieve|improve|demonstrate|reveal|indicate|remain|become|built|made/,
)

const condition = anyWord(/if|unless|except|only|when|whenever|provided|assuming|under|cannot|not/)
const turn = anyWord(
  /but|although|though|however|unless|except|if|provided|assuming|despite|yet|only (?:if|when|for|on|in)/,
  /fails?|limited|at the (?:cost|expense)/,
)

/** Whether the sentence up to there reads as a whole one, and what follows turns no meaning. */
function canEnd(sentence: string, at: number, isClause: boolean): boolean {
  const [head, tail] = [sentence.slice(0, at), sentence.slice(at)]
  if ((isClause ? turn : meaningBearing).test(tail) || isInsideBrackets(sentence, at)) return false
  if (!verb.test(head.replace(openingPhrase, '')) && !/^\w+ing\b/.test(head)) return false
  if (/\bfirst\b/.test(head) && /\b(?:then|second|finally)\b/.test(tail)) return false
  if (halves.some(([first, second]) => first.test(head) && second.test(tail))) return false
  if (insertion.test(tail) || leavesListOpen(head, tail)) return false
  if (/^ and /.test(tail) && describes.test(head)) return false
  if (tail.startsWith(':') && listed.test(head)) return false
  return !onlyOpens.test(head) && !wantsMore.test(head) && !pairOpened.test(head) && !sideMissing.test(head)
}

// “A more effective and general method”: one adjective alone names nothing.
const describes = /(?:ive|al|ic|[ai]ble|ous|ful|ent|ant)$/i

// “Model size, training data volume, and group size”: what follows the comma is no clause but the next of a list.
const nextItem = new RegExp(
  `^, (?!(?:\\w+ly )?${resulting}\\b)[^,;]+(?:, [^,;]+)*,? (?:and|or) (?!\\w+ing\\b|(?:we|our|it|they)\\b)`,
)

function leavesListOpen(head: string, tail: string): boolean {
  if (
    nextItem.test(tail) &&
    !/^, (?:an?|the|which|where|while|with|so|such|as|by|in|thereby|thus|followed)\b/.test(tail)
  )
    return true
  const more = hasMore.exec(tail)
  const clause = head.replace(openingPhrase, '')
  const comma = clause.lastIndexOf(', ')
  if (!more || comma < 0) return false
  const item = clause.slice(comma + 2)
  return !apposition.test(item) || (more[1] !== undefined && /^(?:an?|the|\w+ing)\b/i.test(item))
}
