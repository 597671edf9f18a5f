import { anyOf, anyWord, either } from '../patterns.ts'
import { isInsideBrackets } from './clean-sentence.ts'

// “relies on”, “it is possible to”, “each paired with”: what follows must stay.
const wantsMore = new RegExp(
  `(?:\\b${either(
    /and|or|of|the|an?|to|with|by|for|in|on|from|at|as|than|that|which|who|whose|each|such|is|are|was|were|be|been/,
    /has|have|can|will|via|using|into|more|most|less|its|their|our|this|these|those|other|rely|relies|depends?/,
    /leads?|aims?|focus(?:es)?|consists?|contribut\w+|due|order|according|respect|possible|easy|hard|difficult/,
    /necessary|able|likely|need|conditions?|attention|access|adapt\w*|transfer\w*|similar|related|robust|close/,
    /comparable/,
    /equivalent|thanks|together|all|both|corresponding|while|where|when|if|because|since|after|before|but/,
    /results?|succeeds?|corresponds?|interest\w*|inherent|even|also|so|no increase|correlations?/,
    /(?:that|which|who) [a-z]+s|\w+ed|built|(?:than|of) \w+ing|up|how|what|one|along|such|\w+ly|novel|real|proposed/,
    /(?:and|then|approaches|methods|models|we|also) (?:\w+ly )?\w+(?:e|fy|op|in|er|s|gn|ct|nt|ze)|tasks? of|address\w*/,
    /operates?|builds?|acts?|works?|performs?|excels?|trains?|runs?|deals?|copes?|shows?|finds?|demonstrates?|reveals?/,
  )}|[,(–—-])$`,
  'i',
)
/** What “to …” or “that …” belongs to. */
const governs = new RegExp(
  `\\b${either(
    /prior|subject|key|ability|capacity|effort|try|tries|tend\w*|seeks?|fails?|learn\w*|wants?|begins?|starts?/,
    /continues?/,
    /attempts?|generali\w+|scal\w+|appl(?:y|ies)|extends?|belongs?|approach|solutions?|alternatives?|potential/,
    /ways?|so/,
    /suggests?|indicates?|ensures?|given|fact|evidence|idea|insights?|observation|hypothesis|assumption|claim|notion/,
    /finding|those|conclude|observe|confirms?|proves?|argues?|demonstrate|show|beyond|improves?|shown|means?|says?/,
  )}$`,
  'i',
)
// “both … and”, “separates … from”: one half alone says something else.
const pairOpened = /\b(?:both|between|either|neither|not only)\b(?!.*\b(?:and|or|nor|but)\b)[^;]*$/i
const halves: [head: RegExp, tail: RegExp][] = [
  [/\bfrom\b[^,;]*$/i, /^ to\b/],
  [
    /\b(?:combin|integrat|align|pair|equip|replac|match|fus|merg|bridg|augment|coupl|unif|associat)\w*\b[^,;]*$/i,
    /^ with\b/,
  ],
  [/\b(?:gap|balance|trade-?off|distinction|difference|relationship|interaction|interplay)\b[^,;]*$/i, /^ between\b/],
  [
    /\b(?:convert|transform|translat|map|replac|turn|divid|split|partition)\w*\b[^,;]*$/i,
    /^ (?:in)?to\b|^ with\b|^ from\b/,
  ],
  [/\b(?:enabl|allow|encourag|requir|forc|help|teach|guid|prompt|caus|ability|able)\w*\b[^,;]*$/i, /^ to\b/],
  [/\b(?:decoupl|separat|distinguish|isolat|disentangl|differ)\w*\b[^,;]*$/i, /^ from\b/],
]
// “Whether image tokens”, “instead of rough”, “comparing methods”: as much as a verb or a second side is still to come.
const sideMissing =
  /\b(?:whether(?! to \w+ \w)|instead of|rather than|compar(?:es?|ed|ing))\b[^,;]{0,40}$|\bthat while\b[^,]*$/i
