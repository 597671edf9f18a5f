import { anyOf, either } from '../patterns.ts'
import { isOpeningOnly } from './cut/can-end.ts'
import { lineLimit } from './wording/limits.ts'

const marker = /(?:[;,.:]\s*|\s)(?:(and|or)\s+)?\(?(\d|[ivx]{1,4}|[a-h])\)\s+/g
/** Where what is said of an item begins: its first words name it. */
const detail = new RegExp(
  `[,;.:]\\s|\\s\\((?:e\\.g|i\\.e)|\\s(?:--?|–|—)\\s|\\s${either(
    /that|which|whose|where|while|when|so|to(?! \w+ (?:an?|the)\b)|by|for|via|using|with|without|through|in|on|because/,
    /\w+ed (?:to|by|from|for|with|on|via|using|in|as)|enabling|allowing|ensuring/,
    /leveraging|combining|integrating|comprising|featuring|capable|based/,
  )}\\s`,
  'g',
)
/** “An efficient, …” and “an emphasis on …” name nothing yet; “at the group level, …” and a clause never do. */
const namesLittle = /^(?:an?|the|its|our) [\w-]+$|(?:ive|al|ic|[aei]ble|ous|ent|ant)$/i
const noName = anyOf(
  /^(?:on|in|at|for|to|by|with|if|when|it|they|we|followed)\b|\b(?:is|are|was|were|can|do|does|has|have|often)\b/,
  /^(?:[\w-]+ ){1,4}(?:shows?|reveals?|outperforms?|achieves?|improves?|struggles?|exceeds?|yields?|exhibits?)\b/,
)

/** “(1) a reader, which …; and (2) a writer” as “a reader and a writer”; null where all fits or nothing is numbered. */
export function namesOfItems(sentence: string): string | null {
  if (sentence.length <= lineLimit || !sentence.includes(') ')) return null
  const found = [...sentence.matchAll(marker)]
  const [first] = found
  if (!first || found.length < 2 || !/^[1ia]$/.test(first[2] ?? '')) return null
  const told = sentence.slice(0, first.index)
  const head = sentence[first.index] === ':' && !takesObject.test(told) ? `${told}:` : told
  const items = found.map(({ 0: mark, index }, i) =>
    nameOf(sentence.slice(index + mark.length, found[i + 1]?.index ?? sentence.length)),
  )
  if (isOpeningOnly(head) || items.some((item) => noName.test(item) || isOpen(item))) return null
  const [last, and] = [items.at(-1), found.at(-1)?.[1]]
  const comma = and && items.length === 2 ? '' : ','
  return `${head} ${items.slice(0, -1).join(', ')}${comma}${and ? ` ${and}` : ''} ${last}.`
}

/** “It reads using: (1) pages” */
const takesObject =
  /\b(?:using|by|includ\w+|of|with|via|through|that|to|and|into|on|comprises|combines|integrates|introduces)$/
const isOpen = (item: string) => item.split('(').length !== item.split(')').length

function nameOf(item: string): string {
  const end = item
    .matchAll(detail)
    .find(({ index, 0: text }) => !namesLittle.test(item.slice(0, index)) || /^ (?:for|that|which)/.test(text))
  return item
    .slice(0, end?.index)
    .replace(/[\s,;.]+$/, '')
    .replace(/^(?:An?|The|Our)(?= )/, (article) => article.toLowerCase())
}
