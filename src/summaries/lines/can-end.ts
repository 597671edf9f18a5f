import { anyWord, either } from '../patterns.ts'
import { isInsideBrackets } from './clean-sentence.ts'
import { meaningBearing } from './cues.ts'
import { resulting } from './starts.ts'

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

const turn = anyWord(
  /but|although|though|however|unless|except|if|provided|assuming|despite|yet|only (?:if|when|for|on|in)/,
  /fails?|limited|at the (?:cost|expense)/,
)

/** Whether the sentence up to there reads as a whole one, and what follows turns no meaning. */
export function canEnd(sentence: string, at: number, isClause: boolean): boolean {
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
