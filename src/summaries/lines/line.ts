import { either } from '../patterns.ts'
import { clausesOf } from './clauses.ts'
import { hasVerb } from './cut/can-end.ts'
import { shorten } from './cut/shorten.ts'
import { abbreviate } from './wording/abbreviate.ts'
import { capitalized, dropEvidence } from './wording/clean-sentence.ts'
import {
  availability,
  background,
  contribution,
  finding,
  hollow,
  hope,
  introduction,
  method,
  outlook,
  praise,
  proposal,
  reported,
  result,
  setting,
  studied,
  study,
  succeeding,
} from './wording/cues.ts'
import { lineLimit } from './wording/limits.ts'
import { nameSubject } from './wording/name-subject.ts'
import { words } from './words.ts'

/** A sentence, or a clause of one, as a line would show it. */
export type Line = {
  text: string
  /** What it was cut from. */
  whole: string
  /** Of the sentence in the abstract. */
  index: number
  traits: ReturnType<typeof traitsOf>
  /** Its words, once it was compared with another. */
  words?: Set<string>
}

export type Context = {
  sentences: string[]
  name: string | null
  /** The title's words. */
  titled: Set<string>
  /** The index of the first sentence about the paper itself; -1 for none. */
  first: number
  isKnown: (acronym: string, inFull: string) => boolean
}

/** What one sentence can give: itself, and each of its clauses that can be told alone. */
export function readLines(original: string, index: number, context: Context): Line[] {
  if (availability.test(original)) return []
  const sentence = context.sentences[index] ?? ''
  const named = nameSubject(dropEvidence(sentence), context.sentences[index - 1], context.name)
  const whole = named.length > lineLimit ? abbreviate(named, context.isKnown) : named
  const line = readLine(original, whole, sentence, index, context)
  // A sentence that is shown whole says what its clauses do; what is background or hoped for, so are they.
  const isDone = line !== null && (line.text.length >= whole.length || line.traits.faults > 2)
  const parts = isDone ? [] : clausesOf(whole, context.name)
  const clauses = parts.map((clause) => readLine(original, clause, clause, index, context))
  // “We propose Tidemark, which …” says as much as the sentence.
  for (const clause of clauses)
    if (clause !== null && !/^(?:We|This) .*, which /.test(clause.text)) clause.traits.clause = 1
  return [line, ...clauses].filter((one) => one !== null)
}

function readLine(original: string, whole: string, sentence: string, index: number, context: Context): Line | null {
  const text = shorten(whole)
  if (text === null || text.length < 30 || (text.length < 60 && !hasVerb(text))) return null
  return { text, whole, index, traits: traitsOf(text, original, sentence, index, context) }
}

/** What speaks for a line or against it: 0 or 1 where nothing else is said. */
function traitsOf(text: string, original: string, sentence: string, index: number, context: Context) {
  const { sentences, name, titled, first } = context
  const isDefinition = name !== null && text.startsWith(`${name} is a`)
  const isAnnounced = /^in this (?:paper|work|study|report)\b/i.test(original)
  const isNamed = name !== null && text.includes(name)
  const told = capitalized(text.replace(where, ''))
  const isOurs = /^(?:We|This (?:paper|work)) /.test(told)
  const isOwn = isOurs || isNamed || /\b(?:we|our)\b/i.test(text)
  const isEvident = evident.test(original)
  const isUnannounced = () => !sentences.some((one) => introduction.test(one))
  return {
    contribution: +(contribution.test(text) || studied.test(text) || isAnnounced || isDefinition),
    /** The share of the title's words that it has: 0 to 1. */
    title: words(text).intersection(titled).size / Math.max(1, titled.size),
    proposal: +(proposal.test(text) || isDefinition || (isAnnounced && isUnannounced())),
    name: +(isNamed && !name.startsWith('the ')),
    /** What the paper is about is its subject. */
    subject: +((name !== null && told.startsWith(capitalized(name))) || /^Our /.test(told)),
    we: +isOurs,
    means: +method.test(text),
    result: +(result.test(sentence) || finding.test(sentence)),
    achieves: +succeeding.test(told),
    evidence: +isEvident,
    hollow: +hollow.test(text),
    /** 2 for what is measured, 1 for what is counted. */
    figures: reported(text),
    /** Of the sentence in the abstract: 0 to 1. */
    position: index / sentences.length,
    last: +(index >= sentences.length - 2),
    /** What speaks against it as any of the lines; the more, the worse. */
    faults: faultsOf(text, sentence, isOwn, first < 0 || index < first || !isOwn, isEvident),
    /** It is a part of a sentence, told by itself. */
    clause: 0,
    /** Of the most that a line may have: 0 to 1. */
    length: text.length / lineLimit,
  }
}

function faultsOf(text: string, sentence: string, isOwn: boolean, mayBeKnown: boolean, isEvident: boolean): number {
  const isBackground = !isEvident && (setting.test(text) || (mayBeKnown && background.test(text)))
  return (
    (isBackground ? (reported(text) > 1 ? 1 : isOwn ? 2 : 4) : 0) +
    (disclaims.test(text) ? 2 : 0) +
    (dangling.test(sentence) ? 0.7 : 0) +
    (hope.test(text) || aims.test(text) ? 3 : 0) +
    (pointedBack.test(sentence) ? 1 : 0) +
    (outlook.test(sentence) || praise.test(text) ? 1.5 : 0)
  )
}

/** “On all three benchmarks, we …” */
const where = /^(?:On|Across|Over|In|With|Using|Despite|Under|(?:Evaluat|Test)ed) [^;:]{3,110}?, (?=we |our |[A-Z])/
const evident = new RegExp(`^(?:\\S+ ){0,8}?(?:${study}|benchmarks?|we (?:find|show|demonstrate|observe))\\b`, 'i')

/** What they want to do: seldom what they did. */
const aims = /\b[Ww]e aim\b/
/** “We do not aim to”. */
const disclaims = /^We (?:do not|don't|cannot)\b/
/** “This crucial capability” was told before; “this paper” was not. */
const dangling =
  /\b(?:this|these|such) (?!paper|work|study|report|survey|an?\b|is|are|was|by|to|in|as|and|that|can|we)(?:[\w-]+ )?\w+/

/** A sentence about the one before it, which may not be shown. */
const pointedBack = new RegExp(
  `^(?:This|These) (?!(?:[\\w-]+ )?${either(
    /paper|work|study|report|survey|review|method|approach|framework|model|design|algorithm|system|pipeline/,
  )}\\b)`,
)
