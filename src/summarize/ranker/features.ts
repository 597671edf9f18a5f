import type { Document } from './document.ts'
import type { Fragment } from './fragments.ts'
import { between, expectedF1, type Measures, type Standing } from './measures.ts'

/** A candidate before its features are worked out: only the most promising get any. */
export type Draft = { parts: Fragment[]; length: number; overlap: number; expected: number }

export type Context = { document: Document; measured: Measures[]; standing: Standing }

/** What the ranker's trees look at, in their order; pairs add what sets the second fragment apart. */
export function featuresOf(drafts: Draft[], context: Context): number[][] {
  const pairScores = drafts.map((draft) => pairOverlapOf(draft, context))
  const best = Math.max(...drafts.map(({ expected }) => expected))
  const bestPairs = Math.max(...pairScores.map((overlap, i) => expectedF1(overlap, (drafts[i]?.length ?? 1) - 1)))
  return drafts.map((draft, i) => {
    const [first, second] = draft.parts
    const row: number[] = []
    if (!first) return row
    const pairOverlap = pairScores[i] ?? 0
    const expectedPairs = expectedF1(pairOverlap, draft.length - 1)
    addWhole(row, draft, pairOverlap, expectedPairs, context)
    row.push(draft.expected - best, expectedPairs - bestPairs)
    addFirst(row, first, context)
    if (second) addSecond(row, first, second, draft, context)
    else row.push(...noSecond)
    return row
  })
}

function pairOverlapOf({ parts }: Draft, { measured }: Context): number {
  let sum = 0
  for (const { sentence, from, to } of parts)
    sum += between(measured[sentence.index]?.pairOverlap ?? [], Math.min(from + 1, to), to)
  return sum
}

// Each adds to the row of one candidate: arrays that are joined afterwards would take longer than all they hold.
function addWhole(
  row: number[],
  { parts, length, overlap, expected }: Draft,
  pairOverlap: number,
  expectedPairs: number,
  { measured, standing }: Context,
): void {
  let [content, titled, titlePairs] = [0, 0, 0]
  for (const { sentence, from, to } of parts) {
    const own = measured[sentence.index]
    content += between(own?.content ?? [], from, to)
    titled += between(own?.title ?? [], from, to)
    titlePairs += between(own?.titlePairs ?? [], Math.min(from + 1, to), to)
  }
  row.push(length, expected, expectedPairs, overlap / length, pairOverlap / length)
  row.push(content / standing.content, titled / length, titlePairs)
}

const openings: Fragment['opening'][] = ['whole', 'main clause', 'finding', 'thing']
const endings: Fragment['ending'][] = ['whole', 'clause', 'phrase']
const noSecond = new Array<number>(14).fill(-9)
const flag = (value: boolean) => (value ? 1 : 0)

function addFirst(row: number[], fragment: Fragment, context: Context): void {
  const { document, measured, standing } = context
  const { sentence, from, to } = fragment
  const own = measured[sentence.index]
  const total = sentence.words.length
  addEither(row, fragment, context)
  row.push(
    (to - from) / total,
    between(own?.overlap ?? [], to, total) / Math.max(1, total - to),
    total - to,
    document.title.words.size,
    sentence.wording,
    standing.order.indexOf(sentence),
    own?.expected ?? 0,
    sentence.index,
    document.sentences.length,
    sentence.contributionAt,
    standing.contributions,
    flag(sentence.isAvailability),
    openings.indexOf(fragment.opening),
    flag(own?.opensLoosely ?? false),
    flag(own?.saysNew ?? false),
    sentence.wording - (document.sentences[sentence.index - 1]?.wording ?? 0),
    total,
    sentence.words[to - 1]?.probability ?? 0,
    sentence.words[to]?.probability ?? -1,
  )
}

function addEither(row: number[], fragment: Fragment, { document, measured, standing }: Context): void {
  const { sentence, from, to } = fragment
  const titleSize = document.title.words.size
  const own = measured[sentence.index]
  row.push(
    sentence.wording - standing.bestWording,
    (own?.expected ?? 0) - standing.bestExpected,
    document.contributionIndex < 0 ? 9 : sentence.index - document.contributionIndex,
    sentence.index / document.sentences.length,
    flag(sentence.statesContribution),
    flag(sentence.statesResult),
    flag(sentence.statesMethod),
    flag(sentence.statesBackground),
    titleSize > 0 ? between(own?.title ?? [], from, to) / titleSize : -1,
    endings.indexOf(fragment.ending),
  )
}

function addSecond(
  row: number[],
  first: Fragment,
  second: Fragment,
  { expected, length }: Draft,
  context: Context,
): void {
  const own = second.to - second.from
  const overlap = between(context.measured[second.sentence.index]?.overlap ?? [], second.from, second.to)
  const alone = between(context.measured[first.sentence.index]?.overlap ?? [], first.from, first.to)
  row.push(
    second.sentence.index - first.sentence.index,
    expected - Math.max(expectedF1(overlap, own), expectedF1(alone, length - own)),
    own,
    overlap / own,
  )
  addEither(row, second, context)
}
