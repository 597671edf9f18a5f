import { anyOf, anyWord, either } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { clausesOf } from '../clauses.ts'
import { isContent, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'
import { unsupportedCause } from './causes.ts'

const hedge = anyWord(
  /may|might|could|potential\w*|suggest\w*|possib\w*|promis\w*|likely|appear\w*|seem\w*|argue\w*|think|aims?/,
  /propos\w+ that|preliminary|explor\w*|hypothes\w*|highlight\w*|tend\w*|expect\w*|conjectur\w*/,
)
const assured = anyWord(/shown|shows?|demonstrat\w*|observ\w*|reveal\w*|prov\w*|achiev\w*|outperform\w*|establish\w*/)
const firstOfMany =
  /stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line|attempt|and second|distill\w*|row/

/** What is `said` in a summary needs what is `held` in the abstract, or in its sentences that tell of the same. */
type ClaimPattern = { name: string; said: RegExp; held: RegExp; isNear?: true }

const claims: ClaimPattern[] = [
  {
    name: 'a proof',
    said: anyWord(/prov(?:es?|ed|en|ing) that|proven|theorems?|guarantee\w*/),
    held: anyWord(/prov(?:e|es|ed|en|ing|ably|able)|proofs?|theor\w+|guarantee\w*|establish\w*|certif\w*|formal\w*/),
    isNear: true,
  },
  {
    name: 'a superlative',
    said: anyOf(
      /\b(?:state[- ]of[- ]the[- ]art|sota)\b(?! (?:model|method|system|baseline|approach|technique|LLM|VLM))/,
      /\b(?:(?:is|are) the best|new (?:record|best)|ranks? first|tops? (?:the|all|every)|to date)\b/,
      /\bthe (?:larg|bigg|small|fast|cheap|simpl)est(?! (?:gain|improvement|drop))/,
    ),
    held: anyOf(
      /state[- ]of[- ]the[- ]art|\b(?:sota|records?|top|leads|leading(?! to)|rank\w* first|to date|so far)\b/,
      /\b(?:high|low|larg|bigg|small|fast|cheap|strong|simpl|b)est\b|unmatch|superior|unprecedent/,
    ),
  },
  {
    name: '“first”',
    said: new RegExp(`\\b(?:is|are|as|was|the) (?:very )?first\\b(?! ${either(firstOfMany)})`, 'i'),
    held: /\bfirst\b(?!-order)|pioneer|unprecedent|novel paradigm|\bno (?:previous|prior|other|existing)\b/i,
  },
]

/** The claims in the passage that the source does not make. */
export function unsupportedClaims(passage: Passage, basis: Passage[], source: Source): string[] {
  const unheld = claims.flatMap(({ name, said, held, isNear }) => {
    const found = said.exec(passage.text)?.[0].trim()
    const isHeld = (isNear ? basis : source.passages).some(({ text }) => held.test(text))
    return found === undefined || isHeld ? [] : [`${name} (“${found}”)`]
  })
  const sure = unsupportedCertainty(passage, source)
  const cause = unsupportedCause(passage, source)
  return [...unheld, ...(sure ? [`certainty (“${sure}”)`] : []), ...(cause ? [`a cause (“${cause}”)`] : [])]
}

const certain = anyWord(
  /(?:has|have|is|are|was|were) (?:been )?(?:shown|demonstrated|proven|proved|established|found)/,
  /(?:shows?|demonstrates?|establishes) that/,
  /prov(?:e|es|ed|en)(?! \w+(?:l|e|t)\b)/,
  /will|undoubtedly|definitively|inevitably|necessarily|establish(?:es|ed)?|confirm(?:s|ed)?/,
)
/** What a part of a sentence must share with a claim, in words of one sentence alone, to tell of the same. */
const CERTAIN = 2

/** The words for certainty where the part of a sentence that tells of the same only suggests it; else null. */
function unsupportedCertainty({ text, tokens }: Passage, { passages, weights }: Source): string | null {
  const said = certain.exec(text)
  if (said === null || hedge.test(text)) return null
  const all = tokens.filter(isContent)
  const behind = all.filter(({ start }) => start >= said.index + said[0].length)
  const words = new Set((behind.length > 2 ? behind : all).map(({ key }) => key))
  const told = passages.flatMap((passage) => {
    const whole = overlapOf(words, contentOf(passage), weights)
    return clausesOf(passage).map(({ start, end, words: own }) => ({
      text: passage.text.slice(start, end),
      sentence: passage.text,
      fit: whole + overlapOf(words, own, weights),
    }))
  })
  const [best] = told.toSorted((a, b) => b.fit - a.fit)
  if (!best || best.fit < CERTAIN) return null
  const isHedged = hedge.test(best.text) || (hedge.test(best.sentence) && !assured.test(best.sentence))
  return isHedged && !assured.test(best.text) ? said[0] : null
}
