import { anyOf, anyWord, either } from '../patterns.ts'
import type { Passage } from './passages.ts'

/** `said` in a summary needs `held` in the sentences that support it, or in the `abstract` where that is named. */
type ClaimPattern = { name: string; said: RegExp; held: RegExp; unless?: RegExp; in?: 'abstract' }

const hedge = anyWord(
  /may|might|could|can|potential\w*|suggest\w*|possib\w*|promis\w*|believe|hope|likely|appear\w*|seem\w*|approximately/,
  /initial|preliminary|explor\w*|path forward|aim\w*|towards?|hypothes\w*|highlight\w*|tend\w*|expect\w*|necessarily/,
)

const firstOfMany = /stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line|attempt|and second/

const claims: ClaimPattern[] = [
  {
    name: 'a proof',
    said: anyWord(/prov(?:e|es|ed|en|ing|ably)|theorems?|establish(?:es|ed)? (?:as|that)|guarantee\w*|as a law/),
    held: anyWord(
      /prov(?:e|es|ed|en|ing|ably|able)|proofs?|theorems?|theoretical(?:ly)?/,
      /guarantee\w*|establish\w*|laws?|certif\w*|formal\w*/,
    ),
  },
  {
    name: 'certainty',
    said: anyWord(
      /will|(?:has|have|is|are|was|were) (?:been )?(?:shown|demonstrated|found|known|established)/,
      /always|undoubtedly|definitively/,
    ),
    held: anyWord(
      /will|shows?|shown|demonstrat\w*|find(?:s|ings)?|found|observ\w*/,
      /reveal\w*|prov\w*|achiev\w*|outperform\w*|establish\w*|identif\w*/,
    ),
  },
  {
    name: 'a cause',
    said: anyWord(
      /because(?! of)|because of|thanks to|owing to|causes?|caused|causing|responsible for|makes? it|driven by/,
      /is what (?:makes|causes|gets|drives)|that is why|as a result of|this makes/,
    ),
    held: anyWord(
      /because|thanks to|owing to|due to|caus\w*|responsible|driv(?:e|es|en|ing)/,
      /lead(?:s|ing)?|led|result(?:s|ed|ing)? (?:in|from)|since/,
      /stem\w*|attribut\w*|by|through|thereby|thus|enabl\w*|via/,
      /allow\w*|yield\w*|hence|so that|from|using|makes?|making/,
    ),
  },
  {
    name: 'every one',
    said: anyWord(
      /all (?:other|existing|systems|models|methods)|every(?: one)?|each of/,
      /always|never|entirely|completely|without exception|whatever|whenever/,
      /regardless|irrespective|in general|of any|nothing but|no loss|at all|invariably|universal\w*|perfectly/,
    ),
    held: anyWord(
      /all|every\w*|each|any|always|never|entire\w*|complete\w*|full\w*/,
      /universal\w*|regardless|whatever|irrespective|both|agnostic/,
      /consistent\w*|purely|solely|only|none|no|without|arbitrary|uniform\w*|perfect\w*/,
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
      /state[- ]of[- ]the[- ]arts?|\bsota\b|\brecords?\b|\bbest\b|\bleading\b/,
      /\btop\b|\bhighest\b|\blowest\b|\bfirst\b|unmatched|superior/,
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
    said: anyWord(/the (?:largest|biggest|smallest|fastest|cheapest|strongest|simplest)|to date|so far|of its kind/),
    held: anyWord(
      /largest|biggest|smallest|fastest|cheapest|strongest|simplest|to date|so far|of its kind|unprecedented/,
    ),
    in: 'abstract',
  },
  {
    name: '“prevents”',
    said: anyWord(/prevents?|prohibits?|hinders?|blocks|impedes?|forbids?/),
    held: anyWord(
      /(?:prevent|prohibit|hinder|block|imped|forbid|avoid|suppress|mitigat|eliminat|stop|restrict|guard|protect)\w*/,
      /(?:defen|collaps|overcom|alleviat)\w*|without/,
    ),
    in: 'abstract',
  },
  {
    name: 'a judgement by people',
    said: anyWord(
      /human (?:evaluat|rater|judge|stud|annotator|participant|subject)\w*/,
      /user stud\w*|crowd-?work\w*|volunteers?|clinical trials?/,
    ),
    held: anyWord(
      /humans?|users?|crowd\w*|volunteers?|participants?|clinic\w*|annotat\w*|raters?|people|subjects?|experts?/,
    ),
    in: 'abstract',
  },
  {
    name: 'a release',
    said: anyWord(/open[- ]?sourced?|publicly available|released?|github/),
    held: anyWord(/open\w*|available|releas\w*|public\w*|github|https?|share\w*/),
    in: 'abstract',
  },
  {
    name: 'use in practice',
    said: anyWord(
      /deployed|in production|adopted by|rolled out|commerciali[sz]\w*/,
      /millions? of users|has (?:accelerated|transformed|changed)/,
    ),
    held: anyWord(/deploy\w*|production|adopt\w*|rolled|commercial\w*|industr\w*|online|in use|users/),
    in: 'abstract',
  },
]

/** The claims in the passage that neither its supporting sentences nor, for some, the abstract makes. */
export function unsupportedClaims(passage: Passage, basis: Passage[], abstract: string): string[] {
  const near = basis.map(({ text }) => text).join(' ')
  const isHedged = basis.length > 0 && hedge.test(near) && !hedge.test(passage.text)
  return claims.flatMap(({ name, said, held, in: where }) => {
    const found = said.exec(passage.text)?.[0].trim()
    if (found === undefined) return []
    if (name === 'certainty') return isHedged && !held.test(near) ? [`certainty (“${found}”)`] : []
    return held.test(where === 'abstract' ? abstract : near) ? [] : [`${name} (“${found}”)`]
  })
}
