import { anyWord } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { clausesOf } from '../clauses.ts'
import { isContent, type Passage, readPassage } from '../passages.ts'
import { others, type Source } from '../source.ts'

/** What a paper's own system is seldom said to do, and others are. */
const burden = anyWord(
  /rel(?:y|ies|ied|ying) on|depend\w*|requir\w+|needs?|lacks?|suffer\w*|builds? on|ignor\w+|struggl\w*/,
)
const contrast = anyWord(/in contrast to|unlike|instead of|rather than|compared (?:to|with)/)
const denial = anyWord(/no|not|\w+n['’]t/)
/** The share of the words, by their weight, that are said of others; how much more than of the paper's own. */
const [SHARE, MORE] = [0.5, 1.3]

/** What the summary says of the paper's own system where the abstract says it of others; else null. */
export function saidOfOthers({ text, tokens }: Passage, source: Source): string | null {
  const said = burden.exec(text)
  const subject = tokens.find(isContent)
  if (!said || !subject || !source.ownNames.has(subject.key) || said.index < subject.start) return null
  if ([others, contrast, denial].some((pattern) => pattern.test(text))) return null
  const words = contentOf(readPassage(text.slice(said.index + said[0].length)))
  const { theirs, ours } = wordsByOwner(source)
  const fit = overlapOf(words, theirs, source.weights)
  const isTheirs = fit >= SHARE * overlapOf(words, words, source.weights)
  return words.size > 1 && isTheirs && fit > MORE * overlapOf(words, ours, source.weights)
    ? text.slice(said.index)
    : null
}

/** The words that the source says of others, and those that it says of the paper's own. */
function wordsByOwner({ passages, ownNames }: Source): { theirs: Set<string>; ours: Set<string> } {
  const [theirs, ours] = [new Set<string>(), new Set<string>()]
  const isOwn = (text: string, words: Set<string>) => /\b(?:we|our|us)\b/i.test(text) || !words.isDisjointFrom(ownNames)
  for (const passage of passages) {
    let isOthers = others.test(passage.text) && !isOwn(passage.text, contentOf(passage))
    for (const { start, end, words } of clausesOf(passage)) {
      const text = passage.text.slice(start, end)
      isOthers = contrast.test(text) || (!isOwn(text, words) && (isOthers || others.test(text)))
      for (const key of words) (isOthers ? theirs : ours).add(key)
    }
  }
  return { theirs, ours }
}
