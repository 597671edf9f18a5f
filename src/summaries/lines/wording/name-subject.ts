import { either } from '../../patterns.ts'
import { capitalized } from './clean-sentence.ts'
import { contribution } from './cues.ts'
import { introducedName, introducedNoun } from './paper-name.ts'

const method = either(
  /method|approach|framework|model|system|algorithm|architecture|paradigm|pipeline|formulation|solution|design/,
  /strategy|scheme|mechanism|technique|recipe|agent|network|LLM|MLLM|VLM|module|attack|tool/,
)
const data = '(?:benchmark|dataset|corpus|suite)'
/** What is new is one of these. */
export const product = `(?:${data}|${method})`
const kind = new RegExp(`\\b(?:(${data})|${method})\\b`)
const made = `(?:[\\w-]+ )?(?:(${data})|${method})\\b(?! of\\b)`
const pronoun = /^(?:Ours|It)\b/
const ourMethod = new RegExp(`^Our ${made}`)
const thisMethod = new RegExp(`^(?:This|The) ${made}`)
/** “Experiments show that it improves …” */
const subject =
  /it(?= (?:(?:also|even|further|can) )?(?!is |was |remains )\w+s?\b)(?<=^(?:[^,]{3,120}, |.{3,80} that )it)/

/** “We use these insights to …”: “the insights” needs nothing before it. */
const pointsBack = new RegExp(
  `(?<=[\\w,] )(?:this|these|such) (?!${either(
    /paper|work|article|study|an?|as|is|by|through|with|via|using|to|in|on|for|and|or|from|than|that|where|when/,
    /was|are|were|can|may|will|has|have|also|(?:allow|enabl|lead|mak|provid|suggest|show|impl)\w*/,
  )}\\b)(?=\\w)`,
  'gi',
)
/** “This reduces …” has no noun. */
const initialThis = new RegExp(
  '^(?:This (?!(?:paper|work|article|study|report|survey|thesis|review|not|in|can|will|may|led|also|then)\\b|' +
    '[\\w-]*(?:s|ed|ly)\\b)|These (?=(?:[\\w-]+ ){0,2}[\\w-]+s\\b))',
)

/**
 * The sentence with the paper's own name, or the noun of what it introduces, in the place of “it” and “this method”,
 * where the sentence before is about it; else as it is.
 */
export const nameSubject = (...about: Parameters<typeof withSubject>): string =>
  withSubject(...about)
    .replace(/such (?=\w)(?<=(?:\d\S*|\b(?:all|many|any|no)) such )/g, '')
    .replace(pointsBack, 'the ')
    .replace(initialThis, 'The ')

function withSubject(sentence: string, before: string | undefined, paper: string | null): string {
  if (!/^(?:Its?|Ours?|This|The)\b|\bit\b/.test(sentence)) return sentence
  // “We also propose CovOG, a baseline. It …”
  const name = (before && introducedName(before)) ?? paper
  const isNamed = name !== null && (before ?? '').includes(name)
  const isAboutPaper =
    before === undefined ||
    isNamed ||
    contribution.test(before) ||
    pronoun.test(before) ||
    ourMethod.test(before) ||
    thisMethod.test(before) ||
    /\bour (?:method|approach|model|framework)\b/.test(before)
  if (!isAboutPaper) return sentence
  const it = isNamed ? name : ((before && introducedNoun(before)) ?? name)
  if (it !== null && !sentence.includes(it)) {
    if (/^Its \w/.test(sentence)) return capitalized(sentence.replace(/^Its/, `${it}'s`))
    if (pronoun.test(sentence)) return capitalized(sentence.replace(pronoun, it))
    if (subject.test(sentence)) return sentence.replace(subject, it)
  }
  // “Our method” is what the paper is about, not the part of it that the sentence before introduced.
  const isWhole = paper !== null && !paper.startsWith('the ') && name !== paper
  const own = ourMethod.exec(sentence) ?? (isNamed && !isWhole ? thisMethod.exec(sentence) : null)
  const whole = isWhole ? paper : name
  // A benchmark takes no results of “our method”, and “the memory” says no more than that.
  if (
    own &&
    whole &&
    !/^the /.test(whole) &&
    !sentence.includes(whole) &&
    isData(whole, before) === (own[1] !== undefined)
  )
    return whole + sentence.slice(own[0].length)
  return sentence
}

/** Whether the name is one of data: “MAPBench, a benchmark for …”. */
function isData(name: string, before: string | undefined): boolean {
  const at = before?.indexOf(name) ?? -1
  const said = at < 0 ? null : kind.exec(before?.slice(at) ?? '')
  return said ? said[1] !== undefined : /Bench|Eval|Set$|QA$/i.test(name)
}
