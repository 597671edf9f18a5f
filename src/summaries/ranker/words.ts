import { background, contribution, result } from '../lines/wording/cues.ts'

/** A word of one abstract, and where that abstract uses it. */
export type Word = {
  /** The word in small letters, in the singular. */
  key: string
  count: number
  /** Indexes of the sentences that hold it. */
  sentences: number[]
  isName: boolean
  /** Its place in the title; -1 when it is not there, -2 without a title. */
  titlePlace: number
  /** The least place in any sentence, and in the one that says what the paper does; 99 for none. */
  earliest: number
  contributionPlace: number
  /** Words after “we propose”; 99 for none. */
  afterVerb: number
  /** How often it stands beside a word of the title, and beside the one that it has beside it there. */
  besideTitle: number
  inTitlePair: number
  /** The sentences with it that say what the paper does, what came out, and what is known. */
  contributions: number
  results: number
  backgrounds: number
}

export type Document = {
  sentences: Word[][]
  words: Word[]
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

const token = /[\p{L}\p{N}]+/gu
const contributionVerb =
  /^(?:propos|introduc|present|develop|stud|investigat|explor|show|demonstrat|prov|describ|analy|design|learn|provid)/

/** Enough of a word to find “generalise” again in “generalising”. */
const prefixOf = (key: string) => key.slice(0, 6)

function keyOf(text: string): string {
  const lower = text.toLowerCase()
  return lower.length > 3 && lower.endsWith('s') && !lower.endsWith('ss') ? lower.slice(0, -1) : lower
}

/** Characters; the longest title seen has 250. */
const LONGEST_TITLE = 1_000

export function readDocument(texts: string[], title: string): Document {
  const titled = (title.slice(0, LONGEST_TITLE).match(token) ?? []).map((text) => prefixOf(keyOf(text)))
  const places = new Map(titled.map((prefix, place) => [prefix, place] as const).reverse())
  const known = new Map<string, Word>()
  const contributionIndex = texts.findIndex((text) => contribution.test(text))
  const sentences = texts.map((text, index) => {
    const words = (text.match(token) ?? []).map((own, place) => {
      const key = keyOf(own)
      const word = known.get(key) ?? newWord(key, titled.length > 0 ? (places.get(prefixOf(key)) ?? -1) : -2)
      known.set(key, word)
      word.isName ||= place > 0 && own !== own.toLowerCase()
      return word
    })
    count(words, index, text, index === contributionIndex, titled)
    return words
  })
  return { sentences, words: [...known.values()], contributionIndex }
}

const newWord = (key: string, titlePlace: number): Word => ({
  key,
  count: 0,
  sentences: [],
  isName: false,
  titlePlace,
  earliest: 99,
  contributionPlace: 99,
  afterVerb: 99,
  besideTitle: 0,
  inTitlePair: 0,
  contributions: 0,
  results: 0,
  backgrounds: 0,
})

/** Counts the sentence for each of its words. */
function count(words: Word[], index: number, text: string, isContribution: boolean, titled: string[]): void {
  const says = { contribution: contribution.test(text), result: result.test(text), background: background.test(text) }
  const verbAt = says.contribution ? words.findIndex(({ key }) => contributionVerb.test(key)) : -1
  for (const [place, word] of words.entries()) {
    const [before, after] = [words[place - 1], words[place + 1]]
    word.count++
    word.earliest = Math.min(word.earliest, place)
    if (isContribution) word.contributionPlace = Math.min(word.contributionPlace, place)
    if (verbAt >= 0 && place >= verbAt) word.afterVerb = Math.min(word.afterVerb, place - verbAt)
    if ((before?.titlePlace ?? -1) >= 0 || (after?.titlePlace ?? -1) >= 0) word.besideTitle++
    if (isTitlePair(before, word, titled) || isTitlePair(word, after, titled)) word.inTitlePair++
    if (word.sentences.at(-1) === index) continue
    word.sentences.push(index)
    if (says.contribution) word.contributions++
    if (says.result) word.results++
    if (says.background) word.backgrounds++
  }
}

/** Whether the title has the two words beside each other. */
function isTitlePair(first: Word | undefined, second: Word | undefined, titled: string[]): boolean {
  if (!first || !second || first.titlePlace < 0 || second.titlePlace < 0) return false
  const [one, other] = [prefixOf(first.key), prefixOf(second.key)]
  return titled.some((prefix, place) => prefix === other && titled[place - 1] === one)
}
