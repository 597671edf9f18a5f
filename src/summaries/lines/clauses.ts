import { either } from '../patterns.ts'
import { hasVerb } from './cut/can-end.ts'
import { surelyVerb } from './cut/lacks-verb.ts'
import { agentOf, byUs, subjectOf } from './subject.ts'
import { capitalized, isInsideBrackets } from './wording/clean-sentence.ts'
import { makes, tellsResult } from './wording/cues.ts'
import { lineLimit } from './wording/limits.ts'
import { product } from './wording/name-subject.ts'
import { mentions } from './wording/paper-name.ts'
import { baseOf, isFiniteVerb, singularOf } from './wording/verb-forms.ts'

/** A clause is told of the paper (by its name), of “we” or of “our method”; null: of something else. */
type Clauses = (sentence: string, subject: string | null, name: string | null) => (string | null)[]

/** Characters: a longer sentence is a list. */
const longest = 900

/** The clauses of a sentence that say something of the paper, each as a sentence with its own subject. */
export function clausesOf(sentence: string, name: string | null): string[] {
  if (sentence.length > longest || hoped.test(sentence)) return []
  const subject = subjectOf(sentence, name)
  // Few sentences have a colon.
  const ofColon = sentence.includes(': ') ? [ofFinding, ofNames, ofSteps] : []
  return [ofDefinition, ofGerund, ofParticiples, ofRelative, ofShown, ofItems, ...ofColon, ofOthers]
    .flatMap((clauses) => clauses(sentence, subject, name))
    .filter((clause) => clause !== null)
}

/** What is hoped for has not come true. */
const hoped = /\b(?:aim(?:s|ed|ing)?|hope|intend|seek|could|might|may|potential(?:ly)?)\b/i
const inForm = (verb: string, subject: string) => (subject === 'We' ? verb : singularOf(verb))

/** “raising it by 4 % and closing the gap” told of the subject; null where the first word is no verb that is known. */
function told(subject: string, participle: string, rest: string): string | null {
  const verb = baseOf(participle)
  // What a study spans is not what we do.
  if (verb === null || /^those\b/.test(rest) || (subject === 'We' && verb === 'span')) return null
  const [second = ''] = /(?<= (?:and|or)(?: even)? |^or even )[a-z]+ing(?= )/.exec(rest) ?? []
  const other = baseOf(second)
  if (second !== '' && other === null) return null
  return `${subject} ${inForm(verb, subject)} ${other === null ? rest : rest.replace(second, inForm(other, subject))}`
}

const authors = '(?:we|this (?:paper|work)|the paper)'
const definition = new RegExp(
  `^(?:[^,]{3,80}, )?${authors} (?:[a-z]+ )?${makes}\\w* (?:(?!\\b(?:for|in|of|with|from|on) )[^.;:]){2,110}?` +
    ',? (?:(?:that|which) (?=(?:\\w+ly |can )?[a-z]+s? )|' +
    '(?:\\w+ly )?(?:designed|built|tailored|developed) (?:\\w+ly )?to (?=[a-z]+ ))',
  'i',
)
/** The name says enough where room is short. */
const named =
  /^((?:We|This (?:paper|work)) [a-z]+ (?:the )?[^\sa-z,][^\s,]*(?: [A-Z][\w+.-]*){0,3}(?: \([\w+.-]+\))?),? an? /
const singular = /^(?:\w+ly )?(?:can|(?!was|has\b)[a-z]+s) /

/** “We propose Tidemark, a simple framework that reads” as “Tidemark reads” and “We propose Tidemark, which reads”. */
const ofDefinition: Clauses = (sentence, _, name) => {
  const [introduced] = definition.exec(sentence) ?? []
  if (introduced === undefined) return []
  const rest = sentence.slice(introduced.length)
  const [verb = ''] = /^(?:\w+ly )?\w+/.exec(rest) ?? []
  const isPurpose = introduced.endsWith(' to ')
  const isOfPaper = name !== null && mentions(introduced, name.replace(/^the /, ''))
  const does = isPurpose ? singularOf(verb) + rest.slice(verb.length) : singular.test(rest) ? rest : null
  const [, lead] = named.exec(sentence) ?? []
  return [
    isOfPaper && does !== null ? `${capitalized(name)} ${does}` : null,
    lead !== undefined && !isPurpose && sentence.length > lineLimit ? `${lead}, which ${rest}` : null,
  ]
}

