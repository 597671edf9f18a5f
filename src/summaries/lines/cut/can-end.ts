import { anyStem, anyWord, atEnd, either } from '../../patterns.ts'
import { isInsideBrackets } from '../wording/clean-sentence.ts'
import { study, tellsResult } from '../wording/cues.ts'
import { lacksVerb } from './lacks-verb.ts'
import { leavesListOpen } from './open-list.ts'
import { listed, partsWhole } from './parted.ts'

// “relies on”, “it is possible to”, “each paired with”: what follows must stay.
const wantsMore = atEnd(
  anyWord(
    /whose|each|be|has|have|can|will|using|more|most|less|its|their|our|this|these|those|other|rely|relies|depends?/,
    /leads?|aims?|focus(?:es)?|consists?|contribut\w+|due|order|according|respect|possible|easy|hard|difficult/,
    /necessary|able|likely|need|conditions?|attention|access|adapt\w*|transfer\w*|similar|related|robust|close/,
    /comparable|not|only|just|especially|particularly|equivalent|thanks|together|all|both|corresponding|while|where/,
    /when|if|because|since|after|before|but|results?|succeeds?|corresponds?|interest\w*|inherent|even|also|so/,
    /no increase|correlations?|(?:that|which|who) [a-z]+s|\w+ed|built|(?:than|of) \w+ing|up|how|what|one|along|\w+ly/,
    /novel|real|proposed|(?:and|then|approaches|methods|models|we|also) (?:\w+ly )?\w+(?:e|fy|op|in|er|gn|ct|nt|ze)/,
    /tasks? of|address\w*|scaling|ranging|moving|struggles?|relative/,
    /referring|reverts?|phenomena|patterns|competitive|severe/,
    /(?:allow|enabl|mak)ing|(?:featur|includ|compris|contain|encompass|combin|introduc|spann|cover)ing/,
    /(?:integrat|leverag|requir|involv)ing/,
    /operates?|hinges?|builds?|acts?|works?|performs?|excels?|trains?|runs?|deals?|copes?|needs?/,
    /(?:must|can) \w+|to (?:\w+ly )?\w+(?:[^s]e|fy|ount|ct|pt|rt|ss)/,
    /to learn|set|complementary|enough|becoming|remaining/,
    /emphasis|closer|originates?|spread|analogous|(?:results|findings) point|(?:is|are) the first/,
    /(?:interact|work|runn|operat|deal|depend|rely|compet|vary|belong|aris|stemm|result|exist|focus|emerg|act)ing/,
    /(?:show|demonstrat|reveal|suggest|indicat)(?:s|es|ing)|finds?/,
  ),
  /[,(–—-]/,
)
/** As they are written: “stems” is a verb, “STEM” is not. */
const leftHanging = new RegExp(
  atEnd(
    anyWord(
      /despite|compatible|capable|consistent|suited|suitable|beyond|unlike|except|shows?|demonstrates?|reveals?/,
      /confirms?|suggests?|indicates?|proves?|observes?|proposes?|finds?|tends?|stems?|aims?|seeks?/,
    ),
  ).source,
)
// “Whether image tokens”, “instead of rough”, “comparing methods”: as much as a verb or a second side is still to come.
const sideMissing = anyStem(
  /(?:whether(?! to \w+ \w)|instead of|rather than|compar(?:es?|ed|ing))\b[^,;]{0,40}$/,
  /that (?:while|despite|although|unlike|given)\b[^,]*$/,
  // “ReBN, which – unlike GRPO – …”
  /(?:which|that|and) [–—-] [^–—]*$/,
)
// “both … and”: one half alone says something else.
const pairOpened = /\b(?:both|between|either|neither|not only)\b(?!.*\b(?:and|or|nor|but)\b)[^;]*$/i
// Enough to tell “To understand the risks, a new framework” from a sentence.
const opener = either(
  /unlike|despite|while|although|when|given|rather than|instead of|to|by|as|leveraging|using|building|starting|if/,
  /motivated|inspired|driven|trained|accompanied|built|equipped|designed|conditioned|fine-tuned|evaluated|across/,
  /on|in|for|with|under|against|through|from|at|among|based|since|because/,
)
const openingPhrase = new RegExp(`^(?:${opener}|after|before|once|\\w+ing)\\b[^,]*,(?: i\\.e\\.,.*)?`, 'i')
/** “Using a set and a new, automated reader, we …” */
const resumes = new RegExp(
  either(
    /, (?:\w+ly )?(?:we|our|the|this|these|it|they|one|its?|[A-Z]\S*|\w+ (?:models?|agents?)|an? \w+|\w+s)\b/,
    /^\w+ing\b[^,]* (?:is|are|can|\w+(?:es|[^s]s)) /,
  ),
)
const onlyOpens = new RegExp(`^${opener}\\b[^,]*$`, 'i')
/** What may be a verb, or the plural of a noun. */
const likeVerb = anyWord(
  /we|I|it|they|is|are|was|were|has|have|had|can|could|will|do|does|did|\w{2,}(?:ed|[^\Wsui]s)|show|find|found/,
)

/** “Experiments on 18 models [show …]” */
const reports = new RegExp(`^ ?(?:[\\w-]+ ){0,3}${study}(?:,| (?:on|across|of|with|for|in|using)\\b)`, 'i')

/** “We present DynamicVLA, a framework for the manipulation of objects”. */
const namesThing = new RegExp(
  either(
    /\b(?:an?|the|two|three) (?:(?!(?:an?|the|two|and) )[\w(),-]+ ){2,}[\w-]+\)?$/,
    /[A-Z][\w.)-]+, an? (?:[\w-]+ )+[\w-]+$|, and (?:[\w-]+ )*[\w-]+$/,
  ),
)
const defines = /^ (?:that|which|whose|where|wherein|in which|(?:design|dedicat|tailor|aim|develop)ed (?:to|for|at))\b/
const turn = anyWord(
  /but|although|though|however|unless|except|provided|assuming|despite|yet|at the (?:cost|expense)/,
  /(?:only|if|fails?|limited)(?<=^,? (?:(?:and|while) )?\w+)|only (?:if|when)(?<!^, \w+ing\b.*)/,
  /(?:it|and|while) fail(?:s|ing)?/,
)
/** Of what a phrase adds, this bounds the whole sentence. */
const bounds = anyWord(/not|never|(?<!-)only|without|until|when|whenever|under|may|might|could|instead|partially|among/)

