import { anyOf, anyWord, either } from '../patterns.ts'
import { clausesOf } from './clauses.ts'
import type { Source } from './names.ts'
import { isContent, type Passage } from './passages.ts'

/** `said` in a summary needs `held` in the sentence that tells of the same, or in the `abstract`. */
type ClaimPattern = { name: string; said: RegExp; held: RegExp; in?: 'abstract' }

const hedge = anyWord(
  /may|might|could|potential\w*|suggest\w*|possib\w*|promis\w*|believe|hope|likely|appear\w*|seem\w*|argue\w*|think/,
  /propos\w+ that/,
  /preliminary|explor\w*|path forward|hypothes\w*|highlight\w*|tend\w*|expect\w*|necessarily|conjectur\w*|avenues?/,
  /aims?/,
)
const assured = anyWord(/shown|shows?|demonstrat\w*|observ\w*|reveal\w*|prov\w*|achiev\w*|outperform\w*|establish\w*/)
const linked = anyWord(/correlat\w*|associat\w*|likel\w*|link\w*|relat\w*|predict\w*|coincid\w*|accompan\w*|reflect\w*/)
const causal = anyWord(
  /because|due to|caus\w*|lead(?:s|ing)?|led|results? (?:in|from)|driv\w*|stem\w*|attribut\w*|owing|thanks/,
  /responsib\w*/,
  /since|thereby|hence|induc\w*|reason|why|enabl\w*/,
)
/** Ways to tell a cause by the way. */
const causalToo = anyWord(/by|through|via|using|from|allow\w*|yield\w*|mak\w+|so|thus|contribut\w*|to/)

const firstOfMany =
  /stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line|attempt|and second|distill\w*|row/

const claims: ClaimPattern[] = [
  {
    name: 'a proof',
    said: anyWord(/prov(?:es?|ed|en|ing) (?:that|to)|proven|provabl[ey]|theorems?|guarantee\w*|as a law/),
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
    said: anyWord(
      /the (?:largest|biggest|smallest|fastest|cheapest|simplest)(?! (?:gains?|improvements?|drops?))|to date/,
      /so far|of its kind/,
    ),
    held: anyWord(
      /largest|biggest|smallest|fastest|cheapest|strongest|simplest|to date|so far|of its kind|unprecedented/,
    ),
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

/** The claims in the passage that neither the sentences that tell of the same nor, for some, the abstract makes. */
export function unsupportedClaims(
  passage: Passage,
  basis: Passage[],
  { passages }: Source,
  abstract: string,
): string[] {
  const near = basis.map(({ text }) => text).join(' ')
  const unheld = claims.flatMap(({ name, said, held, in: where }) => {
    const found = said.exec(passage.text)?.[0].trim()
    return found === undefined || held.test(where === 'abstract' ? abstract : near) ? [] : [`${name} (“${found}”)`]
  })
  return [...unheld, ...overstated(passage, passages)]
}

const certain = anyWord(
  /(?:has|have|is|are|was|were) (?:been )?(?:shown|demonstrated|proven|proved|established|found)/,
  /(?:shows?|demonstrates?|establishes) that/,
  /prov(?:e|es|ed|en)(?! \w+(?:l|e|t)\b)/,
  /will|undoubtedly|definitively/,
)
const cause = anyWord(
  /because(?! of the)|because of|causes?|causing|responsible for|owing to|(?:is|are) what|that is why/,
  /as a result of|thanks to|(?:this|which) makes/,
)

/** What is told as certain or as a cause where the sentence that tells of the same only suggests or links it. */
function overstated(passage: Passage, sources: Passage[]): string[] {
  const found = (said: RegExp) => {
    const match = said.exec(passage.text)
    if (match === null) return null
    const clause = clausesOf(passage).find(({ start, end }) => match.index >= start && match.index < end)
    const words =
      clause && clause.words.size > 2 ? clause.words : new Set(passage.tokens.filter(isContent).map(({ key }) => key))
    return { word: match[0], text: closest(words, sources)?.text ?? '' }
  }
  const [sure, caused] = [found(certain), found(cause)]
  const isUnsure = sure !== null && hedge.test(sure.text) && !assured.test(sure.text) && !hedge.test(passage.text)
  const isLinked =
    caused !== null && !causal.test(caused.text) && (linked.test(caused.text) || !causalToo.test(caused.text))
  return [
    ...(isUnsure ? [`certainty (“${sure.word}”)`] : []),
    ...(isLinked && caused.text !== '' ? [`a cause (“${caused.word}”)`] : []),
  ]
}

/** The sentence that shares most of these words. */
function closest(words: Set<string>, sources: Passage[]): Passage | undefined {
  const overlaps = sources.map(({ tokens }) => words.intersection(new Set(tokens.map(({ key }) => key))).size)
  const most = Math.max(0, ...overlaps)
  return most < 2 ? undefined : sources[overlaps.indexOf(most)]
}