const gerund = new RegExp(
  '^(?:By|Through) (?:\\w+ly )?(\\w+ing) ([^;:]{15,150}?), (?:(?:\\w+ly|thus|thereby) )?' +
    `(?=(we|our (?:[\\w-]+ ){0,2}${product}|[a-z]+|[A-Z]\\S*)\\b)`,
)

/** “By reading papers, Tidemark saves time”: “Tidemark reads papers.” */
const ofGerund: Clauses = (sentence, subject) => {
  const [, doing, object, agent = ''] = gerund.exec(sentence) ?? []
  const of = /^(?:we$|our )/.test(agent) ? capitalized(agent) : subject
  return doing === undefined || of === null ? [] : [told(of, doing, `${object}.`)]
}

const participle =
  /(?:[,;]| [–—-]{1,2}) (?:(?:thereby|thus|while|and|effectively|significantly|ultimately) )*([a-z]+ing) (?!to\b)/g

/** “learning rates, training sets”, and what explains the word before it. */
const isAlsoNoun = new RegExp(
  `^${either(
    /includ|learn|train|model|process|sampl|scal|track|reward|structur|fram|filter|measur|design|mapp|cutt|sett|rank/,
    /encod|decod|prun|extract/,
  )}ing$`,
)

/** “…, raising recall by 4 %” */
const ofParticiples: Clauses = (sentence, subject, name) => {
  if (subject === null) return []
  return [...sentence.matchAll(participle)].map(({ index, 0: mark, 1: word = '' }) => {
    const agent = agentOf(sentence.slice(0, index), subject, name)
    const rest = sentence.slice(index + mark.length)
    // “Tidemark, while using 3 GB, outperforms …”: the rest is told of it, too.
    const [, resumed = ''] = (mark.includes('while') && /^[^,]*, (?:\w+ly )?([a-z]+) /.exec(rest)) || []
    const isOther = isAlsoNoun.test(word) || isFiniteVerb(resumed) || isInsideBrackets(sentence, index)
    if (agent === null || isOther || rest.includes(agent)) return null
    return told(agent, word, rest.replace(/^that it\b/, `that ${name ?? 'it'}`))
  })
}

const relative = /\b((?:the|an?|our) [\w-]+(?: (?!of |for |in |on |to |with |and )[\w-]+){0,4}), which ([a-z]+) (.+)$/i

/** “…, a study of the small model, which outperforms the large one by 4 %” */
const ofRelative: Clauses = (sentence) => {
  const [, thing, verb = '', rest = ''] = (sentence.includes(', which ') && relative.exec(sentence)) || []
  return thing !== undefined && isFiniteVerb(verb) && /\d/.test(rest) ? [`${capitalized(thing)} ${verb} ${rest}`] : []
}

const shown = new RegExp(
  `(?:,|,? and|;) (?:we )?${either(/show|demonstrate|find|reveal|observe|prove|verify|confirm/)} ` +
    'that (?!it\\b|the[ys]\\b)(.{30,})$',
)

/** “We introduce a benchmark, and show that Tidemark …” */
const ofShown: Clauses = (sentence) => {
  const [, clause] = shown.exec(sentence) ?? []
  return clause !== undefined && hasVerb(clause) ? [capitalized(clause)] : []
}

const finding = new RegExp(
  `^(?:[^:]{20,140}\\b${either(/reveal|show|find|found|uncover|expose|identif|demonstrat|insight|efficien/)}|` +
    '(?:On|Across) )[^:]{0,140}: (?!\\()',
)