const generic = either(
  /simple|effective|efficient|general|unified|new|novel|comprehensive|large-scale|high-quality|scalable|first/,
)
/** “A framework”, “a simple method”: the rest would have said which. */
const saysLittle = new RegExp(
  `(?<=\\b(?:(?:an?|two|three|new) (?:${generic},? |(?:and|yet|but) )*(?:[\\w-]+ )?|` +
    `(?:the|our) (?:${generic},? )*)${either(
      /framework|method|approach|model|system|algorithm|architecture|technique|benchmark|dataset|paradigm|strategy/,
      /suite|pipeline|methods|techniques|paradigms?|module|mechanism|study|family|combination|set|series|way/,
      /process|scheme/,
    )})$`,
)

/** The last word of “the code and checkpoints” is none. */
export const hasVerb = (text: string): boolean => likeVerb.test(text.replace(/\s\S+$/, ''))

/** Whether it only leads up to what a sentence says: “Driven by rising demands”. */
export const isOpeningOnly = (head: string): boolean => onlyOpens.test(head) || !likeVerb.test(head)

/** “… that first reads, and then writes”: without what comes then, “first” goes as well. */
export const continues = /^,? (?:(?:and )?then|but (?:can |could )?also)\b/

const [notOnly, alsoOf] = [' not only ', /^,? but (?:can |could )?also\b/]

/** Whether the sentence up to there reads as a whole one, and what follows turns no meaning. */
export function canEnd(sentence: string, at: number, isClause: boolean): boolean {
  const [head, tail] = [sentence.slice(0, at), sentence.slice(at)]
  if (alsoOf.test(tail))
    return (
      head.includes(notOnly) &&
      !/ not only (?:for|by|in|on|through|with|to|of)\b/.test(head) &&
      canEnd(head.replace(notOnly, ' ') + tail.replace(alsoOf, ', while'), at - 9, true)
    )
  if (sentence.endsWith('?') || wantsMore.test(head) || leftHanging.test(head) || isInsideBrackets(sentence, at))
    return false
  if (turn.test(tail) || (!isClause && bounds.test(tail))) return false
  if (defines.test(tail) ? !namesThing.test(head) : saysLittle.test(head)) return false
  const clause = head.replace(openingPhrase, '')
  if (reports.test(clause) && !tellsResult.test(clause)) return false
  if (!likeVerb.test(clause) || /^ (?:with|including|such)\b/.test(clause) || (clause !== head && clause.length < 20))
    return false
  // “Training on pairs” needs to do something.
  if (/^\w+ing\b/.test(clause) && !tellsResult.test(clause) && !/\b(?:we|is|are|can)\b/.test(clause)) return false
  if (partsWhole(head, tail)) return false
  if (leavesListOpen(clause, tail) || lacksVerb(head)) return false
  if (/:(?! \w+ing\b)/.test(head) && listed.test(head.slice(0, head.indexOf(':'))) && /\b(?:and|or)\b/.test(tail))
    return false
  return (
    !onlyOpens.test(head) &&
    !/(?<=, [\w-]+)$/.test(head) &&
    !(/^(?:\w+ing|By|Through|Via|With)\b/.test(head) && !resumes.test(head)) &&
    !pairOpened.test(head) &&
    !sideMissing.test(head)
  )
}
