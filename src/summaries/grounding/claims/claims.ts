import { anyOf, anyWord, either } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { clausesOf } from '../clauses.ts'
import { isContent, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'
import { unsupportedCause } from './causes.ts'

/** `said` in a summary needs `held` in the sentence that tells of the same, or in the `abstract`. */
type ClaimPattern = { name: string; said: RegExp; held: RegExp; in?: 'abstract' }

const hedge = anyWord(
  /may|might|could|potential\w*|suggest\w*|possib\w*|promis\w*|believe|hope|likely|appear\w*|seem\w*|argue\w*|think/,
  /propos\w+ that/,
  /preliminary|explor\w*|path forward|hypothes\w*|highlight\w*|tend\w*|expect\w*|necessarily|conjectur\w*|avenues?/,
  /aims?/,
)
const assured = anyWord(/shown|shows?|demonstrat\w*|observ\w*|reveal\w*|prov\w*|achiev\w*|outperform\w*|establish\w*/)
const firstOfMany =
  /stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line|attempt|and second|distill\w*|row/

const claims: ClaimPattern[] = [
  {
    name: 'a proof',
    said: anyWord(/prov(?:es?|ed|en|ing) that|proven|provabl[ey]|theorems?|guarantee\w*|as a law/),
    held: anyWord(
      /prov(?:e|es|ed|en|ing|ably|able)|proofs?|theorems?|theoretical(?:ly)?/,
      /guarantee\w*|establish\w*|laws?|certif\w*|formal\w*/,
    ),
  },
  {
    name: 'state of the art',
    said: anyOf(
      /\bstate[- ]of[- ]the[- ]art\b(?! (?:models?|methods?|systems?|baselines?|approaches|techniques|LLMs?|VLMs?))/,
      /\bsota\b|\bnew (?:record|best)\b/,
      /\b(?:is|are) the best\b|\bbest (?:of all|among|results?|performance)\b/,
      /\branks? first\b|\bsecond to none\b|\btops?\b (?:the|all|every)/,
    ),
    held: anyOf(
      /state[- ]of[- ]the[- ]arts?|\bsota\b|\brecords?\b|\bbest\b|\bleading\b(?! to)/,
      /\btop\b(?!-\d)|\bhighest\b|\blowest\b|\brank\w* first\b|unmatched|superior/,
    ),
    in: 'abstract',
  },
  {
    name: '“first”',
    said: anyOf(
      new RegExp(`\\b(?:is|are|be|as|was|the|their|its|our) (?:very )?first\\b(?! ${either(firstOfMany)})`),
      /\bfor the first time\b|\b(?:un)?precedented\b|\bpioneer\w*|\bnever before\b/,
    ),
    held: anyOf(
      /\bfirst\b(?!-order)|\bpioneer|\bunprecedented|\bnovel paradigm|\bour knowledge\b/,
      /\bnever (?:before|been)\b|\bno (?:previous|prior|other|existing)\b/,
    ),
    in: 'abstract',
  },
  {
    name: 'the largest',
    said: anyWord(
      /the (?:largest|biggest|smallest|fastest|cheapest|simplest)(?! (?:gains?|improvements?|drops?))|to date/,
      /so far|of its kind/,
    ),
    held: anyWord(
      /largest|biggest|smallest|fastest|cheapest|strongest|simplest|to date|so far|of its kind|unprecedented/,
    ),
    in: 'abstract',
  },
]

/** The claims in the passage that neither the sentences that tell of the same nor, for some, the abstract makes. */
export function unsupportedClaims(passage: Passage, basis: Passage[], source: Source, abstract: string): string[] {
  const near = basis.map(({ text }) => text).join(' ')
  const unheld = claims.flatMap(({ name, said, held, in: where }) => {
    const found = said.exec(passage.text)?.[0].trim()
    return found === undefined || held.test(where === 'abstract' ? abstract : near) ? [] : [`${name} (“${found}”)`]
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