/** “Our results reveal a divergence: models …” */
const ofFinding: Clauses = (sentence) => {
  const clause = sentence.slice(finding.exec(sentence)?.[0].length ?? sentence.length)
  return clause.length > 30 && hasVerb(clause) ? [capitalized(clause)] : []
}

const item = /\) (?<=(?:^|\s)\(?(?:\d|i{1,3})\) )([^;]{30,}?)(?=[;,.] (?:and )?\(?(?:\d|[ivx]{1,3})\) |$)/g

/** “We find that (1) readers forget pages; (2) …” */
const ofItems: Clauses = (sentence, subject) =>
  [...sentence.matchAll(item)].map(([, text = '']) => {
    const [, verb = ''] = /^(?:\w+ly )?([a-z]+) /.exec(text) ?? []
    if (isFiniteVerb(verb)) return subject !== null && verb.endsWith('s') ? `${subject} ${text}` : null
    const isNamed = /^(?:an?|the|our)\b|^[^:]{3,40}: /i.test(text)
    return !isNamed && tellsResult.test(text) && hasVerb(text.split(/ (?:that|which|while) /, 1)[0] ?? '')
      ? capitalized(text)
      : null
  })

const thing = '((?:an? |the )?[\\w.-]+(?: [\\w.-]+){0,5}?)'
const describes = '(?:, (?:an?|which|the)|,? that|,? (?:which|where)|,? to) '
const twoNamed = new RegExp(`^([^:;]{20,100}:) ${thing}${describes}[^;:]+?[;,] and ${thing}${describes}[^;:]+$`)

/** “We present two sets: A, which …; and B, which …” */
const ofNames: Clauses = (sentence) => {
  const [, lead, one, other] = twoNamed.exec(sentence) ?? []
  return lead !== undefined && sentence.length > lineLimit ? [`${lead} ${one} and ${other}.`] : []
}

const steps = new RegExp(
  `(?<!\\b(?:across|over|along|under|for) (?:[\\w-]+ )?)\\b((?:two|three|four|five|six) (?:[\\w-]+ ){0,3}${either(
    /components|stages|modules|steps|parts|techniques|innovations|contributions|designs|advances|phases|strategies/,
    /ideas|mechanisms|principles|features|pillars|modes/,
  )}): (?=\\w)`,
)

/** “… through three key steps: …” */
const ofSteps: Clauses = (sentence, _, name) => {
  const list = steps.exec(sentence)
  return list !== null && name !== null && !name.startsWith('the ')
    ? [`${capitalized(name)} has ${sentence.slice(list.index)}`]
    : []
}

const other = /(?:,? (?:while|whereas)|,? and|;) (?=((?:(?:the|an?|our) )?\p{L}[\w-]+) )/gu

/** “…, and reduces cost”, “…, while a small model reaches 90 %” */
const ofOthers: Clauses = (sentence, subject) =>
  [...sentence.matchAll(other)].map(({ index, 0: mark, 1: first = '' }) => {
    const clause = sentence.slice(index + mark.length)
    if (index < 20 || isInsideBrackets(sentence, index)) return null
    if (
      isFiniteVerb(first) &&
      (!isAlsoNoun.test(`${first}ing`) || /^\S+ (?:the|an?|its|their|each|all|both|our) /.test(clause))
    )
      return subject !== null && isOf(subject, first, sentence.slice(0, index)) ? `${subject} ${clause}` : null
    const isWhole =
      !/^\w+ly [a-z]+s /i.test(clause) &&
      index > 40 &&
      !mark.startsWith(' and') &&
      tellsResult.test(clause) &&
      hasVerb(clause.split(',', 1)[0] ?? '') &&
      (mark !== ', and' || surelyVerb.test(sentence.slice(0, index)))
    return isWhole && (/\d/.test(clause) || mark === '; ') ? capitalized(clause) : null
  })

const isOf = (subject: string, verb: string, before: string): boolean =>
  subject === 'We' ? !verb.endsWith('s') && byUs.test(before) : verb.endsWith('s') && before.includes(subject)