// “(1) … and (2) …”, “two parts: … and …”.
const listed =
  /\((?:1|i|a)\)|\b(?:two|three|four|five|six|several|key|main|core|following|namely|questions?)\b[^:,]*(?::|$)/i

// “covers reading, writing”: the last of a list is still to come.
const hasMore = /^(?:[^;:]*?,)? (?:and|or|as well as) (?!(?:we|our|it|they|this)\b)(an?\b|the\b|\w+ing\b)?/i
const apposition =
  /^(?:an?|the|one|which|where|while|with|by|using|for|in|on|from|through|via|thereby|\w+ing|we|our|it|they|this)\b/i

// Enough to tell “To understand the risks, a new framework” from a sentence.
const opener = '(?:to|by|in|for|with|as|on|given|unlike|based|through|from|at|trained|motivated|inspired|\\w+ing)'
const openingPhrase = new RegExp(`^${opener}\\b[^,]*,(?: i\\.e\\.,.*)?`, 'i')
const onlyOpener = either(
  /unlike|despite|while|although|when|given|rather than|instead of|to|by|as|leveraging|using|building|starting/,
  /motivated|inspired|driven|trained|across|on|in|for|with|under|against|through|from|at|among|instead of|when/,
)
const onlyOpens = new RegExp(`^${onlyOpener}\\b[^,]*$`, 'i')
/** What may be a verb, or the plural of a noun. */
const likeVerb = anyWord(
  /we|I|it|they|is|are|was|were|has|have|had|can|could|will|do|does|did|\w{2,}(?:ed|[^\Wsui]s)|show|find|found/,
  /outperform|achieve|improve|demonstrate|reveal|indicate|remain|become|built|made/,
)

/** “We present DynamicVLA, a framework for the manipulation of objects”. */
const namesThing = /\b(?:an?|the|two|three)\s(?:[\w(),-]+ ){2,}[\w-]+$|[A-Z][\w.)-]+, an? (?:[\w-]+ )+[\w-]+$/
const defines = /^ (?:that|which|whose|where|wherein|in which|(?:design|dedicat|tailor|aim|develop)ed (?:to|for|at))\b/
/** “6.1 % on TartanAir and 5.1 % …” */
const hasSecond = /\d\S* (?:on|in|for|over|with) [^,]+,? and [~+]?\d\S*$/

/** “Training on pairs” needs to do something. */
const finite = anyWord(
  /we|is|are|was|were|can|could|will|has|have|does|do|\w+ates|improves|yields|leads|reduces|enables|boosts|shows/,
  /requires/,
  /outperforms|achieves|allows|makes|gives|helps|leaves|produces|provides|performs|increases|remains|reveals|results/,
)

const turn = anyOf(
  anyWord(/but|although|though|however|unless|except|provided|assuming|despite|yet|at the (?:cost|expense)/),
  /^,? (?:(?:and|while) )?(?:only|if|fails?|limited)\b|\bonly (?:if|when)\b|\b(?:it|and|while) fail(?:s|ing)?\b/,
)
/** Of what a phrase adds, this bounds the whole sentence. */
const bounds = anyWord(/not|never|only|without|until|when|whenever|under|may|might|could|instead|partially|among/)

const generic = either(
  /simple|effective|efficient|general|unified|new|novel|comprehensive|large-scale|high-quality|scalable|flexible/,
  /powerful/,
  /principled|lightweight|robust|systematic|advanced|practical|first|end-to-end|innovative/,
)
/** “A framework”, “a simple method”: the rest would have said which. */
const saysLittle = new RegExp(
  `\\b(?:an?|the|two|three|our|new) (?:${generic},? |(?:and|yet|but) )*(?:[\\w-]+ )?${either(
    /framework|method|approach|model|system|algorithm|architecture|technique|benchmark|dataset|paradigm|strategy|suite/,
    /pipeline|methods|techniques|paradigms?|module|mechanism|study|family|combination|set|series|way|process|scheme/,
  )}$`,
)

