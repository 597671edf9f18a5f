import { anyOf, anyWord, either } from '../patterns.ts'

const preposition = /of|in|on|for|with|to|and|or|by|from|at|as|than|into|over|via|that|when|while|using|across|between/
  .source
/** Surely a verb: by itself, by an adverb before it, or by what stands behind it. */
const surelyVerb = anyOf(
  /\b(?:is|are|was|were|ha[sd]|have|can|could|will|would|may|might|must|should|do|does|did|cannot|not|\w+ly \w+)\b/,
  /\b(?:outperform|become|remain|improve|reduce|achieve|lead|enable|yield|reach|help|suffer|struggle|fail)[sd]?\b/,
  /\b(?:generali[sz]e|transfer|scale|perform|emerge|exist|converge|matter|benefit|depend|provide|show|increase)s?\b/,
  /\b(?:work|result)s?\b|\b(?:increas|outperform|yield)ed\b|\b\w+ed (?:by|to|in|from|with|on|an?|the)\b/,
  // “expands exploration”, and no “sequences of”
  new RegExp(`\\b[a-z]+[^\\Wsui]s (?!(?:${preposition}|which)\\b)[a-z]`),
  new RegExp(
    `\\b(?!(?:${preposition})\\b)[a-z]{3,} (?:an?|the|its|their|more|less|better|higher|lower|all|no|up|both|far)\\b`,
  ),
)

const says = either(/\b(?:show|demonstrate|find|found|reveal|prove|suggest|observe|confirm|indicate|is|argue)s?/)
/** “We show that sequences of layers”, “…, yet their mechanisms”: what was begun needs its verb. */
const clauseOpened = new RegExp(
  `(?:${says}|observation|fact|finding|evidence|insight|hypothesis) that,? ([^;:]*)$|` +
    ', (?:yet|because|since|although|though) ([^;:]*)$',
  'i',
)
/** “We show via experiments”: what is shown has to be said. */
const shownHow =
  /\b(?:show|demonstrate|find|reveal|prove|observe)s? (?:via|by|with|through|in|on|using)\b(?!.* that\b)[^,;:]*$/i

/** “The greatest gain [for small models]”: what bounds a best is part of it. */
const superlative =
  /\b(?:best|greatest|highest|lowest|largest|strongest|fastest|smallest|first) (?:[\w-]+ ){0,3}[\w-]+$/i
const bounding = /^ (?:on|in|for|among|with|under|when|of|across|within|at)\b/

const amount = either(
  /boosts?|gains?|improvement|reductions?|increases?|decreases?|drops?|lack|losses|loss|rise|growth|savings?/,
  /speed-?ups?|level|degree|amount|number|share/,
)
/** Where the head ends so and the tail begins so, a part is missing. */
const incomplete: [head: RegExp, tail: RegExp][] = [
  // “with a boost [in speed]”, “the number [of tokens]”
  [new RegExp(`\\b(?:an?|the|any|no) (?:[\\w-]+ ){0,2}${amount}$`), /^ (?:in|of|for|to|from|over)\b/],
  // “improves accuracy [by 4 %]”
  [
    /\b(?:improv|increas|reduc|outperform|surpass|exceed|boost|lower|cut|accelerat|decreas|rais)\w*\b[^,;\d]*$/i,
    /^ (?:(?!and |or |while )[\w-]+ ){0,4}(?:by|to) (?:(?:up to|about|over|at least|nearly|more than) )?[~+≈]?\d/,
  ],
  [/\b(?:enhanc|augment|enrich|equip|supplement|extend|pair|refin)\w*(?: \w+)?$/i, /^ with\b/],
  [/\b(?:expos\w+|attribut\w+|confin\w+|generali[sz]\w*)(?: \w+)?$/i, /^ to\b/],
]
const leftHanging = new RegExp(
  `${
    anyWord(
      /despite|compatible|capable|consistent|suited|suitable|beyond|unlike|except|shows?|demonstrates?|reveals?/,
      /confirms?|suggests?|indicates?|proves?|observes?|proposes?|finds?|tends?|stems?|aims?|seeks?/,
    ).source
  }$`,
)

/** Whether what is cut off there is a part that the rest does not make sense without. */
export function lacksPart(head: string, tail: string): boolean {
  if (leftHanging.test(head) || shownHow.test(head)) return true
  const [, claim, turn] = clauseOpened.exec(head) ?? []
  const begun = claim ?? turn
  if (begun !== undefined && !surelyVerb.test(begun)) return true
  if (superlative.test(head) && bounding.test(tail)) return true
  return incomplete.some(([first, second]) => first.test(head) && second.test(tail))
}
