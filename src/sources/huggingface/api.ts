import { attempt } from '../../core/attempt.ts'
import type { FetchResult, IsoDay, Paper } from '../../core/paper.ts'
import { SourceError } from '../source-error.ts'
import { dayIn, type Item, parseItems } from './item.ts'

/** The list in an answer of `/api/daily_papers`. Throws a `SourceError` when it is none. */
export function parseList(text: string, about: string): unknown[] {
  const list = attempt(() => JSON.parse(text))
  if (Array.isArray(list)) return list
  throw new SourceError(`Hugging Face sent something other than a list of papers for ${about}.`, 'shape')
}

/** The papers of one day: the day asked for is the day that lists them, not what the items say. */
export const parseDay = (items: unknown[], day: IsoDay): Promise<FetchResult> => readable(items, () => day, day)

export const parseMonth = (items: unknown[], month: string): Promise<FetchResult> => readable(items, listedOn, month)

/** What `/api/papers/search` found: entries as of a listing, or their papers alone; both have been seen. */
export const parseMatches = (items: unknown[], words: string): Promise<FetchResult> =>
  readable(
    items.map((item) => (isRecord(item) && 'paper' in item ? item : { paper: item })),
    (item) => listedOn(item) ?? dayIn(item.paper.publishedAt) ?? monthOf(item.paper.id),
    `“${words}”`,
  )

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An arXiv identifier names its month. */
function monthOf(id: string): IsoDay | null {
  const [, year, month] = /^(\d\d)(0[1-9]|1[0-2])\./.exec(id) ?? []
  return year === undefined ? null : `20${year}-${month}-01`
}

/** The paper in an answer of `/api/papers/<id>`; no listing, so no day. */
export async function parsePaper(text: string): Promise<Paper | null> {
  const { sightings } = await parseItems([{ paper: attempt(() => JSON.parse(text)) }], () => '')
  return sightings[0]?.paper ?? null
}

/**
 * Answers for a month do not say which day lists an item. `submittedOnDailyAt` does in all recordings that have it.
 * Older items lack it; there the outer `publishedAt` is the day in nine of ten recordings, and within a few days in the
 * others.
 */
const listedOn = ({ paper, publishedAt }: Item): IsoDay | null => dayIn(paper.submittedOnDailyAt) ?? dayIn(publishedAt)

/** One bad item costs one item, but when all are bad it is the listing that changed. */
async function readable(items: unknown[], dayOf: (item: Item) => IsoDay | null, about: string): Promise<FetchResult> {
  const parsed = await parseItems(items, dayOf)
  if (items.length > 0 && parsed.sightings.length === 0)
    throw new SourceError(`Hugging Face sent ${items.length} items for ${about} and none could be read.`, 'shape')
  return parsed
}