/** The last word of “the code and checkpoints” is none. */
export const hasVerb = (text: string): boolean => likeVerb.test(text.replace(/\s\S+$/, ''))

/** Whether it only leads up to what a sentence says: “Driven by rising demands”. */
export const isOpeningOnly = (head: string): boolean => onlyOpens.test(head) || !likeVerb.test(head)

/** “… that first reads, and then writes”: without what comes then, “first” goes as well. */
export const continues = /^,? (?:(?:and )?then|but also)\b/

const [notOnly, alsoOf] = [' not only ', /^,? but also\b/]

/** Whether the sentence up to there reads as a whole one, and what follows turns no meaning. */
export function canEnd(sentence: string, at: number, isClause: boolean): boolean {
  const [head, tail] = [sentence.slice(0, at), sentence.slice(at)]
  if (alsoOf.test(tail))
    return head.includes(notOnly) && canEnd(head.replace(notOnly, ' ') + tail.replace(alsoOf, ', while'), at - 9, true)
  if (turn.test(tail) || (!isClause && bounds.test(tail)) || isInsideBrackets(sentence, at)) return false
  if (sentence.endsWith('?')) return false
  if (defines.test(tail) ? !namesThing.test(head) : saysLittle.test(head)) return false
  if (hasSecond.test(head) && /^ (?:on|in|for|over|with)\b/.test(tail)) return false
  const clause = head.replace(openingPhrase, '')
  if (!likeVerb.test(clause) || (clause !== head && clause.length < 20)) return false
  if (/^\w+ing\b/.test(clause) && !finite.test(clause)) return false
  if (/\bfirst\b/.test(head) && /\b(?:then|second|finally)\b/.test(tail) && !continues.test(tail)) return false
  if (halves.some(([first, second]) => first.test(head) && second.test(tail))) return false
  if (/^ (?:to|that)\b/.test(tail) && governs.test(head)) return false
  if (leavesListOpen(head, tail)) return false
  if (/^ and /.test(tail) && describes.test(head)) return false
  if (tail.startsWith(':') && listed.test(head)) return false
  if (/:(?! \w+ing\b)/.test(head) && listed.test(head.slice(0, head.indexOf(':'))) && /\b(?:and|or)\b/.test(tail))
    return false
  if (/^ [–—-]/.test(tail) && / [–—-]{1,2} /.test(tail.slice(3))) return false
  return !onlyOpens.test(head) && !wantsMore.test(head) && !pairOpened.test(head) && !sideMissing.test(head)
}

// “A more effective and general method”: one adjective alone names nothing.
const describes = /(?:ive|al|ic|[ai]ble|ous|ful|ent|ant)$/i

// “Model size, training data volume, and group size”: what follows the comma is no clause but the next of a list.
const nextItem = /^, (?!(?:\w+ly )?\w+ing\b)[^,;]+(?:, [^,;]+)*,? (?:and|or) (?!\w+ing\b|(?:we|our|it|they)\b)/

const opensPhrase = new RegExp(
  `^, ${either(
    /an?|the|which|where|while|with|so|such|as|by|in|thereby|thus/,
    /\w+ed (?:to|by|for|with|on|from|of|as|in|via|using)/,
  )}\\b`,
)

function leavesListOpen(head: string, tail: string): boolean {
  if (nextItem.test(tail) && !opensPhrase.test(tail)) return true
  const more = hasMore.exec(tail)
  const clause = head.replace(openingPhrase, '')
  const comma = clause.lastIndexOf(', ')
  if (!more || comma < 0) return false
  const item = clause.slice(comma + 2)
  if (/^(?:and|or)\b/.test(item)) return false
  return !apposition.test(item) || (more[1] !== undefined && /^(?:an?|the|\w+ing)\b/i.test(item))
}
