import { type GroundingToken, isContent, type Passage, readPassage } from './passages.ts'

/** Words of one kind that exclude each other, by key; those of the same number mean the same. */
type WordKind = Map<string, number>

/** The kinds that a word belongs to, by its key. */
type KindsByWord = Map<string, WordKind[]>

const kindOf = (words: string): WordKind =>
  new Map(
    words.split(' | ').flatMap((same, number) => readPassage(same).tokens.map(({ key }) => [key, number] as const)),
  )

function kindsOf(kinds: string[]): KindsByWord {
  const byWord: KindsByWord = new Map()
  for (const kind of kinds.map(kindOf))
    for (const key of kind.keys()) byWord.set(key, [...(byWord.get(key) ?? []), kind])
  return byWord
}

const opposites = [
  'high/low long/short strong/weak fast/slow simple/complex dense/sparse static/dynamic local/global online/offline',
  'explicit/implicit single/multiple internal/external forward/backward coarse/fine discrete/continuous first/last',
  'deterministic/stochastic homogeneous/heterogeneous synchronous/asynchronous positive/negative success/failure',
  'best/worst encoder/decoder diffusion/autoregressive zero-shot/few-shot',
].flatMap((pairs) => pairs.replaceAll('/', ' | ').split(/(?<=\| \S+) /))

// One in the place of another changes the statement, though the abstract may use both.
const describing = kindsOf([
  ...opposites,
  'enable enables allow allows support supports | prevent prevents prohibit prohibits',
  'increase | decrease reduce',
  'open open-source | closed closed-source proprietary',
  'linear | quadratic | exponential | logarithmic',
  'supervised | unsupervised self-supervised | reinforcement | contrastive | adversarial | federated | continual',
  'image images | video videos | audio speech | text | music | code',
])

type KindUse = { token: GroundingToken; kind: WordKind; meaning: number; beside: string }

function usesOf(passage: Passage): KindUse[] {
  const { text, tokens } = passage
  return tokens.flatMap((token, place) => {
    return (describing.get(token.key) ?? []).flatMap((kind): KindUse[] => {
      const meaning = kind.get(token.key)
      // “Generation” stands after both of “image and video generation”.
      const next = tokens.slice(place + 1, place + 5).find((other) => isContent(other) && !kind.has(other.key))
      const isApart = next === undefined || /[.;:]/.test(text.slice(token.start, next.start))
      return meaning === undefined || isApart ? [] : [{ token, kind, meaning, beside: next.key }]
    })
  })
}

/** A word of the summary in the place where the source has another of its kind; null when there is none. */
export function swappedWord(summary: Passage, sources: Passage[]): { said: string; held: string } | null {
  const known = sources.flatMap(usesOf)
  const uses = usesOf(summary)
  for (const use of uses) {
    const isThere = ({ kind, beside }: KindUse) => kind === use.kind && beside === use.beside
    const there = known.filter(isThere)
    const [held] = there
    // Of several in the same place, one that the source has there vouches for the rest.
    const isHeld = uses.filter(isThere).some(({ meaning }) => there.some((other) => other.meaning === meaning))
    if (held && !isHeld) return { said: use.token.text, held: held.token.text }
  }
  return null
}
