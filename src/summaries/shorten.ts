import { isInsideBrackets, withFullStop } from './clean-sentence.ts'
import { figure, meaningBearing } from './cues.ts'
import { anyWord, either } from './patterns.ts'

/** A whole sentence may be this much longer than asked for before it is cut in the middle. */
const grace = 1.2

/**
 * The longest beginning of the sentence of at most `limit` characters that reads as a whole one and leaves out nothing
 * that turns its meaning (“not”, “only”, “up to”, “if”). Where there is none, a sentence that is a little too long
 * stays as it is; a longer one is cut at a word and ends in “…”.
 */
export function shorten(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence
  const whole = wholeBeginning(sentence, limit)
  if (whole !== null) return whole
  if (sentence.length <= grace * limit) return sentence
  return `${sentence.slice(0, lastGap(sentence, limit)).replace(/[\s,;:–—-]+$/, '')}…`
}

/**
 * The last gap between two words where no bracket, quotation or formula is open; where one goes on for long, any gap.
 */
function lastGap(sentence: string, limit: number): number {
  const last = sentence.lastIndexOf(' ', limit - 1)
  let at = last
  while (at > limit / 2 && isInsideBrackets(sentence, at)) at = sentence.lastIndexOf(' ', at - 1)
  return at > limit / 2 ? at : last < 0 ? limit - 1 : last
}

/** Null when there is no such beginning. */
function wholeBeginning(sentence: string, limit: number): string | null {
  const found = endings.flatMap(({ pattern, fewest }) => {
    const ends = [...sentence.matchAll(pattern)].map(({ index }) => index)
    return ends.findLast((at) => at < limit && at >= limit * fewest && canEnd(sentence, at)) ?? []
  })
  // A measured result is the last thing to leave out.
  const end = found.find((at) => figure.test(sentence.slice(0, at)) || !figure.test(sentence.slice(at))) ?? found[0]
  return end === undefined ? null : withFullStop(sentence.slice(0, end))
}

const clauseWord = either(
  /while|whereas|whereby|thereby|enabling|allowing|leading to|resulting in|outperforming|such as|so that|in order to/,
)
const relative = either(
  /which|where|and (?:we|our|it|they|is|are|can|has|have)|(?:\w+ly )?\w{3,}ing|as well as|followed by|ranging from/,
  /in contrast to/,
)
const continuation = '(?:we|our|it|they|show|demonstrate|find|achieves?|outperforms?|then|also|thus|thereby)'
const phrase = '(?:by (?:\\w+ly )?\\w+ing|using|via|through|based on|thanks to|due to|even)'
const preposition = '(?:with|an?|for|from|including|especially|particularly|making|yet|and (?:the|a|\\w+s) )'

// Tried in this order: after a clause a sentence is whole, after a phrase it says less, before a preposition it may
// lack something.
const endings = [
  {
    pattern: new RegExp(
      `,? ${clauseWord}\\b|, ${relative}\\b|,? and ${continuation}\\b|;|:(?= )| [–—-]{1,3} |—|(?<=\\w)--(?=\\w)`,
      'g',
    ),
    fewest: 0.25,
  },
  { pattern: new RegExp(`,? ${phrase}\\b|, ${preposition}\\b`, 'g'), fewest: 0.35 },
  { pattern: / (?:across|within|over|during|from|on|in|for|to|with|and) (?=\w)/g, fewest: 0.6 },
]

// “relies on”, “it is possible to”, “each paired with”: what follows must stay.
const wantsMore = new RegExp(
  `(?:\\b${either(
    /and|or|of|the|an?|to|with|by|for|in|on|from|at|as|than|that|which|who|whose|each|such|is|are|was|were|be|been/,
    /has|have|can|will|via|using|into|more|most|less|its|their|our|this|these|those|other|rely|relies|depends?/,
    /leads?|aims?|focus(?:es)?|consists?|contribut\w+|due|order|according|respect|possible|easy|hard|difficult/,
    /necessary|able|likely|needs?|attention|access|adapt\w*|transfer\w*|similar|related|robust|close|comparable/,
    /equivalent|thanks|together|all|both|corresponding|while|where|when|if|because|since|after|before|but/,
    /no increase|correlations?|(?:that|which|who) [a-z]+s|\w+ed|built|(?:than|of) \w+ing/,
  )}|[,(–—-])$`,
  'i',
)
// “both … and”, “separates … from”: one half alone says something else.
const pairOpener = either(
  /both|between|either|neither|not only|from|decoupl\w*|separat\w*|distinguish\w*|isolat\w*|disentangl\w*/,
  /convert\w*|transform\w*|translat\w*|mapp?\w*|replac\w*/,
)
const pairOpened = new RegExp(`\\b${pairOpener}\\b[^,;]*$`, 'i')
// “(1) … and (2) …”, “two parts: … and …”.
const listed = /\((?:1|i|a)\)|\b(?:two|three|four|five|several|key|main|following)\b[^:]*: /i

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
  /motivated|inspired|trained/,
)
const onlyOpens = new RegExp(`^${onlyOpener}\\b[^,]*$`, 'i')
const verb = anyWord(
  /we|I|it|they|is|are|was|were|has|have|had|can|could|will|do|does|did|\w{2,}(?:ed|[^\Wsui]s)|show|find|found/,
  /outperform|achieve|improve|demonstrate|reveal|indicate|remain|become|built|made/,
)

/** Whether the sentence up to there reads as a whole one, and what follows turns no meaning. */
export function canEnd(sentence: string, at: number): boolean {
  const [head, tail] = [sentence.slice(0, at), sentence.slice(at)]
  if (meaningBearing.pattern.test(tail) || isInsideBrackets(sentence, at)) return false
  if (!verb.test(head.replace(openingPhrase, ''))) return false
  if (insertion.test(tail) || leavesListOpen(head, tail)) return false
  if (/^ and /.test(tail) && describes.test(head)) return false
  return !onlyOpens.test(head) && !wantsMore.test(head) && !pairOpened.test(head) && !listed.test(head)
}

// “A more effective and general method”: one adjective alone names nothing.
const describes = /(?:ive|al|ic|[ai]ble|ous|ful|ent|ant)$/i

function leavesListOpen(head: string, tail: string): boolean {
  const more = hasMore.exec(tail)
  const clause = head.replace(openingPhrase, '')
  const comma = clause.lastIndexOf(', ')
  if (!more || comma < 0) return false
  const item = clause.slice(comma + 2)
  return !apposition.test(item) || (more[1] !== undefined && /^(?:an?|the|\w+ing)\b/i.test(item))
}
