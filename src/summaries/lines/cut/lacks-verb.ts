import { anyStem, either } from '../../patterns.ts'

const preposition = /of|in|on|for|with|to|and|or|by|from|at|as|than|into|over|via|that|when|while|using|across|between/
  .source
/** Surely a verb: by itself, by an adverb before it, or by what stands behind it. */
export const surelyVerb = anyStem(
  /(?:is|are|was|were|ha[sd]|have|can|could|will|would|may|might|must|should|do|does|did|cannot|not|\w+ly \w+)\b/,
  /(?:outperform|become|remain|improve|reduce|achieve|lead|enable|yield|reach|help|suffer|struggle|fail)[sd]?\b/,
  /(?:generali[sz]e|transfer|scale|perform|emerge|exist|converge|matter|benefit|depend|provide|show|increase)s?\b/,
  /(?:dominate|excel|lag|differ|vary|degrade|persist|collapse|saturate|correlate)s?\b/,
  /(?:work|result)s?\b|(?:increas|outperform|yield)ed\b|\w+ed (?:by|to|in|from|with|on|an?|the)\b/,
  // “expands exploration”, and no “sequences of”
  new RegExp(`[a-z]+[^\\Wsui]s (?!(?:${preposition}|which)\\b)[a-z]`),
  new RegExp(
    `(?!(?:${preposition})\\b)[a-z]{3,} (?:an?|the|its|their|more|less|better|higher|lower|all|no|up|both|far)\\b`,
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

/** Whether a clause begins in the head that has no verb yet, or nothing that is shown. */
export function lacksVerb(head: string): boolean {
  const [, claim, turn] = clauseOpened.exec(head) ?? []
  const begun = claim ?? turn
  return shownHow.test(head) || (begun !== undefined && !surelyVerb.test(begun))
}
